// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/annotate/demonstration_trial.h"
#include "core/pipeline/epoch_figures.h"
#include "core/pipeline/recipe.h"
#include "core/stats/matrix.h"

namespace noiseal {

/// Everything that the training of one epoch has led to.
struct TrainedEpoch {
  MatrixF strong;  ///< predictions on the training rows [n_rows, n_labels]
  MatrixF weak;
  HeldOutPredictions valid;
  HeldOutPredictions test;
  double seconds = 0;  ///< that it took
};

/// The first epochs of a run, for others that begin alike: these go on as if they had trained them.
struct SharedWarmUp {
  std::vector<TrainedEpoch> epochs;  ///< from the first on
  std::string strong;                ///< Learner::save_state after the last of them
  std::string weak;
};

/// Where runs leave their warm-up and find that of others. Calls come on the run's thread.
class WarmUpShelf {
 public:
  virtual ~WarmUpShelf() = default;
  /// What a run with this key has left; nothing where there is none.
  virtual std::optional<SharedWarmUp> find(const std::string& key) = 0;
  /// Whether another run may come that has use for it.
  [[nodiscard]] virtual bool wants(const std::string& key) const = 0;
  virtual void keep(const std::string& key, SharedWarmUp warm_up) = 0;
};

/// What the warm-up of a run follows from, and how many epochs of it others may share.
struct WarmUpStart {
  std::string key;
  int epochs = 0;
};
/// fingerprint: RunRows::fingerprint, of the rows and labels. Runs that differ only in what has no
/// say before the first selection (rule, thresholds, annotator, the sets' losses, score) share a
/// key; the rule plain shares as many epochs as the others warm up for.
WarmUpStart warm_up_start(const Recipe& recipe, std::size_t trained_rows,
                          const std::string& fingerprint);

/// A run that is made for its figures alone: nothing is kept of its models, so it can be neither
/// resumed nor exported.
struct Trial {
  DemonstrationTrial demonstrations;
  WarmUpShelf* shelf = nullptr;  ///< null: every epoch is trained
};

}  // namespace noiseal
