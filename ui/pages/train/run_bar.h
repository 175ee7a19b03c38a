// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/store/runs.h"

class QComboBox;
class QPushButton;

namespace noiseal::ui {

class ElidedLabel;

/// "finished"
QString shown_state(RunState state);
/// "Run 3, TREC, finished": a run as people tell it from others.
QString run_title(const RunRecord& run);

/// Which run the charts show, and which other one is drawn over it.
class RunBar : public QFrame {
  Q_OBJECT

 public:
  explicit RunBar(QWidget* parent = nullptr);

  /// runs: oldest first; the newest is listed first. shown: 0: none.
  void show_runs(const std::vector<RunRecord>& runs, std::int64_t shown,
                 std::optional<std::int64_t> compared);
  /// What is going on, beside the run's name.
  void say(const QString& words);

 Q_SIGNALS:
  void run_chosen(std::int64_t run);
  void compare_wanted(std::optional<std::int64_t> run);
  void manage_wanted();

 private:
  QComboBox* run_;
  QComboBox* compared_;
  ElidedLabel* words_;
  QPushButton* manage_;
};

}  // namespace noiseal::ui
