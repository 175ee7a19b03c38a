// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/pipeline/run_parts.h"

namespace noiseal::test {

/// A training batch or a call of predict(), in the order in which a run makes them.
struct FakeMoment {
  enum class Kind : std::uint8_t { train_strong, train_weak, predict };
  Kind kind = Kind::predict;
  int epoch = 0;  ///< of the last train(); what follows it is predicted at that epoch's end
};

/// What the fake models of one run were asked to do, and what is to go wrong.
struct FakeWatch {
  std::vector<FakeMoment> moments;
  std::set<std::uint32_t> trained_rows;  ///< by any model, in any epoch
  std::set<LossKind> losses;             ///< that any example had
  std::vector<Example> last_examples;    ///< of the newest train()
  std::vector<float> learning_rates;     ///< of the strong model: begin and end of each train()
  std::vector<float> weak_learning_rates;
  int resets = 0;  ///< calls of reset()

  std::size_t trouble_at = SIZE_MAX;  ///< index of the moment before which trouble happens
  std::function<void(const Control&)> trouble;

  /// Trouble at that moment: the run is asked to stop.
  void stop_at(std::size_t moment);
  /// Trouble at that moment: the model fails with an Error of that sentence.
  void fail_at(std::size_t moment, const std::string& sentence);
};

/// Two softmax regressions on hashed word counts, trained by SGD with momentum on the plan's
/// examples with all losses of METHOD.md section 5. The weak one hashes into fewer buckets
/// (two-strong: as many as the strong one) and starts from other weights. Fast, without torch, and
/// like the real ones in what a run relies on: every draw is a function of (seed, epoch), the state
/// is all that training depends on.
LearnerMaker fake_learners(const std::shared_ptr<FakeWatch>& watch);
LearnerMaker fake_learners();

}  // namespace noiseal::test
