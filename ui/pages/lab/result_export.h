// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>
#include <QString>
#include <optional>

#include "core/experiment/result.h"

namespace noiseal::ui {

/// Writes the result that is shown into a file: figures as CSV, a report as Markdown, a picture as
/// PNG; whole or not at all.
class ResultExport : public QPushButton {
  Q_OBJECT

 public:
  /// pictured: the widget that is the picture.
  explicit ResultExport(QWidget* pictured, QWidget* parent = nullptr);

  /// Nothing: the button can't be pressed.
  void set_result(const std::optional<ExperimentResult>& result);
  /// Each false when the file can't be written.
  [[nodiscard]] bool save_csv(const QString& file) const;
  [[nodiscard]] bool save_markdown(const QString& file) const;
  [[nodiscard]] bool save_png(const QString& file) const;

 Q_SIGNALS:
  void failed(const QString& sentence);

 private:
  void add_entry(const QString& text, const QString& ending,
                 bool (ResultExport::*save)(const QString&) const);
  void ask_and_save(const QString& ending, bool (ResultExport::*save)(const QString&) const);

  QWidget* pictured_;
  std::optional<ExperimentResult> result_;
};

}  // namespace noiseal::ui
