// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/epoch_charts.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/stats/distribution.h"
#include "core/stats/quantiles.h"

namespace noiseal {
namespace {

constexpr double kShownShare = 0.995;
constexpr double kLeastRange = 2;
constexpr double kMostRange = 16;  // -log of the least probability that losses know, 1e-7
constexpr std::size_t kCurvePoints = 81;
constexpr std::size_t kRowsPerCheck = 65'536;

bool has_sets(const EpochColumns& columns) {
  return !columns.set.empty();
}

/// Looks for a stop now and then in a loop over rows.
void check_row(const Control& control, std::size_t row) {
  if (row % kRowsPerCheck == 0) {
    control.check_point();
  }
}

/// Every n-th finite loss, at most so many.
std::vector<float> sample_of(std::span<const float> losses, std::size_t most) {
  std::vector<float> sample;
  const std::size_t step = std::max<std::size_t>(1, (losses.size() + most - 1) / most);
  for (std::size_t i = 0; i < losses.size(); i += step) {
    if (std::isfinite(losses[i])) {
      sample.push_back(losses[i]);
    }
  }
  return sample;
}

/// The lowest value between the two means at which the upper component is the likelier.
std::optional<double> border_of(const GaussianMixture& mixture) {
  constexpr int kSteps = 400;
  for (int step = 0; step <= kSteps; ++step) {
    const double value =
        mixture.mean[0] + (mixture.mean[1] - mixture.mean[0]) * static_cast<double>(step) / kSteps;
    if (mixture.posterior_low(value) < 0.5) {
      return value;
    }
  }
  return std::nullopt;
}

void add_mixture(LossChart& chart, std::span<const float> losses, std::size_t most_rows) {
  const std::vector<float> sample = sample_of(losses, most_rows);
  if (sample.size() < 2) {
    return;
  }
  const GaussianMixture mixture = fit_two_gaussians(sample);
  if (mixture.one_cluster) {
    return;
  }
  std::uint64_t rows = 0;
  for (const GroupCounts& group : chart.groups) {
    for (const std::uint64_t count : group.counts) {
      rows += count;
    }
  }
  for (std::size_t i = 0; i < kCurvePoints; ++i) {
    const double x = chart.bins.high * static_cast<double>(i) / (kCurvePoints - 1);
    chart.mixture.push_back(
        {x, mixture.density(x) * chart.bins.width() * static_cast<double>(rows)});
  }
  chart.mixture_border = border_of(mixture);
}

LossChart loss_chart(const RunLabels& labels, const EpochColumns& columns, ChartModel model,
                     const EpochChartOptions& options, const Control& control) {
  LossChart chart;
  chart.bins = options.bins;
  chart.grouping = chart_grouping(labels, columns);
  const std::vector<float>& losses = columns.model.at(static_cast<std::size_t>(model)).loss;
  std::array<std::vector<std::uint64_t>, kRowGroups> counts;
  for (std::size_t i = 0; i < losses.size(); ++i) {
    check_row(control, i);
    if (std::isfinite(losses[i])) {
      auto& bins =
          counts.at(static_cast<std::size_t>(row_group(labels, columns, chart.grouping, i)));
      bins.resize(chart.bins.count, 0);
      ++bins[loss_bin(chart.bins, losses[i])];
    }
  }
  for (std::size_t group = 0; group < kRowGroups; ++group) {
    if (!counts.at(group).empty()) {
      chart.groups.push_back({static_cast<RowGroup>(group), std::move(counts.at(group))});
    }
  }
  if (chart.grouping != Grouping::truth) {
    add_mixture(chart, losses, options.mixture_sample);
  }
  return chart;
}

std::optional<double> median(const std::vector<float>& values) {
  const auto band = quartile_band(values);
  return band ? std::optional(band->median) : std::nullopt;
}

std::vector<MapCell> map_cells(const RunLabels& labels, const EpochColumns& columns,
                               Grouping grouping, std::size_t side, const Control& control) {
  struct Sum {
    double strong = 0;
    double weak = 0;
    std::uint64_t rows = 0;
  };
  std::vector<MapCell> cells;
  const std::vector<float>& strong = columns.model[0].p_given;
  const std::vector<float>& weak = columns.model[1].p_given;
  std::vector<Sum> sums(kRowGroups * side * side);
  for (std::size_t i = 0; i < std::min(strong.size(), weak.size()); ++i) {
    check_row(control, i);
    if (std::isfinite(strong[i]) && std::isfinite(weak[i])) {
      const auto group = static_cast<std::size_t>(row_group(labels, columns, grouping, i));
      Sum& sum = sums[(group * side + map_cell(side, strong[i])) * side + map_cell(side, weak[i])];
      sum.strong += static_cast<double>(strong[i]);
      sum.weak += static_cast<double>(weak[i]);
      ++sum.rows;
    }
  }
  for (std::size_t place = 0; place < sums.size(); ++place) {
    const Sum& sum = sums[place];
    if (sum.rows > 0) {
      const auto rows = static_cast<double>(sum.rows);
      cells.push_back({static_cast<RowGroup>(place / (side * side)), sum.strong / rows,
                       sum.weak / rows, sum.rows});
    }
  }
  return cells;
}

ConfidenceMap confidence_map(const RunLabels& labels, const EpochColumns& columns,
                             const EpochChartOptions& options, const Control& control) {
  ConfidenceMap map;
  map.grouping = map_grouping(labels, columns);
  std::size_t side = options.map_cells;
  map.cells = map_cells(labels, columns, map.grouping, side, control);
  while (map.cells.size() > options.map_dots && side > 1) {
    side = side * 2 / 3;
    map.cells = map_cells(labels, columns, map.grouping, side, control);
  }
  map.strong_threshold = median(columns.model[0].threshold);
  map.weak_threshold = median(columns.model[1].threshold);
  return map;
}

std::optional<SetFlows> flows(const EpochColumns& columns) {
  if (columns.set.empty() || columns.set_before.size() != columns.set.size()) {
    return std::nullopt;
  }
  SetFlows counts{};
  for (std::size_t i = 0; i < columns.set.size(); ++i) {
    ++counts.at(columns.set_before[i]).at(columns.set[i]);
  }
  return counts;
}

std::size_t seen_rows(const EpochColumns& columns) {
  const auto is_finite = [](float loss) { return std::isfinite(loss); };
  const auto& strong = columns.model[0].loss;
  return static_cast<std::size_t>(std::count_if(strong.begin(), strong.end(), is_finite));
}

}  // namespace

Grouping chart_grouping(const RunLabels& labels, const EpochColumns& columns) {
  if (labels.gold_known) {
    return Grouping::truth;
  }
  return has_sets(columns) ? Grouping::sets : Grouping::none;
}

Grouping map_grouping(const RunLabels& labels, const EpochColumns& columns) {
  if (has_sets(columns)) {
    return Grouping::sets;
  }
  return labels.gold_known ? Grouping::truth : Grouping::none;
}

RowGroup row_group(const RunLabels& labels, const EpochColumns& columns, Grouping grouping,
                   std::size_t row) {
  switch (grouping) {
    case Grouping::truth: {
      const int wrong = wrong_label(labels, row);
      return wrong < 0 ? RowGroup::no_gold : wrong > 0 ? RowGroup::noisy : RowGroup::clean;
    }
    case Grouping::sets:
      return static_cast<RowGroup>(columns.set[row]);
    default:
      return RowGroup::all_rows;
  }
}

std::size_t loss_bin(const LossBins& bins, float loss) {
  const double bin = std::floor(static_cast<double>(loss) / bins.width());
  return static_cast<std::size_t>(std::clamp(bin, 0.0, static_cast<double>(bins.count - 1)));
}

std::size_t map_cell(std::size_t cells, float probability) {
  const double place = static_cast<double>(probability) * static_cast<double>(cells);
  return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(cells - 1)));
}

EpochCharts epoch_charts(const RunLabels& labels, const EpochColumns& columns,
                         const EpochChartOptions& options, const Control& control) {
  EpochCharts charts;
  charts.run = labels.run;
  charts.epoch = columns.epoch;
  charts.rows = labels.size();
  charts.rows_seen = seen_rows(columns);
  charts.gold_known = labels.gold_known;
  for (const ChartModel model : {ChartModel::strong, ChartModel::weak}) {
    charts.loss.at(static_cast<std::size_t>(model)) =
        loss_chart(labels, columns, model, options, control);
  }
  charts.map = confidence_map(labels, columns, options, control);
  charts.flows = flows(columns);
  return charts;
}

double loss_range(const EpochColumns& columns) {
  double range = kLeastRange;
  for (const ModelColumns& model : columns.model) {
    range = std::max(range, quantile(model.loss, kShownShare).value_or(kLeastRange));
  }
  return std::min(range, kMostRange);
}

LossBins loss_bins(double range) {
  for (const double high : {2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0}) {
    if (range <= high) {
      return {high, 40};
    }
  }
  return {kMostRange, 40};
}

}  // namespace noiseal
