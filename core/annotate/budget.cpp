// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/budget.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/stats/ordering.h"

namespace noiseal {
namespace {

/// Rows of the pool that may still be asked, and how many of the pool carry an answer already.
struct OpenRows {
  std::vector<std::uint32_t> purified;
  std::vector<std::uint32_t> hard;
  std::size_t answered = 0;

  [[nodiscard]] std::size_t pool() const { return purified.size() + hard.size() + answered; }
};

OpenRows open_rows(const AskPool& pool) {
  OpenRows open;
  const std::vector<RowSet>& sets = pool.selection->set;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const bool decided = !pool.decisions.empty() && pool.decisions[i].kind != RowVerdict::undecided;
    if (decided || !is_asked(sets[i], pool.rule, pool.acceptance)) {
      continue;
    }
    if (!pool.answers.empty() && pool.answers[i].asked) {
      ++open.answered;
    } else {
      auto& rows = sets[i] == RowSet::purified ? open.purified : open.hard;
      rows.push_back(static_cast<std::uint32_t>(i));
    }
  }
  return open;
}

std::size_t allowed(const OpenRows& open, const Budget& budget, const BudgetUse& used) {
  const double share = std::clamp(budget.share, 0.0, 1.0);
  const auto quota =
      static_cast<std::size_t>(std::floor(share * static_cast<double>(open.pool()) + 0.5));
  std::size_t count = quota > open.answered ? quota - open.answered : 0;
  if (budget.rows) {
    const std::uint64_t left = *budget.rows > used.rows ? *budget.rows - used.rows : 0;
    count = static_cast<std::size_t>(std::min<std::uint64_t>(count, left));
  }
  return count;
}

}  // namespace

std::vector<std::uint32_t> rows_to_ask(const AskPool& pool, const Budget& budget,
                                       const BudgetUse& used, AskOrder order,
                                       const Control& control) {
  if (pool.selection == nullptr || pool.scores.size() != pool.selection->set.size() ||
      pool.given.size() != pool.selection->set.size()) {
    throw Error("Rows can be chosen for asking only with a score and a given label for each.");
  }
  if (order == AskOrder::farthest_first && pool.vectors == nullptr) {
    throw Error("The order farthest-first needs the strong model's vectors.");
  }
  const OpenRows open = open_rows(pool);
  const std::size_t count = allowed(open, budget, used);
  std::vector<std::uint32_t> chosen;
  for (const auto* rows : {&open.purified, &open.hard}) {
    const std::size_t left = count - chosen.size();
    std::vector<std::uint32_t> ordered =
        order == AskOrder::spread
            ? spread_order(*rows, pool.scores, pool.given)
            : farthest_first_order(*rows, pool.scores, *pool.vectors, left, &control);
    ordered.resize(std::min(left, ordered.size()));
    chosen.insert(chosen.end(), ordered.begin(), ordered.end());
  }
  return chosen;
}

std::size_t affordable(std::span<const Question> questions, const Budget& budget,
                       const BudgetUse& used, const CostEstimate* cost) {
  if (cost == nullptr || !budget.money) {
    return questions.size();
  }
  double left = *budget.money - used.money;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    left -= cost->worst_case(questions[i]);
    if (!(left >= -1e-12)) {
      return i;
    }
  }
  return questions.size();
}

}  // namespace noiseal
