// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>

#include "ui/window/main_window.h"

class QAction;

namespace noiseal::ui {

/// How a window gets its project: open, read a file into a new one, the demonstration, a file that
/// is dropped on it. Adds its actions to the window.
class ProjectActions : public QObject {
  Q_OBJECT

 public:
  explicit ProjectActions(MainWindow& window);

  [[nodiscard]] QAction& open_action() const { return *open_; }
  [[nodiscard]] QAction& import_action() const { return *import_; }
  [[nodiscard]] QAction& demonstration_action() const { return *demonstration_; }
  /// Whether a page shows the demonstration.
  [[nodiscard]] bool has_demonstration() const;

  void open(const QString& file);
  /// Opens a project, or the import of any other file.
  void take_file(const QString& file);

 private:
  void choose_project();
  void choose_file();
  void import_file(const QString& file);
  void demonstrate();

  MainWindow& window_;
  QAction* open_;
  QAction* import_;
  QAction* demonstration_;
};

}  // namespace noiseal::ui
