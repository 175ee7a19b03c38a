// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/pipeline/review_list.h"
#include "core/store/project.h"

namespace noiseal {

/// How a decision came about.
enum class ReviewMode : std::uint8_t {
  single,       ///< one row at a time, everything shown
  blind,        ///< one row at a time, the suggestion shown after a first choice
  table,        ///< many rows at once
  sample,       ///< a row of a random sample, neither label nor suggestion shown
  settle,       ///< a row that two reviewers decided differently
  file,         ///< from a file of decisions
  auto_accept,  ///< the rest of an audited set of suggestions
};

/// "single", "blind", "table", "sample", "settle", "file", "auto-accept".
std::string_view review_mode_name(ReviewMode mode);

/// What was on screen when a decision was made: kept with it, so that it can be understood later.
struct OnScreen {
  ReviewMode mode = ReviewMode::single;
  std::int64_t run = 0;                     ///< whose scores; 0: none
  std::optional<RowScore> score;            ///< shown; blind and sample: known, not shown
  std::optional<QueueOrder> order;          ///< of the queue
  std::optional<std::int32_t> first_label;  ///< blind: the choice before the suggestion
  std::int64_t sample = 0;                  ///< mode sample and auto_accept
  std::string file;                         ///< mode file
};

/// As JSON for Decision::context; labels by name.
std::string on_screen_json(const OnScreen& screen, const std::vector<std::string>& labels);

/// What a stored context says; what is missing keeps its default. The score has label, suggestion
/// and error score alone.
struct StoredScreen {
  std::string mode;
  std::int64_t sample = 0;
  std::string first_label;  ///< by name; empty: none
  std::string suggestion;   ///< by name; empty: none
};
StoredScreen stored_screen(const std::string& context);

/// A reviewer's verdict in terms of a row: the same label as given is "keep", as suggested
/// "accept", else "label".
DecisionKind kind_of_label(std::int32_t label, std::int32_t given, std::int32_t suggestion);

/// A decision on one row, with its labels before and after. label: for kind label alone.
Decision decision_on(std::int64_t row, std::int32_t given, std::int32_t suggestion,
                     DecisionKind kind, std::int32_t label = -1);

/// How many rows a bulk decision takes from one label to another.
struct LabelMove {
  std::int32_t from = -1;
  std::int32_t to = -1;
  std::size_t rows = 0;
};

/// A decision on many rows at once, before it is stored.
struct BulkDecision {
  std::vector<Decision> decisions;
  std::vector<LabelMove> moves;  ///< the largest first; from = to where the label stays
  std::size_t left_out = 0;      ///< rows without a suggestion, where "accept" was asked for
};

/// The same verdict on rows of a list. places: in list.columns().
BulkDecision bulk_decision(const ReviewList& list, std::span<const std::uint32_t> places,
                           DecisionKind kind, std::int32_t label, const std::string& reviewer,
                           const std::string& context);

/// "412 rows: 388 World -> Sports, 24 stay Business".
std::string bulk_sentence(const BulkDecision& bulk, const std::vector<std::string>& labels);

/// What taking back one entry did.
struct TakenBack {
  Decision entry;                         ///< what was taken back
  std::optional<CurrentDecision> stands;  ///< the row's decision now
  bool later_stands = false;              ///< a later decision on the row was in force and stays so
};

/// Takes back one entry of the list, whatever came after it, in the file's own words.
TakenBack take_back(const Project& project, std::int64_t decision, const std::string& reviewer);
/// One sentence about it for a person.
std::string taken_back_sentence(const TakenBack& taken, const std::vector<std::string>& labels);

}  // namespace noiseal
