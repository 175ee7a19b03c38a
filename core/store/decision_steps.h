// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/store/decisions.h"

namespace noiseal {

/// What was done with one key or one click: a decision, or many as a batch.
struct DecisionStep {
  std::int64_t first = 0;  ///< id of its first entry
  std::int64_t last = 0;   ///< of its last one; the same for a single decision
  std::int64_t batch = 0;  ///< 0: a single decision
  bool is_undo = false;    ///< it took something back; taking back an undo is a redo
  Decision decision;       ///< what it is about: a decision of the step, or of the one taken back

  [[nodiscard]] std::size_t size() const { return static_cast<std::size_t>(last - first + 1); }
};

/// One reviewer's undo and redo, without limit and across restarts: both follow from the list of
/// decisions alone. Undo takes back the reviewer's newest step that is in force; redo takes back
/// the newest undo since the reviewer's last decision. A decision that was taken back out of turn
/// is left out by undo and brought back by redo like any other.
class DecisionSteps {
 public:
  DecisionSteps(std::shared_ptr<StoreConnection> connection, std::string reviewer);

  /// What undo() and redo() would take back; nothing when there is none.
  [[nodiscard]] std::optional<DecisionStep> next_undo();
  [[nodiscard]] std::optional<DecisionStep> next_redo();
  /// Each returns the step that it took back (for redo: the undo), nothing when there was none.
  std::optional<DecisionStep> undo(const BatchProgress& progress = {});
  std::optional<DecisionStep> redo(const BatchProgress& progress = {});

 private:
  struct Step {
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t batch = 0;
    std::int64_t undoes = 0;  ///< of its first entry; 0: a decision
    bool mine = false;
    bool is_undo = false;
  };

  void catch_up();
  void take(std::size_t step);
  [[nodiscard]] std::size_t step_of(std::int64_t decision) const;
  [[nodiscard]] DecisionStep described(std::size_t step) const;
  std::optional<DecisionStep> take_back(std::vector<std::size_t>& stack,
                                        const BatchProgress& progress);

  std::shared_ptr<StoreConnection> connection_;
  std::string reviewer_;
  std::vector<Step> steps_;           ///< all of the file, oldest first
  std::vector<std::size_t> to_undo_;  ///< places in steps_, the next one last
  std::vector<std::size_t> to_redo_;
};

}  // namespace noiseal
