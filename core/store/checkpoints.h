// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

class StoreConnection;

/// A named piece of a checkpoint to be written, e.g. {"strong", learner.save_state()}; memory of
/// the caller, any size (stored in pieces of at most 64 MiB).
struct CheckpointPart {
  std::string name;
  std::string_view bytes;
};

/// The state to be stored under a kind: "last" (resume), "best" (export), "branch".
/// It replaces what the run has under that kind.
struct CheckpointWrite {
  std::string kind;
  int epoch = 0;
  std::vector<CheckpointPart> parts;
};

struct CheckpointFacts {
  std::string kind;
  int epoch = 0;
  std::vector<std::string> parts;
  std::int64_t bytes = 0;
};

/// Checkpoints of runs. Written with the end of an epoch by Runs::commit_epoch.
class Checkpoints {
 public:
  explicit Checkpoints(std::shared_ptr<StoreConnection> connection);

  /// Replaces atomically; one transaction of its own unless one is open.
  void write(std::int64_t run, const CheckpointWrite& checkpoint);
  /// What is stored under a kind; nothing when there is none.
  [[nodiscard]] std::optional<CheckpointFacts> facts(std::int64_t run,
                                                     const std::string& kind) const;
  /// One part's bytes. Throws Error when it is not there.
  [[nodiscard]] std::string read(std::int64_t run, const std::string& kind,
                                 const std::string& part) const;
  void drop(std::int64_t run, const std::string& kind);

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
