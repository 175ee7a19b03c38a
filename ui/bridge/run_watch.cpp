// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_watch.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "core/pipeline/run_curves.h"

namespace noiseal::ui {
namespace {

constexpr std::chrono::milliseconds kBetweenCharts{2000};
/// The first picture of a run comes sooner: somebody waits for it.
constexpr std::chrono::milliseconds kBeforeFirstCharts{300};

}  // namespace

RunWatch::RunWatch(const Project& project, Control control, Listeners listeners)
    : project_(project), control_(std::move(control)), listeners_(std::move(listeners)) {}

void RunWatch::take(const RunEvent& event) {
  if (const auto* batch = std::get_if<BatchLosses>(&event)) {
    add(*batch);
  } else if (const auto* progress = std::get_if<RunProgress>(&event)) {
    listeners_.progressed(*progress);
  } else if (const auto* run = std::get_if<RunStarted>(&event)) {
    start(*run);
  } else if (const auto* epoch = std::get_if<EpochStored>(&event)) {
    store(*epoch);
  } else if (const auto* meter = std::get_if<AnnotatorMeter>(&event)) {
    listeners_.metered(*meter);
  } else if (const auto* forecast = std::get_if<AnnotatorForecast>(&event)) {
    listeners_.forecast(*forecast);
  }
}

void RunWatch::start(const RunStarted& run) {
  run_ = run.run;
  const RunLabels labels = read_run_labels(project_, run_, control_);
  range_ = read_run_curves(project_, labels, nullptr, control_).bins().high;
  charts_.emplace(labels);
  if (run.epochs_done > 0) {
    charts_->start_from(read_epoch_columns(project_, run_, run.epochs_done, control_));
  }
  last_ = Clock::now() - kBetweenCharts + kBeforeFirstCharts;
  listeners_.started(run);
}

void RunWatch::add(const BatchLosses& batch) {
  if (!charts_) {
    return;
  }
  charts_->add(batch);
  if (Clock::now() - last_ < kBetweenCharts) {
    return;
  }
  range_ = std::max(range_, charts_->range());
  if (auto charts = charts_->charts({.bins = loss_bins(range_)}, control_)) {
    charts->run = run_;
    listeners_.moved(std::move(*charts));
  }
  last_ = Clock::now();
}

void RunWatch::store(const EpochStored& epoch) {
  if (charts_) {
    charts_->start_from(read_epoch_columns(project_, run_, epoch.epoch, control_));
    range_ = std::max(range_, charts_->range());
    last_ = Clock::now();
  }
  listeners_.stored(epoch);
}

}  // namespace noiseal::ui
