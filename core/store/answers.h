// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace noiseal {

class StoreConnection;

/// An annotator's answer for one row of a run; a row is asked once per run.
struct AnswerRecord {
  std::uint32_t index = 0;   ///< the row's index in the run (not its row id)
  int epoch = 0;             ///< the selection's epoch
  std::uint8_t state = 2;    ///< 0 answered, 1 unparsable, 2 failed (AnswerState)
  std::int32_t label = -1;   ///< label index when answered
  std::string raw;           ///< the answer's text
  std::string request_hash;  ///< SHA-256 of the request; empty where none was sent
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
  double cost = 0;                    ///< in the price table's currency
  std::string demonstrations = "[]";  ///< JSON: what was shown
};

/// Sums over a run's answers: the budget that is spent, resumes included.
struct AnswerTotals {
  std::int64_t asked = 0;
  std::int64_t answered = 0;
  std::int64_t unparsable = 0;
  std::int64_t failed = 0;
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
  double cost = 0;
};

/// Annotator answers, each committed before it is used.
class Answers {
 public:
  explicit Answers(std::shared_ptr<StoreConnection> connection);

  /// Durable on return. An answer that the run has for this row already is an Error; a failed one
  /// is replaced, its tokens and cost stay counted.
  void add(std::int64_t run, const AnswerRecord& answer);
  /// Many at once in one transaction (local annotators).
  void add_all(std::int64_t run, const std::vector<AnswerRecord>& answers);
  /// All answers of a run in order of arrival.
  [[nodiscard]] std::vector<AnswerRecord> all(std::int64_t run) const;
  [[nodiscard]] std::optional<AnswerRecord> find(std::int64_t run, std::uint32_t index) const;
  [[nodiscard]] AnswerTotals totals(std::int64_t run) const;
  /// Removes answers of epochs after this one (a resumed run of a free, seeded annotator asks
  /// again and gets the same).
  void drop_after_epoch(std::int64_t run, int epoch);

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
