// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <QString>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "ui/window/main_window.h"

namespace noiseal::ui::test {

/// What a reviewer meant to do with a row.
struct Meant {
  std::string decision;
  std::string from;
  std::string to;
  std::string note;
};

/// The window in the hands of somebody who knows the truth of each row and works by keys alone, on
/// a project whose run 1 has scored its rows and whose gold labels are known.
class CuratorWindow : public testing::Test {
 protected:
  static constexpr std::size_t kReviewed = 200;

  /// The project, before the window opens it.
  void take(const std::filesystem::path& project);
  /// The whole window on the Review page, with its first row.
  void open(Services services);
  void activate();
  void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  /// The row under review, 0: none.
  [[nodiscard]] std::int64_t shown_row();
  void press_for_another_row(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
  /// N and the words.
  void note(const QString& words);
  /// "/", the label's name, Enter; waits for the next row.
  void type_label(const QString& name);
  /// Decides the n-th row under review: sometimes with a note, as ambiguous, leaving it out, or
  /// with a label that nobody has proposed; else by the truth.
  void decide(std::size_t n);
  /// Decides kReviewed rows; now and then flags or skips one, or takes a step back and brings it
  /// back.
  void review();
  /// To the Export page and out as clean.csv, with added columns, provenance and report.
  void export_all();
  /// clean.provenance.jsonl by row.
  [[nodiscard]] std::map<std::int64_t, nlohmann::json> provenance() const;
  /// Who, when, why, from what to what: for every row of meant_, between begin and end.
  void expect_each_explained(const std::string& begin, const std::string& end) const;
  [[nodiscard]] std::filesystem::path folder() const { return project_.parent_path(); }

  std::map<std::int64_t, Meant> meant_;
  std::unique_ptr<MainWindow> window_;
  QWidget* page_ = nullptr;  ///< Review

 private:
  /// Neither given nor suggested.
  [[nodiscard]] std::int32_t third_label(std::int64_t row) const;
  [[nodiscard]] std::string label(std::int32_t index) const {
    return labels_.at(static_cast<std::size_t>(index));
  }

  std::filesystem::path project_;
  std::vector<std::string> labels_;
  std::map<QString, std::int64_t> row_named_;  ///< by the id that the page shows
  std::map<std::int64_t, std::int32_t> given_;
  std::map<std::int64_t, std::int32_t> gold_;
  std::map<std::int64_t, std::int32_t> suggestion_;
};

}  // namespace noiseal::ui::test
