// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace noiseal {

/// Which of a run's models a figure is about.
enum class View : std::uint8_t {
  strong,
  weak,  ///< the second model, whatever it is
  both,  ///< the mean of their predictions
};
/// "strong", "weak", "both".
std::string_view view_name(View view);

/// What is measured of every run of an experiment; METHOD.md section 8 says how.
enum class Figure : std::uint8_t {
  test_best,          ///< test accuracy at the best epoch
  test_last,          ///< and at the last
  f1_best,            ///< macro-F1 on test
  f1_last,            ///<
  roc_auc,            ///< telling wrong labels from right ones, over the epochs that count
  average_precision,  ///< the same
  score_roc_auc,      ///< of the run's error score
  suggestions_right,  ///< share of the suggestions that differ from the given label and are right
  reliable_noise,     ///< wrong labels in R, last epoch
  purified_before,    ///< wrong given labels in P, last epoch
  purified_noise,     ///< wrong labels in P after correction, last epoch
  memorised,          ///< wrong labels that the model predicts, last epoch
  asked,              ///< rows asked
  answers_right,      ///< share of the annotator's answers that are right
  cost,               ///< in the price table's currency
};

enum class Better : std::uint8_t { higher, lower, neither };
enum class Unit : std::uint8_t { share, area, rows, money };

struct FigureInfo {
  Figure figure = Figure::test_best;
  std::string_view id;     ///< in JSON and CSV, e.g. "test_best"
  std::string_view title;  ///< for a table's head
  Unit unit = Unit::share;
  Better better = Better::higher;
  bool by_view = true;  ///< differs between the models of one run
};
std::span<const FigureInfo> all_figures();
const FigureInfo& figure_info(Figure figure);
/// Nothing where there is no such figure.
std::optional<Figure> find_figure(std::string_view id);

/// Under what an outcome keeps a figure: "test_best.weak", "asked".
std::string figure_key(Figure figure, View view);

/// "91.2 %", "0.934", "4,120", "0.0312": a value as its figure is shown.
std::string figure_text(Figure figure, double value);

}  // namespace noiseal
