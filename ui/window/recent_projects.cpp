// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/recent_projects.h"

#include <QSettings>

namespace noiseal::ui {
namespace {

constexpr qsizetype kMostKept = 10;
constexpr const char* kKey = "recent_projects";

}  // namespace

QStringList recent_projects() {
  return QSettings().value(QLatin1String(kKey)).toStringList();
}

void remember_project(const std::filesystem::path& file) {
  QStringList files = recent_projects();
  const QString name = QString::fromStdString(file.string());
  files.removeAll(name);
  files.prepend(name);
  files = files.mid(0, kMostKept);
  QSettings().setValue(QLatin1String(kKey), files);
}

void forget_project(const QString& file) {
  QStringList files = recent_projects();
  files.removeAll(file);
  QSettings().setValue(QLatin1String(kKey), files);
}

}  // namespace noiseal::ui
