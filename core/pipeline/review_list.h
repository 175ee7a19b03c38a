// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/base/control.h"
#include "core/pipeline/queue_query.h"
#include "core/stats/matrix.h"
#include "core/store/project.h"

namespace noiseal {

/// "67 of 180".
struct QueueCounts {
  /// Rows that the filters let through and that are decided; with QueueQuery::not_yet_by: that this
  /// reviewer has decided since the query.
  std::size_t decided = 0;
  std::size_t all = 0;  ///< rows that the filters let through, decided or not
};

/// The rows under review: all scored rows of a run as columns, and the ids that a query lets
/// through in its order. A query takes milliseconds at a million rows, because nothing of it reads
/// the file but a text search. Rows stay where they are in the order when they are decided, until
/// the next query. Belongs to the thread of the project that it was
/// made with.
class ReviewList {
 public:
  /// Reads the columns. Throws Error when no run has scores. run: none: the newest with scores.
  ReviewList(const Project& project, std::optional<std::int64_t> run, const Control& control);

  [[nodiscard]] std::int64_t run() const { return run_; }
  [[nodiscard]] const ReviewColumns& columns() const { return columns_; }

  /// Lets another query stand. found: the rows that its text search found, where that was made
  /// elsewhere. Throws Error when its text search fails.
  void apply(const QueueQuery& query,
             const std::optional<std::vector<std::int64_t>>& found = std::nullopt);
  [[nodiscard]] const QueueQuery& query() const { return query_; }
  /// Places in columns(), in the query's order.
  [[nodiscard]] std::span<const std::uint32_t> order() const { return order_; }
  [[nodiscard]] std::int64_t row_at(std::size_t position) const {
    return columns_.id[order_[position]];
  }
  /// The first undecided row at or after a position, wrapping around once; order().size() when
  /// every row is decided. With QueueQuery::not_yet_by only that reviewer's decisions count.
  [[nodiscard]] std::size_t next_undecided(std::size_t from) const;
  /// Where a row stands in the order; order().size() when it is not in it.
  [[nodiscard]] std::size_t position_of(std::int64_t row) const;
  /// How many rows the filters but the decided/undecided one let through.
  [[nodiscard]] QueueCounts counts() const { return counts_; }

  /// Takes in what was decided since, on these rows (each named once); none named: on any. Costs as
  /// much as there is new.
  void refresh(const std::vector<std::int64_t>& rows = {});

  /// Given label x decided label [n_labels, n_labels] over decided rows; undecided: x suggestion
  /// over undecided rows. All scored rows count, whatever the query.
  [[nodiscard]] Matrix<std::uint32_t> transitions(QueueState rows) const;

 private:
  [[nodiscard]] bool lets_through(std::size_t place) const;
  [[nodiscard]] bool is_open(std::size_t place) const;
  [[nodiscard]] std::vector<std::uint8_t> decided_by(const std::string& reviewer) const;
  void read_again(const std::vector<std::int64_t>& rows);
  void read_all_again();
  void select_rows();
  void sort_rows();
  void count();

  Project project_;
  std::int64_t run_ = 0;
  std::size_t n_labels_ = 0;
  std::int64_t read_up_to_ = 0;  ///< the newest entry of the list of decisions that is taken in
  ReviewColumns columns_;
  std::vector<std::uint32_t> by_score_;         ///< places, the highest error score first
  std::vector<std::uint32_t> by_disagreement_;  ///< made when it is first asked for
  QueueQuery query_;
  /// By place: text, rows and reviewer let it through; or empty.
  std::vector<std::uint8_t> allowed_;
  std::string own_of_;             ///< the reviewer whose decisions own_ holds; empty: nobody
  std::vector<std::uint8_t> own_;  ///< by place: decided by own_of_; kept between the queries
  std::vector<std::uint32_t> order_;
  QueueCounts counts_;
};

}  // namespace noiseal
