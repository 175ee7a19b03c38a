// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/label_map_panel.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/pages/review/transition_map.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {

LabelMapPanel::LabelMapPanel(QWidget* parent) : QFrame(parent), map_(new TransitionMap(this)) {
  set_role(this, "panel");
  auto* title = new QLabel(tr("Labels"), this);
  set_role(title, "title");
  auto* note = new QLabel(tr("rows by label; a click on a cell filters"), this);
  note->setWordWrap(true);
  set_role(note, "muted");
  map_->setObjectName(QStringLiteral("review-map"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kNear, kClose, kNear, kNear);
  layout->addWidget(title);
  layout->addWidget(note);
  layout->addWidget(map_, 1);
  connect(map_, &TransitionMap::cell_chosen, this, &LabelMapPanel::cell_chosen);
}

void LabelMapPanel::show_counts(const Matrix<std::uint32_t>& counts, const QStringList& labels) {
  map_->show_counts(counts, labels);
}

void LabelMapPanel::clear() {
  map_->clear();
}

}  // namespace noiseal::ui
