// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/ranking.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>

#include "core/base/error.h"

namespace noiseal {
namespace {

/// Rows with equal scores, from the highest score on; counts up to and with this step.
struct Step {
  double score = 0;
  double positives = 0;
  double rows = 0;
};

std::vector<Step> steps_of(std::span<const float> scores, std::span<const std::uint8_t> positive) {
  if (scores.size() != positive.size()) {
    throw Error("There must be one score and one truth value for every row.");
  }
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (!std::isfinite(scores[i])) {
      throw Error("The score of row " + std::to_string(i) +
                  " is not a finite number, so the rows can't be ranked; look for a model that "
                  "predicts NaN.");
    }
  }
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; });
  std::vector<Step> steps;
  double positives = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    positives += positive[order[i]] != 0 ? 1 : 0;
    const auto score = static_cast<double>(scores[order[i]]);
    if (steps.empty() || steps.back().score != score) {
      steps.push_back({score, 0, 0});
    }
    steps.back().positives = positives;
    steps.back().rows = static_cast<double>(i + 1);
  }
  return steps;
}

/// Keeps both ends and those points whose loss would change the curve most: repeatedly drops the
/// point that spans the smallest triangle with its neighbours (Visvalingam and Whyatt 1993).
std::vector<CurvePoint> thinned(const std::vector<CurvePoint>& points, std::size_t max_points) {
  if (max_points < 2) {
    throw Error("A curve needs room for at least two points.");
  }
  if (points.size() <= max_points) {
    return points;
  }
  const std::size_t n = points.size();
  std::vector<std::size_t> before(n);
  std::vector<std::size_t> after(n);
  std::vector<double> area(n, std::numeric_limits<double>::infinity());
  std::vector<bool> kept(n, true);
  const auto triangle = [&](std::size_t i) {
    const CurvePoint& a = points[before[i]];
    const CurvePoint& b = points[i];
    const CurvePoint& c = points[after[i]];
    return std::abs((b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y));
  };
  using Entry = std::pair<double, std::size_t>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> smallest;
  for (std::size_t i = 1; i + 1 < n; ++i) {
    before[i] = i - 1;
    after[i] = i + 1;
    area[i] = triangle(i);
    smallest.emplace(area[i], i);
  }
  for (std::size_t left = n; left > max_points;) {
    const auto [size, i] = smallest.top();
    smallest.pop();
    if (!kept[i] || size != area[i]) {
      continue;
    }
    kept[i] = false;
    --left;
    const std::size_t a = before[i];
    const std::size_t b = after[i];
    after[a] = b;
    before[b] = a;
    for (const std::size_t neighbour : {a, b}) {
      if (neighbour != 0 && neighbour + 1 != n) {
        area[neighbour] = std::max(triangle(neighbour), size);
        smallest.emplace(area[neighbour], neighbour);
      }
    }
  }
  std::vector<CurvePoint> result;
  result.reserve(max_points);
  for (std::size_t i = 0; i < n; ++i) {
    if (kept[i]) {
      result.push_back(points[i]);
    }
  }
  return result;
}

}  // namespace

std::optional<double> roc_auc(std::span<const float> scores,
                              std::span<const std::uint8_t> positive) {
  const std::vector<Step> steps = steps_of(scores, positive);
  if (steps.empty()) {
    return std::nullopt;
  }
  const double positives = steps.back().positives;
  const double negatives = steps.back().rows - positives;
  if (positives == 0 || negatives == 0) {
    return std::nullopt;
  }
  // Pairs (positive above negative), half of the pairs within a step.
  double pairs = 0;
  Step last;
  for (const Step& step : steps) {
    const double new_negatives = (step.rows - step.positives) - (last.rows - last.positives);
    pairs += new_negatives * (last.positives + step.positives) / 2;
    last = step;
  }
  return pairs / (positives * negatives);
}

std::optional<double> average_precision(std::span<const float> scores,
                                        std::span<const std::uint8_t> positive) {
  const std::vector<Step> steps = steps_of(scores, positive);
  if (steps.empty() || steps.back().positives == 0) {
    return std::nullopt;
  }
  double sum = 0;
  double before = 0;
  for (const Step& step : steps) {
    sum += (step.positives - before) * step.positives / step.rows;
    before = step.positives;
  }
  return sum / steps.back().positives;
}

std::optional<double> precision_at(std::span<const float> scores,
                                   std::span<const std::uint8_t> positive, std::size_t k) {
  const std::vector<Step> steps = steps_of(scores, positive);
  if (k == 0 || k > scores.size()) {
    return std::nullopt;
  }
  const auto wanted = static_cast<double>(k);
  Step last;
  for (const Step& step : steps) {
    if (step.rows >= wanted) {
      const double share = (step.positives - last.positives) / (step.rows - last.rows);
      return (last.positives + share * (wanted - last.rows)) / wanted;
    }
    last = step;
  }
  return std::nullopt;
}

std::vector<CurvePoint> roc_curve(std::span<const float> scores,
                                  std::span<const std::uint8_t> positive, std::size_t max_points) {
  const std::vector<Step> steps = steps_of(scores, positive);
  if (steps.empty()) {
    return {};
  }
  const double positives = steps.back().positives;
  const double negatives = steps.back().rows - positives;
  if (positives == 0 || negatives == 0) {
    return {};
  }
  std::vector<CurvePoint> points{{0, 0, std::numeric_limits<double>::infinity()}};
  for (const Step& step : steps) {
    points.push_back(
        {(step.rows - step.positives) / negatives, step.positives / positives, step.score});
  }
  return thinned(points, max_points);
}

std::vector<CurvePoint> precision_recall_curve(std::span<const float> scores,
                                               std::span<const std::uint8_t> positive,
                                               std::size_t max_points) {
  const std::vector<Step> steps = steps_of(scores, positive);
  if (steps.empty() || steps.back().positives == 0) {
    return {};
  }
  std::vector<CurvePoint> points;
  points.reserve(steps.size());
  for (const Step& step : steps) {
    points.push_back(
        {step.positives / steps.back().positives, step.positives / step.rows, step.score});
  }
  return thinned(points, max_points);
}

}  // namespace noiseal
