// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <cstdint>
#include <optional>

#include "ui/bridge/project_session.h"

class QPushButton;

namespace noiseal::ui {

/// From the review to the next run and back: train again with the decisions, and what a run that
/// used decisions has changed.
class NextRunBar : public QWidget {
  Q_OBJECT

 public:
  explicit NextRunBar(ProjectSession& session, QWidget* parent = nullptr);

  /// run: under review; none: the newest that has scores.
  void show_run(std::optional<std::int64_t> run);
  void show_decided(std::size_t decided);

 Q_SIGNALS:
  void train_again_wanted();

 private:
  void show_changes();

  ProjectSession& session_;
  QPushButton* again_;
  QPushButton* changes_;
  QString changes_text_;
};

}  // namespace noiseal::ui
