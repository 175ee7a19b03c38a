// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/experiment_output.h"

#include <fmt/format.h>

#include "core/base/time_left.h"

namespace noiseal::cli {
namespace {

std::string what_was_shared(const ArmEnded& ended) {
  if (ended.reused) {
    return "known already";
  }
  return ended.shared_epochs > 0 ? fmt::format("{}, {} epochs shared", duration_text(ended.seconds),
                                               ended.shared_epochs)
                                 : duration_text(ended.seconds);
}

}  // namespace

void ExperimentOutput::show(const ExperimentEvent& event) {
  if (const auto* begun = std::get_if<ExperimentBegun>(&event)) {
    experiment_ = begun->name;
    progress_ = std::make_unique<Progress>();  // its share begins anew
    progress_->line(
        begun->runs_done == 0
            ? fmt::format("Experiment {}, {}: {} runs", begun->experiment, begun->name, begun->runs)
            : fmt::format("Experiment {}, {}: going on after {} of {} runs", begun->experiment,
                          begun->name, begun->runs_done, begun->runs));
  } else if (const auto* arm = std::get_if<ArmBegun>(&event)) {
    run_ = {arm->name, arm->place, arm->runs};
  } else if (const auto* progress = std::get_if<ExperimentProgress>(&event)) {
    progress_->show(fmt::format("{}: {}", experiment_, progress->what), progress->share);
  } else if (const auto* ended = std::get_if<ArmEnded>(&event)) {
    progress_->line(fmt::format("  {} of {}: {}, seed {} ({})", run_.place, run_.runs, run_.name,
                                ended->seed, what_was_shared(*ended)));
  } else if (const auto* last = std::get_if<ExperimentEnded>(&event)) {
    if (last->state == ExperimentState::failed) {
      progress_->line(
          fmt::format("Experiment {}, {}, failed: {}", last->experiment, experiment_, last->said));
    }
  }
}

}  // namespace noiseal::cli
