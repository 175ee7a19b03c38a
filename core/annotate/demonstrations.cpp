// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/demonstrations.h"

#include <algorithm>
#include <map>

#include "core/annotate/demonstration_trial.h"
#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/stats/neighbours.h"

namespace noiseal {
namespace {

constexpr std::size_t kBlock = 256;                ///< questions answered together
constexpr std::uint64_t kCorruptionStream = 0xDE;  ///< names the stream of corrupted labels

/// Reliable rows of each label.
using RowsByLabel = std::map<std::int32_t, std::vector<std::uint32_t>>;

/// Takes in turns over the labels (labels by their nearest row), at most `count`; nearest last.
/// candidates: per label its nearest rows, nearest first.
std::vector<Demonstration> spread(std::vector<std::vector<Demonstration>> candidates,
                                  std::size_t count) {
  std::erase_if(candidates, [](const auto& list) { return list.empty(); });
  const auto nearer = [](const Demonstration& a, const Demonstration& b) {
    return a.similarity != b.similarity ? a.similarity > b.similarity : a.row < b.row;
  };
  std::sort(candidates.begin(), candidates.end(),
            [&](const auto& a, const auto& b) { return nearer(a.front(), b.front()); });
  std::vector<Demonstration> taken;
  bool more = true;
  for (std::size_t turn = 0; more && taken.size() < count; ++turn) {
    more = false;
    for (const auto& list : candidates) {
      if (turn < list.size() && taken.size() < count) {
        taken.push_back(list[turn]);
        more = true;
      }
    }
  }
  std::sort(taken.begin(), taken.end(), [&](const auto& a, const auto& b) { return nearer(b, a); });
  return taken;
}

void add_demonstrations(std::span<Question> questions, const RowsByLabel& reliable,
                        const AnnotationContext& context, const DemonstrationOptions& options,
                        const Control& control) {
  std::vector<std::uint32_t> rows(questions.size());
  std::transform(questions.begin(), questions.end(), rows.begin(),
                 [](const Question& question) { return question.row; });
  std::vector<std::vector<std::vector<Demonstration>>> found(questions.size());
  for (const auto& [label, candidates] : reliable) {
    const NeighbourLists lists =
        nearest_by_cosine(*context.pooled, rows, candidates,
                          {.k = options.count, .threads = options.threads, .control = &control});
    for (std::size_t i = 0; i < questions.size(); ++i) {
      auto& list = found[i].emplace_back();
      for (const Neighbour& neighbour : lists.of(i)) {
        list.push_back({neighbour.row,
                        shown_label(neighbour.row, label, options.corrupted_share, options.n_labels,
                                    options.seed),
                        neighbour.similarity});
      }
    }
  }
  for (std::size_t i = 0; i < questions.size(); ++i) {
    questions[i].demonstrations = spread(std::move(found[i]), options.count);
  }
}

}  // namespace

std::int32_t shown_label(std::uint32_t row, std::int32_t label, double corrupted,
                         std::size_t n_labels, std::uint64_t seed) {
  if (!(corrupted > 0) || n_labels < 2) {
    return label;
  }
  Rng rng({seed, kCorruptionStream, row});
  if (rng.uniform() >= corrupted) {
    return label;
  }
  const auto other = static_cast<std::int32_t>(rng.below(n_labels - 1));
  return other < label ? other : other + 1;
}

std::vector<Question> make_questions(std::span<const std::uint32_t> rows,
                                     const AnnotationContext& context,
                                     const DemonstrationOptions& options, const Control& control) {
  if (options.count > 50) {
    throw UsageError("demonstrations must be from 0 to 50, not " + std::to_string(options.count) +
                     ".");
  }
  std::vector<Question> questions(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    questions[i].row = rows[i];
  }
  if (options.count == 0 || context.reliable.empty()) {
    return questions;
  }
  if (context.pooled == nullptr) {
    throw Error(
        "Examples for the annotator are chosen by the strong model's vectors; there are "
        "none.");
  }
  RowsByLabel reliable;
  for (const std::uint32_t row : context.reliable) {
    reliable[context.labels[row]].push_back(row);
  }
  for (std::size_t begin = 0; begin < questions.size(); begin += kBlock) {
    const std::size_t count = std::min(kBlock, questions.size() - begin);
    add_demonstrations(std::span(questions).subspan(begin, count), reliable, context, options,
                       control);
  }
  return questions;
}

DemonstrationFacts demonstration_facts(std::span<const Question> questions,
                                       std::span<const std::int32_t> joint) {
  DemonstrationFacts facts;
  for (const Question& question : questions) {
    for (const Demonstration& demonstration : question.demonstrations) {
      ++facts.shown;
      facts.denied += joint[demonstration.row] != demonstration.label ? 1U : 0U;
    }
  }
  return facts;
}

}  // namespace noiseal
