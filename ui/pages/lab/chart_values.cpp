// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/chart_values.h"

#include <algorithm>
#include <limits>

#include "core/experiment/compare.h"
#include "ui/pages/lab/lab_words.h"

namespace noiseal::ui {
namespace {

BandPoint point_of(double x, const FigureSummary& summary) {
  return {x, *summary.mean, *summary.low, *summary.high};
}

/// The curve that shows how a figure came about.
std::string curve_behind(Figure figure) {
  switch (figure) {
    case Figure::roc_auc:
    case Figure::average_precision:
    case Figure::score_roc_auc:
      return "roc_auc";
    case Figure::memorised:
      return "memorised";
    case Figure::purified_before:
    case Figure::purified_noise:
    case Figure::answers_right:
      return "purified_noise";
    case Figure::reliable_noise:
      return "reliable_noise";
    default:
      return "test_accuracy";
  }
}

bool knows(const ArmResult& arm, const std::string& curve) {
  return std::ranges::find(arm.curves, curve, &CurveSummary::name) != arm.curves.end();
}

}  // namespace

bool has_places(const ExperimentResult& result) {
  return std::ranges::any_of(result.arms,
                             [](const ArmResult& arm) { return arm.place.has_value(); });
}

ValueUnit unit_of(Figure figure) {
  switch (figure_info(figure).unit) {
    case Unit::share:
      return ValueUnit::share;
    case Unit::area:
      return ValueUnit::area;
    case Unit::rows:
      return ValueUnit::count;
    default:
      return ValueUnit::money;
  }
}

std::vector<RangedValue> ranges_of(const ExperimentResult& result, Figure figure) {
  std::vector<RangedValue> values;
  for (const ArmResult& arm : result.arms) {
    if (const FigureSummary* summary = arm.figure(figure)) {
      values.push_back({QString::fromStdString(arm.name), QString::fromStdString(arm.group),
                        *summary->mean, *summary->low, *summary->high});
    }
  }
  return values;
}

std::vector<BandLine> lines_by_place(const ExperimentResult& result, Figure figure) {
  std::vector<BandLine> lines;
  double least = std::numeric_limits<double>::max();
  double most = std::numeric_limits<double>::lowest();
  for (const std::string& group : groups_of(result)) {
    BandLine line;
    line.name = group.empty() ? words(figure_info(figure).title) : QString::fromStdString(group);
    for (const ArmResult* arm : arms_of(result, group)) {
      const FigureSummary* summary = arm->figure(figure);
      if (summary != nullptr && arm->place) {
        line.points.push_back(point_of(*arm->place, *summary));
        least = std::min(least, *arm->place);
        most = std::max(most, *arm->place);
      }
    }
    std::ranges::sort(line.points, {}, &BandPoint::x);
    if (!line.points.empty()) {
      lines.push_back(std::move(line));
    }
  }
  for (const ArmResult& arm : result.arms) {
    const FigureSummary* summary = arm.figure(figure);
    if (summary != nullptr && !arm.place && least <= most) {
      lines.push_back({QString::fromStdString(arm.name),
                       {point_of(least, *summary), point_of(most, *summary)}});
    }
  }
  return lines;
}

std::optional<BandMark> knee_of(const ExperimentResult& result, Figure figure) {
  if (result.plan.kind != ExperimentKind::budget || deciding_figure(result) != figure ||
      result.runs_done < result.runs_all) {
    return std::nullopt;
  }
  for (const ArmResult& arm : result.arms) {
    const FigureSummary* summary = arm.figure(figure);
    const bool worse =
        summary == nullptr || !arm.place ||
        std::ranges::any_of(result.arms, [&](const ArmResult& other) {
          const FigureSummary* theirs = other.figure(figure);
          return theirs != nullptr && compare(*summary, *theirs) == Comparison::worse;
        });
    if (!worse) {
      return BandMark{*arm.place, QStringLiteral("knee: %1").arg(QString::fromStdString(arm.name))};
    }
  }
  return std::nullopt;
}

std::vector<std::string> curves_of(const ExperimentResult& result) {
  std::vector<std::string> names;
  for (const ArmResult& arm : result.arms) {
    for (const CurveSummary& curve : arm.curves) {
      if (std::ranges::find(names, curve.name) == names.end()) {
        names.push_back(curve.name);
      }
    }
  }
  if (const auto figure = deciding_figure(result)) {
    const auto first = std::ranges::find(names, curve_behind(*figure));
    if (first != names.end()) {
      std::rotate(names.begin(), first, first + 1);
    }
  }
  return names;
}

ValueUnit unit_of_curve(const std::string& curve) {
  return curve == "roc_auc" || curve == "average_precision" ? ValueUnit::area : ValueUnit::share;
}

std::vector<BandLine> lines_by_epoch(const ExperimentResult& result, const std::string& curve,
                                     const std::optional<std::string>& group) {
  std::vector<BandLine> lines;
  for (const ArmResult& arm : result.arms) {
    if ((group && arm.group != *group) || !knows(arm, curve)) {
      continue;
    }
    const auto found = std::ranges::find(arm.curves, curve, &CurveSummary::name);
    BandLine line;
    line.name = QString::fromStdString(arm.name);
    const QString group_words = QString::fromStdString(arm.group) + QStringLiteral(", ");
    if (group && !arm.group.empty() && line.name.startsWith(group_words)) {
      line.name.remove(0, group_words.size());  // the group is chosen: it needs no saying
    }
    for (std::size_t i = 0; i < found->mean.size(); ++i) {
      if (found->mean[i]) {
        line.points.push_back(
            {static_cast<double>(i + 1), *found->mean[i], *found->low[i], *found->high[i]});
      }
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::vector<BandLine> roc_lines(const ExperimentResult& result, int epoch) {
  std::vector<BandLine> lines;
  for (const ArmResult& arm : result.arms) {
    const auto found = std::ranges::find(arm.rocs, epoch, &OutcomeRoc::epoch);
    if (found == arm.rocs.end()) {
      continue;
    }
    BandLine line;
    line.name = QString::fromStdString(arm.name);
    for (std::size_t i = 0; i < std::min(found->x.size(), found->y.size()); ++i) {
      line.points.push_back({found->x[i], found->y[i], found->y[i], found->y[i]});
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

const OutcomeHistogram* histogram_of(const ArmResult& arm, const std::string& quantity, int epoch) {
  const auto found = std::ranges::find_if(arm.histograms, [&](const OutcomeHistogram& histogram) {
    return histogram.quantity == quantity && histogram.epoch == epoch;
  });
  return found == arm.histograms.end() ? nullptr : &*found;
}

}  // namespace noiseal::ui
