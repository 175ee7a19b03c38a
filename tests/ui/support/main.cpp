// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QApplication>
#include <QStandardPaths>

#include "ui/theme/theme.h"

/// One QApplication for all tests of a binary, without a screen.
int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("noiseal-tests"));
  QApplication::setApplicationName(QStringLiteral("noiseal-tests"));
  noiseal::ui::Theme::instance().set_appearance(noiseal::ui::Appearance::light);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
