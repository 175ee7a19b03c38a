// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QString>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/store/project.h"
#include "tests/pipeline/project_files.h"
#include "tests/ui/support/waiting.h"
#include "ui/window/main_window.h"

namespace noiseal::ui::test {

/// The window with its Review and Export pages on a project of one run, worked by keys.
class ReviewWindow : public testing::Test {
 protected:
  /// train: CSV with a header.
  explicit ReviewWindow(const std::string& train);

  /// The project, for writing, before the window opens it.
  [[nodiscard]] Project project() { return files_.project(); }
  /// Scores every training row of the run, the first one highest; each is suggested this label.
  void score_rows(std::int64_t run, std::int32_t suggestion);
  /// A run without a model, its rows scored so.
  void add_run(std::int32_t suggestion);
  /// Opens the window on the Review page with the queue in the order of the file; waits for the
  /// first row.
  void open();

  [[nodiscard]] QString text();
  [[nodiscard]] QString counts();
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  /// Presses a key and waits for the row that follows.
  void press_for(Qt::Key key, const QString& next,
                 Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  /// After a dialog: keys go to the window again.
  void activate();
  void enter_reviewer(const QString& name);
  /// Long enough for what should not happen.
  static void pause();
  /// Every decision in the file, oldest first.
  [[nodiscard]] std::vector<Decision> stored() const;

  Services services_;
  noiseal::test::ProjectFiles files_;
  std::filesystem::path file_;
  std::unique_ptr<MainWindow> window_;
  QWidget* page_ = nullptr;  ///< Review
};

}  // namespace noiseal::ui::test
