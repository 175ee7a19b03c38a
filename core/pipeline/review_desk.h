// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/review_card.h"
#include "core/pipeline/review_list.h"
#include "core/pipeline/reviewing.h"
#include "core/pipeline/sent_request.h"

namespace noiseal {

/// What stands before a reviewer after each action.
struct DeskView {
  std::size_t position = 0;  ///< in the queue; size when no row is shown, or one outside of it
  std::size_t size = 0;      ///< rows in the queue
  QueueCounts counts;
  std::optional<ReviewCard> card;
  bool can_undo = false;
  bool can_redo = false;
  std::size_t undo_size = 0;  ///< decisions of the step that undo would take back
  std::size_t redo_size = 0;
  std::string said;  ///< what was just done, for the status line
};

/// One line of the queue.
struct QueueLine {
  std::int64_t row = 0;
  std::string shown_id;
  std::string text;  ///< its start
  double score = 0;
  std::int32_t given = -1;
  std::int32_t suggestion = -1;
  std::int32_t decided = -1;
  std::optional<DecisionKind> kind;  ///< none: undecided
  bool flagged = false;
};

/// A reviewer's choice for the row that is shown.
struct Choice {
  DecisionKind kind = DecisionKind::keep;
  std::int32_t label = -1;  ///< kind label: which one
  std::string note = {};
  std::int64_t milliseconds = 0;  ///< since the row was shown
  ReviewMode mode = ReviewMode::single;
  std::optional<std::int32_t> first_label =
      {};                   ///< mode blind: chosen before the suggestion was shown
  std::int64_t sample = 0;  ///< mode sample: which
};

/// The review of one run by one reviewer: queue, cards, decisions, undo. Every function returns
/// when what it did is stored. Needs a project opened for writing but for looking; belongs to that
/// project's thread.
class ReviewDesk {
 public:
  /// run: none: the newest that has scores. Throws Error when there is none.
  ReviewDesk(const Project& project, std::optional<std::int64_t> run, std::string reviewer,
             const Control& control);

  [[nodiscard]] const ReviewList& list() const { return list_; }
  [[nodiscard]] const std::string& reviewer() const { return reviewer_; }
  /// Another person decides from now on; undo and redo are theirs.
  DeskView set_reviewer(const std::string& reviewer);

  /// Another query, and its first undecided row (its first, when all are decided). found: see
  /// ReviewList::apply.
  DeskView apply(const QueueQuery& query,
                 const std::optional<std::vector<std::int64_t>>& found = std::nullopt);
  /// The row at a position of the queue.
  DeskView show(std::size_t position);
  /// Any row of the project.
  DeskView show_row(std::int64_t row);
  /// Stores a decision on the row that is shown, then shows the next undecided one; after a skip or
  /// a flag the next one.
  DeskView decide(const Choice& choice);
  /// Settles a conflict between reviewers: a decision of its own kind by this desk's reviewer. The
  /// row that is shown stays.
  DeskView settle(std::int64_t row, Choice choice);
  /// Takes back or brings back the reviewer's last step and shows its row.
  DeskView undo(const BatchProgress& progress = {});
  DeskView redo(const BatchProgress& progress = {});
  /// Takes back one entry of the history, whatever came after it.
  DeskView take_back_entry(std::int64_t decision);
  /// The same choice for many rows of the queue as one step. positions: in the queue.
  DeskView decide_many(const std::vector<std::size_t>& positions, const Choice& choice,
                       const BatchProgress& progress = {});
  /// What decide_many would do.
  [[nodiscard]] BulkDecision preview_many(const std::vector<std::size_t>& positions,
                                          const Choice& choice) const;

  /// The request behind the annotator's answer for a row.
  [[nodiscard]] SentRequest request_of(std::int64_t row) const;

  /// At most n lines of the queue from a position on.
  [[nodiscard]] std::vector<QueueLine> lines(std::size_t from, std::size_t n) const;

 private:
  DeskView view(std::string said);
  DeskView after_step(const std::optional<DecisionStep>& step, const char* done,
                      const char* nothing);
  [[nodiscard]] OnScreen screen_for(std::int64_t row, const Choice& choice) const;
  std::int64_t store(std::int64_t row, const Choice& choice);

  Project project_;
  std::string reviewer_;
  ReviewList list_;
  ReviewCards cards_;
  DecisionSteps steps_;
  std::vector<std::string> labels_;
  std::size_t position_ = 0;
  std::int64_t row_ = 0;  ///< shown; 0: none
};

}  // namespace noiseal
