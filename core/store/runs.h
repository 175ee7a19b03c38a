// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/store/checkpoints.h"
#include "core/store/scores.h"
#include "core/store/signals.h"

namespace noiseal {

/// The numbers are stored: never renumber. A run found as running by a program that holds the
/// writer's lock was killed and can be resumed.
enum class RunState : std::uint8_t {
  created = 0,
  running = 1,
  paused = 2,
  stopped = 3,
  finished = 4,
  failed = 5,
};

/// "new", "running", "paused", "stopped", "finished", "failed".
std::string run_state_name(RunState state);

/// One training run. JSON is kept as text.
struct RunRecord {
  std::int64_t id = 0;  ///< given by Runs::add
  std::string name;     ///< shown; may be empty
  std::string created;  ///< UTC, "2026-01-31T12:00:00Z"; filled in when empty
  RunState state = RunState::created;
  std::uint64_t seed = 1;
  std::string recipe = "{}";  ///< JSON, the whole recipe: enough to replay
  std::string program_version;
  std::string facts = "{}";  ///< JSON: device, precision, seconds, annotator's counts, figures
  std::vector<std::string> labels;  ///< names by index as the run's signals use them
  int last_epoch = 0;               ///< last epoch that is wholly stored; 0: none
  std::string note;                 ///< e.g. why it failed
};

/// The figures at the end of an epoch.
struct EpochRecord {
  int epoch = 0;               ///< 1-based, warm-up included
  std::string phase;           ///< "warm-up" or "noise-aware"
  std::string figures = "{}";  ///< JSON
  double seconds = 0;
};

/// A failure signature or other notice about a run, in plain words.
struct RunNotice {
  int epoch = 0;
  std::string name;     ///< e.g. "confirmation-bias"
  std::string message;  ///< a sentence with what to do
};

/// All that the end of an epoch stores, in ONE transaction: after a kill at any moment the run is
/// whole at last_epoch. Anything stored for this or a later epoch before is replaced.
struct EpochCommit {
  EpochRecord epoch;
  std::vector<SignalColumn> signals;
  std::vector<CheckpointWrite> checkpoints;
  std::vector<RunNotice> notices;
  std::span<const RowScore> scores;           ///< replace the run's scores when not empty
  std::optional<std::string> facts;           ///< replaces RunRecord::facts
  std::optional<RunState> state;              ///< e.g. finished with the last epoch
  std::vector<std::string> drop_checkpoints;  ///< kinds no longer needed
};

/// Runs, their epochs and notices.
class Runs {
 public:
  explicit Runs(std::shared_ptr<StoreConnection> connection);

  /// Stores a new run with the ids of the rows it works on, in its own order; returns its id.
  std::int64_t add(const RunRecord& run, std::span<const std::int64_t> row_ids);
  [[nodiscard]] std::vector<RunRecord> all() const;
  /// Throws Error when there is no such run.
  [[nodiscard]] RunRecord run(std::int64_t id) const;
  /// The newest run, or the newest in that state.
  [[nodiscard]] std::optional<RunRecord> newest(std::optional<RunState> state = {}) const;
  /// Row ids in the run's order: position = index in signals and answers.
  [[nodiscard]] std::vector<std::int64_t> row_ids(std::int64_t run) const;

  void set_state(std::int64_t run, RunState state, const std::string& note = "");
  void set_facts(std::int64_t run, const std::string& facts);
  void set_name(std::int64_t run, const std::string& name);
  /// Removes a run with all that belongs to it.
  void remove(std::int64_t run);

  void commit_epoch(std::int64_t run, const EpochCommit& commit);
  [[nodiscard]] std::vector<EpochRecord> epochs(std::int64_t run) const;

  void add_notice(std::int64_t run, const RunNotice& notice);
  [[nodiscard]] std::vector<RunNotice> notices(std::int64_t run) const;

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
