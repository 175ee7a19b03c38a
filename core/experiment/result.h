// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/experiment/outcome.h"
#include "core/experiment/plan.h"
#include "core/store/project.h"

namespace noiseal {

/// A figure of an arm over its seeds.
struct FigureSummary {
  Figure figure = Figure::test_best;
  std::vector<std::optional<double>> values;  ///< [seeds of the plan]; nothing: not run, not known
  std::optional<double> mean;                 ///< of those that are known
  std::optional<double> low;                  ///< their range
  std::optional<double> high;
  double standard_error = 0;  ///< of a single value, the largest of them; 0: not known
  [[nodiscard]] std::size_t known() const;
};

/// A curve of an arm, its mean over the seeds in each epoch.
struct CurveSummary {
  std::string name;                         ///< OutcomeCurve::name
  std::vector<std::optional<double>> mean;  ///< [epochs]
  std::vector<std::optional<double>> low;
  std::vector<std::optional<double>> high;
};

/// A failure signature with the seed of its run.
struct SeenSignature {
  std::uint64_t seed = 1;
  Signature signature;
};

struct ArmResult {
  std::string name;
  std::string group;
  std::optional<double> place;
  std::vector<std::uint64_t> seeds;          ///< that have been run
  std::vector<FigureSummary> figures;        ///< every figure that is known for a seed
  std::vector<CurveSummary> curves;          ///< of the arm's view
  std::vector<OutcomeHistogram> histograms;  ///< of its view and first seed, by epoch
  std::vector<OutcomeRoc> rocs;              ///< the same
  std::vector<SeenSignature> signatures;
  /// Nothing where it is not known.
  [[nodiscard]] const FigureSummary* figure(Figure figure) const;
};

/// What was not computed again.
struct Savings {
  std::size_t runs_reused = 0;         ///< their outcome was there already
  std::size_t epochs_not_trained = 0;  ///< of those runs, and shared warm-ups of others
  double seconds = 0;                  ///< that this had taken where it was computed
};

/// An experiment as it stands: all of it follows from what the project stores.
struct ExperimentResult {
  std::int64_t id = 0;
  std::string created;  ///< UTC
  std::string program_version;
  ExperimentState state = ExperimentState::waiting;
  std::string note;
  ExperimentPlan plan;
  std::vector<ArmResult> arms;  ///< as in the plan
  std::size_t runs_done = 0;
  std::size_t runs_all = 0;          ///< arms x seeds
  std::string sentence;              ///< the result, from the figures alone
  std::vector<std::string> remarks;  ///< the plan's, and what the runs have shown
  Savings saved;
  double seconds = 0;  ///< of the runs that were computed
};

/// Throws Error when there is no such experiment, or what it stores is damaged.
ExperimentResult read_experiment(const Project& project, std::int64_t id);

/// The first of the plan's figures that is known for some arm.
std::optional<Figure> deciding_figure(const ExperimentResult& result);

}  // namespace noiseal
