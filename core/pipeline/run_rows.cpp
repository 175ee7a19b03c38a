// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/data/data_part.h"

namespace noiseal {
namespace {

constexpr double kHeldOutShare = 0.1;
/// Names the draw of the held-out rows among the run's random streams.
constexpr std::uint64_t kHeldOutStream = 0x48656c64;

template <typename T>
void keep(std::vector<T>& values, const std::vector<std::size_t>& places) {
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i] != i) {
      values[i] = std::move(values[places[i]]);
    }
  }
  values.resize(places.size());
}

/// Leaves the rows of these places, in their order.
void keep_rows(SplitRows& rows, const std::vector<std::size_t>& places) {
  if (places.size() < rows.size()) {
    keep(rows.ids, places);
    keep(rows.texts, places);
    keep(rows.given, places);
    keep(rows.gold, places);
  }
}

/// Places of the rows for which holds(place).
template <typename Condition>
std::vector<std::size_t> places_where(const SplitRows& rows, const Condition& holds) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (holds(i)) {
      places.push_back(i);
    }
  }
  return places;
}

/// Rows without a given label (kept in the project, shown in the data checks) can't be trained on.
void drop_unlabelled(SplitRows& rows) {
  keep_rows(rows, places_where(rows, [&](std::size_t i) { return rows.given[i] >= 0; }));
}

/// Rows to be compared with need a label to compare.
void drop_unjudgeable(SplitRows& rows) {
  keep_rows(rows, places_where(rows, [&](std::size_t i) {
              return rows.gold[i] >= 0 || rows.given[i] >= 0;
            }));
}

RowDecision training_decision(const CurrentDecision& decision) {
  switch (decision.kind) {
    case DecisionKind::accept:
    case DecisionKind::keep:
    case DecisionKind::label:
      return {RowVerdict::labelled, decision.label};
    case DecisionKind::ambiguous:
      return {RowVerdict::ambiguous, -1};
    case DecisionKind::exclude:
      return {RowVerdict::excluded, -1};
    default:
      return {};
  }
}

std::vector<RowDecision> read_decisions(const Project& project, const SplitRows& train) {
  std::unordered_map<std::int64_t, std::size_t> place;
  for (std::size_t i = 0; i < train.size(); ++i) {
    place.emplace(train.ids[i], i);
  }
  std::vector<RowDecision> decisions(train.size());
  project.decisions().for_each_current([&](const CurrentDecision& decision) {
    if (const auto found = place.find(decision.row); found != place.end()) {
      decisions[found->second] = training_decision(decision);
    }
  });
  return decisions;
}

std::vector<std::uint8_t> draw_held_out(const SplitRows& train, std::uint64_t seed) {
  const std::vector<DataPart> parts =
      draw_parts(train.given, {.valid = kHeldOutShare, .test = 0, .seed = seed ^ kHeldOutStream});
  std::vector<std::uint8_t> held_out(parts.size());
  std::transform(parts.begin(), parts.end(), held_out.begin(), [](DataPart part) {
    return static_cast<std::uint8_t>(part == DataPart::valid ? 1 : 0);
  });
  return held_out;
}

void check(const Project& project, const RunRows& rows) {
  if (rows.size() < 2) {
    throw Error(fmt::format("{} has {} labelled training rows; a run needs at least two.",
                            project.path().string(), rows.size()));
  }
  const std::set<std::int32_t> used(rows.train.given.begin(), rows.train.given.end());
  if (used.size() < 2) {
    throw Error(fmt::format(
        "All training rows of {} carry the label \"{}\"; nothing can be learned "
        "without a second one.",
        project.path().string(), rows.labels.at(static_cast<std::size_t>(*used.begin()))));
  }
}

}  // namespace

RunTexts RunRows::texts() const {
  return {{train.texts.begin(), train.texts.end()},
          {valid.texts.begin(), valid.texts.end()},
          {test.texts.begin(), test.texts.end()}};
}

std::string RunRows::fingerprint() const {
  std::string bytes;
  for (const SplitRows* part : {&train, &valid, &test}) {
    for (std::size_t i = 0; i < part->size(); ++i) {
      bytes += fmt::format("{} {} {}\n", part->ids[i], part->given[i], part->gold[i]);
      bytes += sha256_hex(part->texts[i]);
    }
    bytes += "\n--\n";
  }
  for (const RowDecision& decision : decisions) {
    bytes += fmt::format("{} {}\n", static_cast<int>(decision.kind), decision.label);
  }
  for (const std::string& label : labels) {
    bytes += fmt::format("{} {}\n", label.size(), label);
  }
  return sha256_hex(bytes);
}

std::size_t RunRows::trained_rows() const {
  std::size_t count = 0;
  for (std::size_t i = 0; i < size(); ++i) {
    const bool out = !held_out.empty() && held_out[i] != 0;
    const bool excluded = !decisions.empty() && decisions[i].kind == RowVerdict::excluded;
    count += out || excluded ? 0 : 1;
  }
  return count;
}

std::vector<std::int32_t> reference_labels(const SplitRows& rows) {
  std::vector<std::int32_t> labels = rows.gold;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0) {
      labels[i] = rows.given[i];
    }
  }
  return labels;
}

RunRows read_run_rows(const Project& project, std::uint64_t seed, UseDecisions use_decisions) {
  RunRows rows;
  rows.labels = project.labels().names();
  rows.train = project.rows().read_split(Split::train);
  rows.valid = project.rows().read_split(Split::valid);
  rows.test = project.rows().read_split(Split::test);
  drop_unlabelled(rows.train);
  drop_unjudgeable(rows.valid);
  drop_unjudgeable(rows.test);
  check(project, rows);
  if (use_decisions == UseDecisions::yes) {
    rows.decisions = read_decisions(project, rows.train);
  }
  if (rows.valid.size() == 0) {
    rows.held_out = draw_held_out(rows.train, seed);
  }
  if (rows.trained_rows() == 0) {
    throw Error(fmt::format("No training row of {} is left: reviewers have excluded all of them.",
                            project.path().string()));
  }
  return rows;
}

}  // namespace noiseal
