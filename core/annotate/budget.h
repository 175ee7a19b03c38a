// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/annotate/acceptance.h"
#include "core/annotate/annotator.h"
#include "core/base/control.h"
#include "core/stats/matrix.h"

namespace noiseal {

/// How much may be asked (METHOD.md section 4).
struct Budget {
  double share = 1;  ///< 0..1 of each selection's pool
  std::optional<std::uint64_t> rows =
      std::nullopt;                            ///< of the whole run, pilot and resumes included
  std::optional<double> money = std::nullopt;  ///< of the whole run, in the price table's currency
};

/// What the run has used so far; grows with each stored answer.
struct BudgetUse {
  std::uint64_t rows = 0;
  double money = 0;
};

enum class AskOrder : std::uint8_t { spread, farthest_first };

/// What the choice of rows looks at.
struct AskPool {
  const Selection* selection = nullptr;
  Rule rule = Rule::agreement;
  Acceptance acceptance = Acceptance::two_witness;
  std::span<const KeptAnswer> answers;     ///< [n_rows] or empty; an asked row is never asked again
  std::span<const RowDecision> decisions;  ///< [n_rows] or empty; a decided row is not asked
  std::span<const float> scores;           ///< [n_rows] error scores so far
  std::span<const std::int32_t> given;     ///< [n_rows]
  const MatrixF* vectors = nullptr;        ///< [n_rows, n_dimensions], farthest_first
};

/// The rows to ask now, in the order of asking: P first, then H, each by the order. The pool is
/// every undecided row whose set is asked; of it, round(share x pool) rows may carry an answer, and
/// those that carry one from an earlier selection count. The run's row cap cuts the rest;
/// money is the business of affordable().
std::vector<std::uint32_t> rows_to_ask(const AskPool& pool, const Budget& budget,
                                       const BudgetUse& used, AskOrder order,
                                       const Control& control);

/// What a question may cost at most, known before it is sent. Annotators that cost money provide
/// one; local ones cost nothing.
class CostEstimate {
 public:
  virtual ~CostEstimate() = default;
  /// Worst case of one question, retries included, in the price table's currency.
  [[nodiscard]] virtual double worst_case(const Question& question) const = 0;
};

/// How many of the questions, from the first on, can be sent so that even their worst case stays
/// within the money left. After their true cost is known, the caller asks again for the rest.
/// cost null: all of them.
std::size_t affordable(std::span<const Question> questions, const Budget& budget,
                       const BudgetUse& used, const CostEstimate* cost);

}  // namespace noiseal
