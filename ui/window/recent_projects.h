// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <filesystem>

namespace noiseal::ui {

/// Projects that were open, newest first, at most ten; kept in the person's settings.
QStringList recent_projects();
void remember_project(const std::filesystem::path& file);
void forget_project(const QString& file);

}  // namespace noiseal::ui
