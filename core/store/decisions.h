// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

class StoreConnection;

/// What a reviewer did. The numbers are stored: never renumber.
enum class DecisionKind : std::uint8_t {
  accept = 0,     ///< the suggestion becomes the label
  keep = 1,       ///< the given label is right
  label = 2,      ///< another label, chosen by the reviewer
  ambiguous = 3,  ///< more than one label fits; the given one stays
  exclude = 4,    ///< the row does not belong in the data
  skip = 5,       ///< seen, not decided
  flag = 6,       ///< marked for a second look; does not decide
  undo = 7,       ///< takes back the decision with the id undoes
};

/// "accept", "keep", "label", "ambiguous", "exclude", "skip", "flag", "undo".
std::string_view decision_kind_name(DecisionKind kind);

/// True for what decides a row; a skip, a flag or an undo doesn't.
inline bool decides(DecisionKind kind) {
  return kind != DecisionKind::skip && kind != DecisionKind::flag && kind != DecisionKind::undo;
}

/// One entry of the append-only list.
struct Decision {
  std::int64_t id = 0;   ///< given by add
  std::int64_t row = 0;  ///< row id
  std::string reviewer;  ///< a person's name, or "auto-accept"
  std::string time;      ///< UTC, "2026-01-31T12:00:00.123Z"; filled in when empty
  DecisionKind kind = DecisionKind::skip;
  std::int32_t from_label = -1;  ///< the label before
  std::int32_t to_label = -1;    ///< the label after; for ambiguous and exclude: the given one
  std::string note;
  std::int64_t milliseconds = 0;  ///< from the row's showing to the decision
  std::string context = "{}";     ///< JSON: what was on screen
  std::int64_t undoes = 0;        ///< kind undo: the id taken back; else 0
  std::int64_t batch = 0;         ///< one id for decisions made as one step; 0: none
};

/// The row's state that follows from its list: the newest decision that was not taken back.
/// A skip or a flag is no decision: it does not replace one.
struct CurrentDecision {
  std::int64_t row = 0;
  std::int64_t decision = 0;  ///< id
  DecisionKind kind = DecisionKind::keep;
  std::int32_t label = -1;  ///< the label that stands
  bool flagged = false;
  std::string reviewer;
  std::string time;
  std::string note;
  std::string context = "{}";     ///< JSON: what was on screen
  std::int64_t milliseconds = 0;  ///< from the row's showing to the decision
};

/// Called now and then with the number of entries that are written; what it throws ends the work
/// with nothing stored.
using BatchProgress = std::function<void(std::size_t)>;

/// Reviewers' decisions: nothing is ever changed or removed, undo is an entry of its own.
class Decisions {
 public:
  explicit Decisions(std::shared_ptr<StoreConnection> connection);

  /// Durable on return; the current state follows in the same transaction. Returns the id.
  std::int64_t add(const Decision& decision);
  /// All or nothing, as one batch with an id of its own, which is returned.
  std::int64_t add_batch(std::span<const Decision> decisions, const BatchProgress& progress = {});
  /// Takes back one decision. Throws Error when it does not exist or was taken back before.
  std::int64_t undo(std::int64_t decision, const std::string& reviewer);
  /// Takes back all of a batch that still is in force, in one step; returns the undo's own batch
  /// id. Throws Error when nothing of it is.
  std::int64_t undo_batch(std::int64_t batch, const std::string& reviewer,
                          const BatchProgress& progress = {});

  /// The row's state; nothing when it is undecided (a flagged, undecided row has none).
  [[nodiscard]] std::optional<CurrentDecision> current(std::int64_t row) const;
  /// The row is flagged, decided or not.
  [[nodiscard]] bool flagged(std::int64_t row) const;
  /// All decided rows in order of row id.
  void for_each_current(const std::function<void(const CurrentDecision&)>& visit) const;
  [[nodiscard]] std::size_t decided_count() const;
  /// The whole list of a row, oldest first.
  [[nodiscard]] std::vector<Decision> history(std::int64_t row) const;
  /// One entry. Throws Error when there is none with this id.
  [[nodiscard]] Decision find(std::int64_t decision) const;
  /// The newest entry's id; 0 when there is none.
  [[nodiscard]] std::int64_t newest() const;
  /// Rows with entries newer than this one, each once, in order of row id.
  [[nodiscard]] std::vector<std::int64_t> rows_after(std::int64_t decision) const;
  /// Rows on which a decision by this reviewer is in force, whoever decided later; a row may be
  /// named more than once.
  [[nodiscard]] std::vector<std::int64_t> rows_decided_by(const std::string& reviewer) const;
  /// Entries that were not taken back, newest first, undos left out; return false to end.
  /// Only entries up to this id count, as the list was then; 0: all.
  void for_each_in_force(const std::function<bool(const Decision&)>& visit,
                         std::int64_t up_to = 0) const;
  /// The whole list, oldest first.
  void for_each(const std::function<void(const Decision&)>& visit) const;

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
