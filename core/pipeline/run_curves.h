// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/base/control.h"
#include "core/pipeline/chart_columns.h"
#include "core/pipeline/chart_data.h"
#include "core/stats/quantiles.h"
#include "core/store/project.h"

namespace noiseal {

/// A figure for each of the models; none where gold or a split is missing.
struct ModelFigures {
  std::optional<double> strong;
  std::optional<double> weak;
  std::optional<double> both;  ///< their mean prediction
};

/// Shares of wrong labels, 0..1, where gold is known.
struct NoiseShares {
  std::optional<double> train;
  std::optional<double> reliable;
  std::optional<double> hard;
  std::optional<double> purified_before;  ///< the given labels of P
  std::optional<double> purified_after;   ///< the labels that P trains with
};

/// One epoch's place in the charts that run over the epochs.
struct EpochPoint {
  int epoch = 0;
  bool warm_up = false;
  std::array<std::optional<QuartileBand>, 2> threshold;  ///< by ChartModel; over the rows
  std::optional<SetCounts> sets;                         ///< by the selection; none in warm-up
  ModelFigures valid_accuracy;
  ModelFigures test_accuracy;
  ModelFigures separation;  ///< ROC-AUC of telling wrong labels from right ones
  ModelFigures memorised;   ///< share of wrong labels predicted as such; both: none
  /// ROC-AUC of this epoch's losses alone as a sign of wrong labels: falls as they are memorised;
  /// both: none.
  ModelFigures loss_separation;
  NoiseShares noise;
  std::optional<double> ks_distance;
  std::optional<double> choosing_accuracy;  ///< by which the best epoch is chosen
  std::size_t asked = 0;
  double seconds = 0;
  double loss_range = 0;  ///< nats, see the function loss_range
};

/// Everything of a run that runs over its epochs.
struct RunCurves {
  std::int64_t run = 0;
  std::string name;  ///< may be empty
  RunState state = RunState::created;
  std::string note;        ///< why it ended early
  std::size_t rows = 0;    ///< training rows
  int planned_epochs = 0;  ///< warm-up included; 0: not known
  int warm_up_epochs = 0;
  int best_epoch = 0;
  bool gold_known = false;        ///< for at least one row, and labels are as the run saw them
  bool labels_changed = false;    ///< given labels are no longer those that the run saw
  bool clean_validation = false;  ///< else the best epoch was chosen by held-out given labels
  bool simulated_annotator = false;
  std::vector<EpochPoint> epochs;  ///< stored ones, in order
  std::vector<RunNotice> notices;
  [[nodiscard]] LossBins bins() const;  ///< of all epochs so far
};

/// From the project file alone. labels: of the same run. known: its curves as read before; of its
/// epochs only what is new is computed. Throws Error when there is no such run, Interrupted after a
/// stop.
RunCurves read_run_curves(const Project& project, const RunLabels& labels, const RunCurves* known,
                          const Control& control);

}  // namespace noiseal
