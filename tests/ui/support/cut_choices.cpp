// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/cut_choices.h"

#include <QComboBox>
#include <QStyle>
#include <QStyleOptionComboBox>

namespace noiseal::ui::test {

std::vector<std::string> cut_choices(const QComboBox& box) {
  std::vector<std::string> cut;
  QStyleOptionComboBox option;
  option.initFrom(&box);
  option.subControls = QStyle::SC_All;
  option.editable = box.isEditable();
  const int room =
      box.style()
          ->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box)
          .width();
  for (int i = 0; i < box.count(); ++i) {
    if (box.fontMetrics().horizontalAdvance(box.itemText(i)) > room) {
      cut.push_back(box.itemText(i).toStdString());
    }
  }
  const QWidget* place = box.parentWidget()->parentWidget();
  if (box.mapTo(place, QPoint(box.width(), 0)).x() > place->width()) {
    cut.push_back(box.objectName().toStdString() + " is outside");
  }
  return cut;
}

}  // namespace noiseal::ui::test
