// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/agreement.h"

#include <algorithm>
#include <vector>

#include "core/base/error.h"

namespace noiseal {

Agreement cohen_agreement(const Matrix<std::uint32_t>& table) {
  if (table.rows() != table.columns()) {
    throw Error("Agreement needs a table with the same outcomes for both reviewers.");
  }
  Agreement agreement;
  std::vector<double> first(table.rows(), 0);
  std::vector<double> second(table.rows(), 0);
  for (std::size_t i = 0; i < table.rows(); ++i) {
    for (std::size_t j = 0; j < table.columns(); ++j) {
      agreement.items += table(i, j);
      agreement.agreed += i == j ? table(i, j) : 0U;
      first[i] += table(i, j);
      second[j] += table(i, j);
    }
  }
  if (agreement.items == 0) {
    return agreement;
  }
  const auto n = static_cast<double>(agreement.items);
  for (std::size_t i = 0; i < first.size(); ++i) {
    agreement.expected += first[i] / n * (second[i] / n);
  }
  if (agreement.expected < 1) {
    agreement.kappa =
        (static_cast<double>(agreement.agreed) / n - agreement.expected) / (1 - agreement.expected);
  }
  return agreement;
}

CountInterval population_count(std::uint64_t found, std::uint64_t sample, std::uint64_t population,
                               double confidence) {
  if (sample > population) {
    throw Error("A sample can't be larger than what it was drawn from.");
  }
  const Interval share = clopper_pearson_interval(found, sample, confidence);
  const auto size = static_cast<double>(population);
  CountInterval count;
  count.low = std::max(static_cast<double>(found), share.low * size);
  count.high = std::min(static_cast<double>(population - (sample - found)), share.high * size);
  count.estimate =
      sample == 0 ? 0 : static_cast<double>(found) / static_cast<double>(sample) * size;
  return count;
}

}  // namespace noiseal
