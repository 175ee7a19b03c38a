// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/pipeline/chart_rows.h"
#include "core/pipeline/row_course.h"
#include "core/pipeline/run_curves.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// Which epoch is shown once a run has been read again.
enum class Follow : std::uint8_t { newest, shown };

/// The charts of one stored run, read from the project file on reading threads: its curves, the
/// charts of one epoch, the rows behind a selection, one row's course. While another program works
/// on the run, what is new is read every two seconds.
class RunReader : public QObject {
  Q_OBJECT

 public:
  explicit RunReader(ProjectSession& session, QObject* parent = nullptr);

  /// Reads the run; its last epoch is shown first.
  void show_run(std::int64_t run);
  void clear();
  /// The run has a new epoch or another state.
  void refresh(Follow follow);
  /// Charts of a stored epoch; charts_read follows, at once where they are known.
  void show_epoch(int epoch);
  /// Another run's curves beside this one's; none: no comparison.
  void compare(std::optional<std::int64_t> run);
  void find_rows(int epoch, const ChartSelection& selection);
  void read_row(std::int64_t row);

  [[nodiscard]] std::int64_t run() const { return run_; }
  [[nodiscard]] const RunCurves& curves() const { return curves_; }
  /// The stored epoch that is shown or being read; 0: none.
  [[nodiscard]] int epoch() const { return epoch_; }
  [[nodiscard]] std::optional<std::int64_t> compared() const { return compared_; }

 Q_SIGNALS:
  void curves_read();
  void charts_read(const noiseal::EpochCharts& charts);
  void compared_read(const std::optional<noiseal::RunCurves>& curves);
  void rows_found(const QString& title, const std::vector<std::int64_t>& rows);
  void row_read(const noiseal::RowCourse& course);

 private:
  struct Read;
  void read_curves();
  void take(Read read);
  void read_charts(int epoch);
  void poll();

  ProjectSession& session_;
  std::int64_t run_ = 0;
  int epoch_ = 0;
  bool newest_wanted_ = true;  ///< the last epoch is to be shown once it is known
  std::shared_ptr<const RunLabels> labels_;
  std::shared_ptr<const EpochColumns> columns_;  ///< of the epoch that was read last
  RunCurves curves_;
  std::map<int, EpochCharts> charts_;  ///< read ones, by epoch
  std::optional<std::int64_t> compared_;
  QTimer poll_timer_;
  ReadTicket curves_ticket_;
  ReadTicket charts_ticket_;
  ReadTicket rows_ticket_;
  ReadTicket row_ticket_;
};

}  // namespace noiseal::ui
