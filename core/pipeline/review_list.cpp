// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/review_list.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <numeric>
#include <unordered_set>

#include "core/pipeline/review_queue.h"

namespace noiseal {
namespace {

/// Up to so many rows with news are read one by one; beyond, all rows in one go.
std::size_t most_read_singly(std::size_t rows) {
  return std::max<std::size_t>(100, rows / 16);
}

/// Sorts by a small key, stable and in linear time; keys: [places.size()], below n_keys.
void counting_sort(std::vector<std::uint32_t>& places, const std::vector<std::uint32_t>& keys,
                   std::size_t n_keys) {
  std::vector<std::size_t> starts(n_keys + 1, 0);
  for (const std::uint32_t key : keys) {
    ++starts[key + 1];
  }
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
  std::vector<std::uint32_t> sorted(places.size());
  for (std::size_t i = 0; i < places.size(); ++i) {
    sorted[starts[keys[i]]++] = places[i];
  }
  places = std::move(sorted);
}

/// Larger values have smaller keys.
std::uint32_t descending_key(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value + 0.0F);  // -0 and 0 are the same
  constexpr std::uint32_t kSign = 1U << 31U;
  return (bits & kSign) != 0 ? bits : ~(bits | kSign);
}

/// Largest first, ties by place; two passes over halves of the key, in linear time.
std::vector<std::uint32_t> sorted_places(const std::vector<float>& values) {
  constexpr std::uint32_t kHalf = 1U << 16U;
  std::vector<std::uint32_t> places(values.size());
  std::iota(places.begin(), places.end(), 0U);
  std::vector<std::uint32_t> keys(values.size());
  for (const std::uint32_t shift : {0U, 16U}) {
    for (std::size_t i = 0; i < places.size(); ++i) {
      keys[i] = (descending_key(values[places[i]]) >> shift) % kHalf;
    }
    counting_sort(places, keys, kHalf);
  }
  return places;
}

/// In turns over the given labels; places come by error score.
void spread(std::vector<std::uint32_t>& places, const ReviewColumns& columns,
            std::size_t n_labels) {
  std::vector<std::uint32_t> taken(n_labels + 1, 0);
  std::vector<std::uint32_t> turns;
  turns.reserve(places.size());
  std::uint32_t last = 0;
  for (const std::uint32_t place : places) {
    turns.push_back(taken[static_cast<std::size_t>(std::int64_t{columns.given[place]} + 1)]++);
    last = std::max(last, turns.back());
  }
  counting_sort(places, turns, std::size_t{last} + 1);
}

/// Rows where the annotator contradicts the given label come first.
void contradicted_first(std::vector<std::uint32_t>& places, const ReviewColumns& columns) {
  std::vector<std::uint8_t> agrees(columns.size());
  for (std::size_t place = 0; place < agrees.size(); ++place) {
    agrees[place] = std::uint8_t(columns.annotator[place] < 0 ||
                                 columns.annotator[place] == columns.given[place]);
  }
  std::vector<std::uint32_t> keys(places.size());
  std::transform(places.begin(), places.end(), keys.begin(),
                 [&](std::uint32_t place) { return std::uint32_t{agrees[place]}; });
  counting_sort(places, keys, 2);
}

/// The largest group of one given label and one suggestion first.
void group_pairs(std::vector<std::uint32_t>& places, const ReviewColumns& columns,
                 std::size_t n_labels) {
  const std::size_t width = n_labels + 1;
  const auto pair_of = [&](std::uint32_t place) {
    return static_cast<std::size_t>(columns.given[place] + 1) * width +
           static_cast<std::size_t>(columns.suggestion[place] + 1);
  };
  std::vector<std::uint32_t> keys(places.size());
  std::vector<std::uint32_t> sizes(width * width, 0);
  for (std::size_t i = 0; i < places.size(); ++i) {
    keys[i] = static_cast<std::uint32_t>(pair_of(places[i]));
    ++sizes[keys[i]];
  }
  std::vector<std::uint32_t> pairs(sizes.size());
  std::iota(pairs.begin(), pairs.end(), 0U);
  std::stable_sort(pairs.begin(), pairs.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return sizes[a] > sizes[b]; });
  std::vector<std::uint32_t> rank(pairs.size());
  for (std::uint32_t i = 0; i < pairs.size(); ++i) {
    rank[pairs[i]] = i;
  }
  for (std::uint32_t& key : keys) {
    key = rank[key];
  }
  counting_sort(places, keys, pairs.size());
}

