// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/support/waiting.h"

#include <gtest/gtest.h>

#include <QTest>
#include <QWidget>

namespace noiseal::ui::test {

bool wait_until(const std::function<bool()>& condition, int milliseconds) {
  return QTest::qWaitFor(condition, milliseconds);
}

QWidget* find_widget(QWidget& parent, const QString& name) {
  auto* widget = parent.findChild<QWidget*>(name);
  EXPECT_NE(widget, nullptr) << "no widget " << name.toStdString();
  return widget;
}

void click(QWidget* widget) {
  ASSERT_NE(widget, nullptr);
  QTest::mouseClick(widget, Qt::LeftButton);
}

}  // namespace noiseal::ui::test
