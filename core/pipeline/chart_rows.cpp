// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/chart_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/pipeline/epoch_charts.h"

namespace noiseal {
namespace {

constexpr std::size_t kRowsPerCheck = 16'384;

class Box {
 public:
  explicit Box(std::span<const ChartPoint> polygon) {
    for (const ChartPoint& point : polygon) {
      left_ = std::min(left_, point.x);
      right_ = std::max(right_, point.x);
      bottom_ = std::min(bottom_, point.y);
      top_ = std::max(top_, point.y);
    }
  }
  [[nodiscard]] bool holds(double x, double y) const {
    return x >= left_ && x <= right_ && y >= bottom_ && y <= top_;
  }

 private:
  double left_ = 2;
  double right_ = -1;
  double bottom_ = 2;
  double top_ = -1;
};

bool inside(std::span<const ChartPoint> polygon, double x, double y) {
  bool odd = false;
  for (std::size_t i = 0, before = polygon.size() - 1; i < polygon.size(); before = i++) {
    const ChartPoint& a = polygon[i];
    const ChartPoint& b = polygon[before];
    if ((a.y > y) != (b.y > y) && x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x) {
      odd = !odd;
    }
  }
  return odd;
}

bool is_behind(const LossBars& bars, const RunLabels& labels, const EpochColumns& columns,
               std::size_t row) {
  const auto& losses = columns.model.at(static_cast<std::size_t>(bars.model)).loss;
  if (row >= losses.size() || !std::isfinite(losses[row])) {
    return false;
  }
  const std::size_t bin = loss_bin(bars.bins, losses[row]);
  return bin >= bars.first && bin <= bars.last &&
         (!bars.group ||
          row_group(labels, columns, chart_grouping(labels, columns), row) == *bars.group);
}

bool is_behind(const SetMembers& members, const EpochColumns& columns, std::size_t row) {
  if (row >= columns.set.size() || columns.set[row] != static_cast<std::uint8_t>(members.now)) {
    return false;
  }
  return !members.before || (row < columns.set_before.size() &&
                             columns.set_before[row] == static_cast<std::uint8_t>(*members.before));
}

template <typename IsBehind>
std::vector<std::int64_t> collect(const RunLabels& labels, const Control& control,
                                  IsBehind&& is_behind_it) {
  std::vector<std::int64_t> ids;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    if (row % kRowsPerCheck == 0) {
      control.check_point();
    }
    if (is_behind_it(row)) {
      ids.push_back(labels.ids[row]);
    }
  }
  return ids;
}

std::vector<std::int64_t> rows_in_area(const MapArea& area, const RunLabels& labels,
                                       const EpochColumns& columns, const Control& control) {
  if (area.polygon.size() < 3) {
    return {};
  }
  const Box box(area.polygon);
  const auto& strong = columns.model[0].p_given;
  const auto& weak = columns.model[1].p_given;
  const std::size_t n = std::min(strong.size(), weak.size());
  return collect(labels, control, [&](std::size_t row) {
    if (row >= n) {
      return false;
    }
    const auto x = static_cast<double>(strong[row]);
    const auto y = static_cast<double>(weak[row]);
    return std::isfinite(x) && std::isfinite(y) && box.holds(x, y) && inside(area.polygon, x, y);
  });
}

}  // namespace

MapArea map_rectangle(const ChartPoint& corner, const ChartPoint& opposite) {
  return {{corner, {opposite.x, corner.y}, opposite, {corner.x, opposite.y}}};
}

std::vector<std::int64_t> rows_behind(const ChartSelection& selection, const RunLabels& labels,
                                      const EpochColumns& columns, const Control& control) {
  if (const auto* area = std::get_if<MapArea>(&selection)) {
    return rows_in_area(*area, labels, columns, control);
  }
  if (const auto* bars = std::get_if<LossBars>(&selection)) {
    return collect(labels, control,
                   [&](std::size_t row) { return is_behind(*bars, labels, columns, row); });
  }
  const auto& members = std::get<SetMembers>(selection);
  return collect(labels, control,
                 [&](std::size_t row) { return is_behind(members, columns, row); });
}

std::string selection_text(const ChartSelection& selection, int epoch) {
  if (const auto* bars = std::get_if<LossBars>(&selection)) {
    const double from = bars->bins.width() * static_cast<double>(bars->first);
    const double to = bars->bins.width() * static_cast<double>(bars->last + 1);
    const std::string group = bars->group ? fmt::format(", {}", row_group_name(*bars->group)) : "";
    return bars->last + 1 == bars->bins.count
               ? fmt::format("Epoch {}: {} model, loss {:.2f} or more{}", epoch,
                             chart_model_name(bars->model), from, group)
               : fmt::format("Epoch {}: {} model, loss {:.2f} to {:.2f}{}", epoch,
                             chart_model_name(bars->model), from, to, group);
  }
  if (std::holds_alternative<MapArea>(selection)) {
    return fmt::format("Epoch {}: an area of the confidence map", epoch);
  }
  const auto& members = std::get<SetMembers>(selection);
  const std::string_view now = row_group_name(group_of(members.now));
  return members.before ? fmt::format("Epoch {}: {} now, {} in epoch {}", epoch, now,
                                      row_group_name(group_of(*members.before)), epoch - 1)
                        : fmt::format("Epoch {}: {} rows", epoch, now);
}

}  // namespace noiseal
