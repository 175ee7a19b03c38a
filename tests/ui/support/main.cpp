// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QApplication>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "ui/theme/theme.h"

/// One QApplication for all tests of a binary, without a screen, and settings that nobody else has.
int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  QStandardPaths::setTestModeEnabled(true);
  const QTemporaryDir settings;
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, settings.path());
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("noiseal-tests"));
  QApplication::setApplicationName(QStringLiteral("noiseal-tests"));
  noiseal::ui::Theme::instance().set_appearance(noiseal::ui::Appearance::light);
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
