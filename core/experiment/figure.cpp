// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/figure.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/count_text.h"

namespace noiseal {
namespace {

constexpr std::array<FigureInfo, 15> kFigures{{
    {Figure::test_best, "test_best", "test accuracy, best epoch"},
    {Figure::test_last, "test_last", "test accuracy, last epoch"},
    {Figure::f1_best, "f1_best", "macro-F1, best epoch", Unit::area},
    {Figure::f1_last, "f1_last", "macro-F1, last epoch", Unit::area},
    {Figure::roc_auc, "roc_auc", "ROC-AUC of wrong labels", Unit::area},
    {Figure::average_precision, "average_precision", "average precision of wrong labels",
     Unit::area},
    {Figure::score_roc_auc, "score_roc_auc", "ROC-AUC of the error score", Unit::area,
     Better::higher, false},
    {Figure::suggestions_right, "suggestions_right", "suggestions that are right", Unit::share,
     Better::higher, false},
    {Figure::reliable_noise, "reliable_noise", "wrong labels among reliable rows", Unit::share,
     Better::lower, false},
    {Figure::purified_before, "purified_before", "wrong labels among relabelled rows, before",
     Unit::share, Better::neither, false},
    {Figure::purified_noise, "purified_noise", "wrong labels among relabelled rows, after",
     Unit::share, Better::lower, false},
    {Figure::memorised, "memorised", "wrong labels memorised", Unit::share, Better::lower},
    {Figure::asked, "asked", "rows asked", Unit::rows, Better::neither, false},
    {Figure::answers_right, "answers_right", "answers that are right", Unit::share, Better::higher,
     false},
    {Figure::cost, "cost", "money", Unit::money, Better::lower, false},
}};

}  // namespace

std::string_view view_name(View view) {
  switch (view) {
    case View::strong:
      return "strong";
    case View::weak:
      return "weak";
    default:
      return "both";
  }
}

std::span<const FigureInfo> all_figures() {
  return kFigures;
}

const FigureInfo& figure_info(Figure figure) {
  return *std::ranges::find(kFigures, figure, &FigureInfo::figure);
}

std::optional<Figure> find_figure(std::string_view id) {
  const auto* const found = std::ranges::find(kFigures, id, &FigureInfo::id);
  return found == kFigures.end() ? std::nullopt : std::optional(found->figure);
}

std::string figure_key(Figure figure, View view) {
  const FigureInfo& info = figure_info(figure);
  return info.by_view ? fmt::format("{}.{}", info.id, view_name(view)) : std::string(info.id);
}

std::string figure_text(Figure figure, double value) {
  switch (figure_info(figure).unit) {
    case Unit::share:
      return fmt::format("{:.1f} %", 100 * value);
    case Unit::area:
      return fmt::format("{:.3f}", value);
    case Unit::rows:
      return count_text(static_cast<std::uint64_t>(std::llround(std::max(value, 0.0))));
    default:
      return fmt::format("{:.4f}", value);
  }
}

}  // namespace noiseal
