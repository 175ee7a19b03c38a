// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace noiseal {

/// How well scores rank the positive rows (positive[i] != 0, e.g. "given label is wrong") above
/// the others. All take scores [n] and positive [n] of one length, finite scores (Error
/// otherwise), and treat equal scores as one step, so that the order of the rows never matters.

/// Area under the ROC curve, ties counted half (Mann-Whitney). nullopt unless both kinds occur.
std::optional<double> roc_auc(std::span<const float> scores,
                              std::span<const std::uint8_t> positive);

/// Average precision: sum over steps of (recall gained) x precision, as scikit-learn's
/// average_precision_score. nullopt without positives.
std::optional<double> average_precision(std::span<const float> scores,
                                        std::span<const std::uint8_t> positive);

/// Share of positives among the k highest scores; rows tied at the cut count by their share of
/// positives. nullopt when k is 0 or more than the rows there are.
std::optional<double> precision_at(std::span<const float> scores,
                                   std::span<const std::uint8_t> positive, std::size_t k);

/// A point of a curve: ROC (x false-positive rate, y true-positive rate) or precision-recall
/// (x recall, y precision).
struct CurvePoint {
  double x = 0;
  double y = 0;
  double score = 0;  ///< rows with at least this score are taken
};
/// From (0,0), whose score is +infinity, to (1,1). Thinned for charts to at most max_points (>= 2)
/// by leaving out the points that lie nearest to their neighbours' line; empty unless both occur.
std::vector<CurvePoint> roc_curve(std::span<const float> scores,
                                  std::span<const std::uint8_t> positive, std::size_t max_points);
/// One point a step from the highest score on, recall rising; empty without positives.
std::vector<CurvePoint> precision_recall_curve(std::span<const float> scores,
                                               std::span<const std::uint8_t> positive,
                                               std::size_t max_points);

}  // namespace noiseal
