// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_reader.h"

#include <utility>

#include "core/pipeline/epoch_charts.h"

namespace noiseal::ui {
namespace {

constexpr int kPollMilliseconds = 2000;

}  // namespace

/// What a reading of the whole run brings.
struct RunReader::Read {
  std::shared_ptr<const RunLabels> labels;
  RunCurves curves;
};

RunReader::RunReader(ProjectSession& session, QObject* parent)
    : QObject(parent), session_(session) {
  poll_timer_.setInterval(kPollMilliseconds);
  connect(&poll_timer_, &QTimer::timeout, this, &RunReader::poll);
}

void RunReader::clear() {
  for (const ReadTicket& ticket : {curves_ticket_, charts_ticket_, rows_ticket_, row_ticket_}) {
    ticket.cancel();
  }
  poll_timer_.stop();
  run_ = 0;
  epoch_ = 0;
  newest_wanted_ = true;
  labels_.reset();
  columns_.reset();
  curves_ = {};
  charts_.clear();
  compared_.reset();
}

void RunReader::show_run(std::int64_t run) {
  clear();
  run_ = run;
  read_curves();
}

void RunReader::refresh(Follow follow) {
  if (run_ != 0) {
    newest_wanted_ = newest_wanted_ || follow == Follow::newest;
    read_curves();
  }
}

void RunReader::read_curves() {
  curves_ticket_.cancel();
  // Before the first epoch's end nothing is noted to tell changed labels by: they are read again.
  const auto labels = curves_.epochs.empty() ? nullptr : labels_;
  curves_ticket_ = session_.read(
      this,
      [run = run_, labels, known = curves_](const Project& project, const Control& control) {
        Read read;
        read.labels =
            labels ? labels
                   : std::make_shared<const RunLabels>(read_run_labels(project, run, control));
        read.curves = read_run_curves(project, *read.labels, &known, control);
        return read;
      },
      [this](Read read) { take(std::move(read)); }, {}, ReadLane::slow);
}

void RunReader::take(Read read) {
  labels_ = std::move(read.labels);
  const LossBins before = curves_.bins();
  curves_ = std::move(read.curves);
  if (!(before == curves_.bins())) {
    charts_.clear();
  }
  Q_EMIT curves_read();
  if (newest_wanted_ && !curves_.epochs.empty()) {
    newest_wanted_ = false;
    show_epoch(curves_.epochs.back().epoch);
  }
  // Whoever may write here knows that no other program does.
  const bool elsewhere = curves_.state == RunState::running && !session_.writable();
  elsewhere ? poll_timer_.start() : poll_timer_.stop();
}

void RunReader::poll() {
  session_.read(
      this,
      [run = run_](const Project& project, const Control&) {
        const RunRecord record = project.runs().run(run);
        return std::pair(record.last_epoch, record.state);
      },
      [this](std::pair<int, RunState> now) {
        const int known = curves_.epochs.empty() ? 0 : curves_.epochs.back().epoch;
        if (now.first != known || now.second != curves_.state) {
          newest_wanted_ = epoch_ == known;
          session_.announce(ProjectPart::runs);
          read_curves();
        }
      },
      [](const QString&) {});
}

void RunReader::show_epoch(int epoch) {
  if (run_ == 0 || !labels_ || epoch < 1) {
    return;
  }
  epoch_ = epoch;
  if (const auto found = charts_.find(epoch); found != charts_.end()) {
    charts_ticket_.cancel();
    Q_EMIT charts_read(found->second);
    return;
  }
  read_charts(epoch);
}

void RunReader::read_charts(int epoch) {
  using Charts = std::pair<EpochCharts, std::shared_ptr<const EpochColumns>>;
  charts_ticket_.cancel();
  charts_ticket_ = session_.read(
      this,
      [labels = labels_, epoch, bins = curves_.bins()](const Project& project,
                                                       const Control& control) {
        auto columns = std::make_shared<const EpochColumns>(
            read_epoch_columns(project, labels->run, epoch, control));
        EpochCharts charts = epoch_charts(*labels, *columns, {.bins = bins}, control);
        return Charts(std::move(charts), std::move(columns));
      },
      [this, epoch](Charts read) {
        columns_ = std::move(read.second);
        charts_[epoch] = std::move(read.first);
        Q_EMIT charts_read(charts_[epoch]);
      },
      {}, ReadLane::slow);
}

void RunReader::compare(std::optional<std::int64_t> run) {
  compared_ = run;
  if (!run) {
    Q_EMIT compared_read(std::nullopt);
    return;
  }
  session_.read(
      this,
      [run = *run](const Project& project, const Control& control) {
        return read_run_curves(project, read_run_labels(project, run, control), nullptr, control);
      },
      [this](RunCurves curves) {
        if (compared_ == curves.run) {
          Q_EMIT compared_read(std::move(curves));
        }
      },
      {}, ReadLane::slow);
}

void RunReader::find_rows(int epoch, const ChartSelection& selection) {
  if (!labels_ || epoch < 1) {
    return;
  }
  rows_ticket_.cancel();
  const auto known = columns_ && columns_->epoch == epoch ? columns_ : nullptr;
  rows_ticket_ = session_.read(
      this,
      [labels = labels_, known, epoch, selection](const Project& project, const Control& control) {
        return known
                   ? rows_behind(selection, *labels, *known, control)
                   : rows_behind(selection, *labels,
                                 read_epoch_columns(project, labels->run, epoch, control), control);
      },
      [this, title = QString::fromStdString(selection_text(selection, epoch))](
          const std::vector<std::int64_t>& rows) { Q_EMIT rows_found(title, rows); },
      {}, ReadLane::slow);
}

void RunReader::read_row(std::int64_t row) {
  if (!labels_) {
    return;
  }
  row_ticket_.cancel();
  row_ticket_ = session_.read(
      this,
      [labels = labels_, row](const Project& project, const Control&) {
        return read_row_course(project, *labels, row);
      },
      [this](const RowCourse& course) { Q_EMIT row_read(course); });
}

}  // namespace noiseal::ui