/// Decided rows, the last decision first, then the others by place, the last one first. Most rows
/// of a large project are undecided: only the others are sorted by comparing.
void newest_first(std::vector<std::uint32_t>& places, const ReviewColumns& columns) {
  std::vector<std::uint8_t> open(columns.size(), 0);
  std::vector<std::uint32_t> sorted;
  sorted.reserve(places.size());
  for (const std::uint32_t place : places) {
    if (columns.decision[place] != 0) {
      sorted.push_back(place);
    } else {
      open[place] = 1;
    }
  }
  std::sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
    return columns.decision[a] > columns.decision[b];
  });
  for (std::size_t place = open.size(); place-- > 0;) {
    if (open[place] != 0) {
      sorted.push_back(static_cast<std::uint32_t>(place));
    }
  }
  places = std::move(sorted);
}

void allow(std::vector<std::uint8_t>& allowed, const ReviewColumns& columns,
           const std::vector<std::int64_t>& rows) {
  std::vector<std::uint8_t> named(columns.size(), 0);
  for (const std::int64_t row : rows) {
    if (const std::size_t place = columns.place(row); place != columns.size()) {
      named[place] = 1;
    }
  }
  if (allowed.empty()) {
    allowed = std::move(named);
  } else {
    std::transform(allowed.begin(), allowed.end(), named.begin(), allowed.begin(),
                   [](std::uint8_t a, std::uint8_t b) { return std::uint8_t(a & b); });
  }
}

/// 1 where a decision by this reviewer on the row is in force.
std::uint8_t has_decision_by(const Project& project, std::int64_t row,
                             const std::string& reviewer) {
  const std::vector<Decision> history = project.decisions().history(row);
  std::unordered_set<std::int64_t> taken_back;
  for (auto entry = history.rbegin(); entry != history.rend(); ++entry) {
    if (taken_back.contains(entry->id)) {
      continue;
    }
    if (entry->kind == DecisionKind::undo) {
      taken_back.insert(entry->undoes);
    } else if (decides(entry->kind) && entry->reviewer == reviewer) {
      return 1;
    }
  }
  return 0;
}

}  // namespace

ReviewList::ReviewList(const Project& project, std::optional<std::int64_t> run,
                       const Control& control)
    : project_(project),
      run_(require_scored_run(project, run)),
      n_labels_(project.labels().names().size()),
      read_up_to_(project.decisions().newest()),
      columns_(project.review_columns(run_, control)),
      by_score_(sorted_places(columns_.score)) {
  apply({});
}

void ReviewList::apply(const QueueQuery& query,
                       const std::optional<std::vector<std::int64_t>>& found) {
  std::vector<std::uint8_t> allowed;
  if (!query.rows.empty()) {
    allow(allowed, columns_, query.rows);
  }
  if (!query.text.empty()) {
    allow(allowed, columns_, found ? *found : project_.text_index().find(query.text, SIZE_MAX));
  }
  if (!query.not_yet_by.empty()) {
    if (own_of_ != query.not_yet_by) {
      own_ = decided_by(query.not_yet_by);
      own_of_ = query.not_yet_by;
    }
    std::vector<std::uint8_t> open(own_.size());
    for (std::size_t i = 0; i < open.size(); ++i) {
      open[i] = std::uint8_t(own_[i] == 0 && (allowed.empty() || allowed[i] != 0));
    }
    allowed = std::move(open);
  }
  allowed_ = std::move(allowed);
  query_ = query;
  select_rows();
}

std::vector<std::uint8_t> ReviewList::decided_by(const std::string& reviewer) const {
  std::vector<std::uint8_t> own(columns_.size(), 0);
  for (const std::int64_t row : project_.decisions().rows_decided_by(reviewer)) {
    if (const std::size_t place = columns_.place(row); place != columns_.size()) {
      own[place] = 1;
    }
  }
  return own;
}

bool ReviewList::is_open(std::size_t place) const {
  return query_.not_yet_by.empty() ? columns_.decision[place] == 0 : own_[place] == 0;
}

bool ReviewList::lets_through(std::size_t place) const {
  const auto label_is = [](const std::optional<std::int32_t>& wanted, std::int32_t label) {
    return !wanted || *wanted == label;
  };
  return (allowed_.empty() || allowed_[place] != 0) &&
         (!query_.set || *query_.set == columns_.set[place]) &&
         label_is(query_.given, columns_.given[place]) &&
         label_is(query_.suggestion, columns_.suggestion[place]) &&
         label_is(query_.decided, columns_.decided[place]) &&
         label_is(query_.annotator, columns_.annotator[place]) &&
         (!query_.min_score || columns_.score[place] >= static_cast<float>(*query_.min_score)) &&
         (!query_.max_score || columns_.score[place] <= static_cast<float>(*query_.max_score)) &&
         (!query_.changed_only || (columns_.suggestion[place] >= 0 &&
                                   columns_.suggestion[place] != columns_.given[place])) &&
         (!query_.flagged_only || columns_.flagged[place] != 0);
}

