// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/store/answers.h"

namespace noiseal {

class StoreConnection;

/// The numbers are stored: never renumber. An experiment found as running by a program that holds
/// the writer's lock was killed and can be gone on with.
enum class ExperimentState : std::uint8_t {
  waiting = 0,
  running = 1,
  stopped = 2,
  finished = 3,
  failed = 4,
};

/// "waiting", "running", "stopped", "finished", "failed".
std::string experiment_state_name(ExperimentState state);

/// An experiment that waits, is under way, or has ended. The queue is in order of id.
struct ExperimentRecord {
  std::int64_t id = 0;  ///< given by Experiments::add
  std::string name;     ///< e.g. "separation"
  std::string created;  ///< UTC, "2026-01-31T12:00:00Z"; filled in when empty
  ExperimentState state = ExperimentState::waiting;
  std::string plan = "{}";  ///< JSON: arms with their recipes, seeds: enough to repeat it
  std::string program_version;
  std::string note;  ///< e.g. why it failed
};

/// What one run of an arm has given.
struct OutcomeRecord {
  std::size_t arm = 0;  ///< place in the plan
  std::uint64_t seed = 1;
  std::string key;             ///< what the outcome follows from: recipe, data, noise, program
  bool reused = false;         ///< an outcome of the same key was there already
  std::string outcome = "{}";  ///< JSON
};

/// Experiments with what their arms have given so far; each arm's outcome is stored as it ends.
class Experiments {
 public:
  explicit Experiments(std::shared_ptr<StoreConnection> connection);

  std::int64_t add(const ExperimentRecord& experiment);
  [[nodiscard]] std::vector<ExperimentRecord> all() const;
  /// Throws Error when there is no such experiment.
  [[nodiscard]] ExperimentRecord find(std::int64_t id) const;
  void set_state(std::int64_t id, ExperimentState state, const std::string& note = "");
  /// Removes an experiment with its outcomes.
  void remove(std::int64_t id);

  /// Durable on return. An arm has one outcome for each seed.
  void add_outcome(std::int64_t experiment, const OutcomeRecord& outcome);
  /// By arm, then seed.
  [[nodiscard]] std::vector<OutcomeRecord> outcomes(std::int64_t experiment) const;
  /// The newest outcome with that key, of any experiment.
  [[nodiscard]] std::optional<OutcomeRecord> outcome_of(const std::string& key) const;

  /// Keeps answers of a language model that experiments have paid for, by request hash; those that
  /// are there already stay. Durable on return.
  void keep_answers(const std::vector<AnswerRecord>& answers);
  /// All of them; index and epoch are 0.
  [[nodiscard]] std::vector<AnswerRecord> kept_answers() const;

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
