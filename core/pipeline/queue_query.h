// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

/// In which order rows come up for review. Within equals: the higher error score first.
enum class QueueOrder : std::uint8_t {
  spread,        ///< error score, in turns over the given labels, so that each is seen early
  score,         ///< error score alone
  disagreement,  ///< how far apart the two models' probabilities of the given label are
  annotator,     ///< first the rows where the annotator contradicts the given label
  pair,          ///< rows of one given label and one suggestion together, the largest group first
  newest,        ///< the newest decision first, then undecided rows, the last in the file first
};

/// "spread", "score", "disagreement", "annotator", "pair", "newest".
std::string_view queue_order_name(QueueOrder order);
/// Nothing where no order has this name.
std::optional<QueueOrder> queue_order_named(std::string_view name);
std::vector<std::string> queue_order_names();

enum class QueueState : std::uint8_t { any, undecided, decided };

/// Which rows are reviewed and in which order; empty fields let every row through.
struct QueueQuery {
  QueueOrder order = QueueOrder::spread;
  QueueState state = QueueState::undecided;
  std::optional<std::uint8_t> set = {};    ///< RowSet: 0 reliable, 1 hard, 2 purified, 3 unused
  std::optional<std::int32_t> given = {};  ///< label
  std::optional<std::int32_t> suggestion = {};  ///< label
  std::optional<std::int32_t> decided = {};     ///< label that stands after a decision
  std::optional<double> min_score = {};         ///< error score, this or more
  std::optional<double> max_score = {};         ///< this or less
  std::optional<std::int32_t> annotator = {};   ///< its answer
  bool changed_only = false;                    ///< the suggestion differs from the given label
  bool flagged_only = false;
  std::string not_yet_by = {};          ///< rows on which this reviewer has no decision
  std::string text = {};                ///< words that the text contains, any case
  std::vector<std::int64_t> rows = {};  ///< only these row ids, e.g. sent from a chart; empty: all

  friend bool operator==(const QueueQuery&, const QueueQuery&) = default;
};

/// The query as JSON with labels by name, so that it outlives added labels.
std::string queue_query_to_json(const QueueQuery& query, const std::vector<std::string>& labels);
/// What is unknown or damaged is left out.
QueueQuery queue_query_from_json(std::string_view json, const std::vector<std::string>& labels);

}  // namespace noiseal
