// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/compare.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace noiseal {
namespace {

struct Range {
  double low = 0;
  double high = 0;
};

Range range_of(const FigureSummary& summary) {
  const double margin = summary.known() == 1 ? 2 * summary.standard_error : 0;
  return {*summary.low - margin, *summary.high + margin};
}

std::string named(const ArmResult& arm, Figure figure) {
  return fmt::format("{} {}", arm.name, summary_text(*arm.figure(figure)));
}

}  // namespace

Comparison compare(const FigureSummary& a, const FigureSummary& b) {
  const Better better = figure_info(a.figure).better;
  if (!a.mean || !b.mean || better == Better::neither) {
    return Comparison::unclear;
  }
  const Range left = range_of(a);
  const Range right = range_of(b);
  if (left.low <= right.high && right.low <= left.high) {
    return Comparison::unclear;
  }
  const bool above = left.low > right.high;
  return above == (better == Better::higher) ? Comparison::better : Comparison::worse;
}

std::string summary_text(const FigureSummary& summary) {
  if (!summary.mean) {
    return "not known";
  }
  const std::string mean = figure_text(summary.figure, *summary.mean);
  if (summary.known() < 2) {
    return mean;
  }
  return fmt::format("{} ({} to {})", mean, figure_text(summary.figure, *summary.low),
                     figure_text(summary.figure, *summary.high));
}

std::string ranking_sentence(const std::vector<const ArmResult*>& arms, Figure figure) {
  std::vector<const ArmResult*> known;
  std::ranges::copy_if(arms, std::back_inserter(known),
                       [&](const ArmResult* arm) { return arm->figure(figure) != nullptr; });
  if (known.size() < 2) {
    return {};
  }
  const bool higher = figure_info(figure).better != Better::lower;
  std::ranges::stable_sort(known, [&](const ArmResult* a, const ArmResult* b) {
    const double left = *a->figure(figure)->mean;
    const double right = *b->figure(figure)->mean;
    return higher ? left > right : left < right;
  });
  std::vector<std::string> unclear;
  std::vector<std::string> worse;
  for (std::size_t i = 1; i < known.size(); ++i) {
    const Comparison found = compare(*known[i]->figure(figure), *known.front()->figure(figure));
    (found == Comparison::worse ? worse : unclear).push_back(named(*known[i], figure));
  }
  const std::string_view title = figure_info(figure).title;
  if (worse.empty()) {
    return fmt::format("No clear difference in {}: {} is best, then {}.", title,
                       named(*known.front(), figure), fmt::join(unclear, ", "));
  }
  std::string text = fmt::format("Best in {}: {}; clearly worse: {}", title,
                                 named(*known.front(), figure), fmt::join(worse, ", "));
  if (!unclear.empty()) {
    text += fmt::format("; no clear difference from {}", fmt::join(unclear, ", "));
  }
  return text + ".";
}

std::vector<const ArmResult*> arms_of(const ExperimentResult& result) {
  std::vector<const ArmResult*> arms;
  arms.reserve(result.arms.size());
  for (const ArmResult& arm : result.arms) {
    arms.push_back(&arm);
  }
  return arms;
}

std::vector<const ArmResult*> arms_of(const ExperimentResult& result, const std::string& group) {
  std::vector<const ArmResult*> arms = arms_of(result);
  std::erase_if(arms, [&](const ArmResult* arm) { return arm->group != group; });
  return arms;
}

std::vector<std::string> groups_of(const ExperimentResult& result) {
  std::vector<std::string> groups;
  for (const ArmResult& arm : result.arms) {
    if (std::ranges::find(groups, arm.group) == groups.end()) {
      groups.push_back(arm.group);
    }
  }
  return groups;
}

std::string one_seed_note(const ExperimentResult& result) {
  return result.plan.seeds.size() == 1
             ? "On one seed, so without a range; differences within two standard errors on each "
               "side count as unclear. "
             : "";
}

std::string ranking_by_group(const ExperimentResult& result,
                             const std::function<std::string(const std::string& group)>& heading) {
  const std::optional<Figure> figure = deciding_figure(result);
  if (!figure) {
    return {};
  }
  std::string text;
  for (const std::string& group : groups_of(result)) {
    const std::string sentence = ranking_sentence(arms_of(result, group), *figure);
    if (!sentence.empty()) {
      text += fmt::format("{}{}: {}", text.empty() ? "" : " ", heading(group), sentence);
    }
  }
  return text;
}

}  // namespace noiseal