void ReviewList::select_rows() {
  if (query_.order == QueueOrder::disagreement && by_disagreement_.empty()) {
    std::vector<float> apart(columns_.size());
    for (std::size_t i = 0; i < apart.size(); ++i) {
      apart[i] = std::abs(columns_.p_strong[i] - columns_.p_weak[i]);
    }
    by_disagreement_ = sorted_places(apart);
  }
  // Column by column in their own order: in the query's every look would be somewhere else.
  std::vector<std::uint8_t> wanted(columns_.size(), 0);
  counts_ = {};
  for (std::size_t place = 0; place < wanted.size(); ++place) {
    if (lets_through(place)) {
      ++counts_.all;
      counts_.decided += is_open(place) ? 0U : 1U;
      const bool decided = columns_.decision[place] != 0;
      wanted[place] = std::uint8_t(query_.state == QueueState::any ||
                                   (query_.state == QueueState::decided) == decided);
    }
  }
  order_.clear();
  const std::vector<std::uint32_t>& sorted =
      query_.order == QueueOrder::disagreement ? by_disagreement_ : by_score_;
  std::copy_if(sorted.begin(), sorted.end(), std::back_inserter(order_),
               [&](std::uint32_t place) { return wanted[place] != 0; });
  sort_rows();
}

void ReviewList::sort_rows() {
  switch (query_.order) {
    case QueueOrder::spread:
      spread(order_, columns_, n_labels_);
      break;
    case QueueOrder::annotator:
      contradicted_first(order_, columns_);
      break;
    case QueueOrder::pair:
      group_pairs(order_, columns_, n_labels_);
      break;
    case QueueOrder::newest:
      newest_first(order_, columns_);
      break;
    case QueueOrder::score:
    case QueueOrder::disagreement:
      break;  // rows come in this order
  }
}

void ReviewList::count() {
  counts_ = {};
  for (std::size_t place = 0; place < columns_.size(); ++place) {
    if (lets_through(place)) {
      ++counts_.all;
      counts_.decided += is_open(place) ? 0U : 1U;
    }
  }
}

std::size_t ReviewList::next_undecided(std::size_t from) const {
  const std::size_t n = order_.size();
  for (std::size_t i = 0; i < n; ++i) {
    const std::size_t position = (from + i) % n;
    if (is_open(order_[position])) {
      return position;
    }
  }
  return n;
}

std::size_t ReviewList::position_of(std::int64_t row) const {
  const auto found = std::find_if(order_.begin(), order_.end(),
                                  [&](std::uint32_t place) { return columns_.id[place] == row; });
  return static_cast<std::size_t>(found - order_.begin());
}

void ReviewList::refresh(const std::vector<std::int64_t>& rows) {
  if (rows.empty()) {
    // In this order: what another connection adds meanwhile is read twice, not missed.
    const std::int64_t newest = project_.decisions().newest();
    if (newest == read_up_to_) {
      return;
    }
    const std::vector<std::int64_t> changed = project_.decisions().rows_after(read_up_to_);
    if (changed.size() > most_read_singly(columns_.size())) {
      read_all_again();
    } else {
      read_again(changed);
    }
    read_up_to_ = newest;
    count();
    return;
  }
  const auto shown = [&](std::int64_t row, std::size_t& decided, std::size_t& all) {
    const std::size_t place = columns_.place(row);
    if (place != columns_.size() && lets_through(place)) {
      ++all;
      decided += is_open(place) ? 0U : 1U;
    }
  };
  QueueCounts before;
  QueueCounts after;
  for (const std::int64_t row : rows) {
    shown(row, before.decided, before.all);
  }
  read_again(rows);
  for (const std::int64_t row : rows) {
    shown(row, after.decided, after.all);
  }
  counts_.decided += after.decided - before.decided;
  counts_.all += after.all - before.all;
}

void ReviewList::read_again(const std::vector<std::int64_t>& rows) {
  project_.refresh_decisions(columns_, rows);
  for (const std::int64_t row : rows) {
    if (const std::size_t place = columns_.place(row); !own_.empty() && place != columns_.size()) {
      own_[place] = has_decision_by(project_, row, own_of_);
    }
  }
}

void ReviewList::read_all_again() {
  project_.refresh_decisions(columns_);
  if (!own_of_.empty()) {
    own_ = decided_by(own_of_);
  }
}

Matrix<std::uint32_t> ReviewList::transitions(QueueState rows) const {
  Matrix<std::uint32_t> matrix(n_labels_, n_labels_, 0U);
  for (std::size_t place = 0; place < columns_.size(); ++place) {
    const bool decided = columns_.decision[place] != 0;
    if (rows == QueueState::any || (rows == QueueState::decided) == decided) {
      const std::int32_t to = decided ? columns_.decided[place] : columns_.suggestion[place];
      if (columns_.given[place] >= 0 && to >= 0) {
        ++matrix(static_cast<std::size_t>(columns_.given[place]), static_cast<std::size_t>(to));
      }
    }
  }
  return matrix;
}

}  // namespace noiseal
