// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "app/model_learners.h"
#include "core/base/error.h"
#include "core/data/csv_writer.h"
#include "core/nn/models.h"
#include "core/pipeline/recipe.h"
#include "core/pipeline/run_facts.h"
#include "core/pipeline/run_rows.h"
#include "core/pipeline/whole_file.h"
#include "core/stats/classification.h"

namespace noiseal {
namespace {

RunRecord run_with_model(const Project& project, std::optional<std::int64_t> id) {
  const auto has_model = [&](const RunRecord& run) {
    return project.checkpoints().facts(run.id, "best").has_value();
  };
  if (id) {
    RunRecord run = project.runs().run(*id);
    if (!has_model(run)) {
      throw Error(fmt::format("Run {} of {} has no model yet; let it finish an epoch.", *id,
                              project.path().string()));
    }
    return run;
  }
  const std::vector<RunRecord> runs = project.runs().all();
  const auto newest = std::find_if(runs.rbegin(), runs.rend(), has_model);
  if (newest == runs.rend()) {
    throw Error(fmt::format("{} has no trained model; start a run with \"noiseal run {}\".",
                            project.path().string(), project.path().string()));
  }
  return *newest;
}

/// What the exported model says about the test rows, for checks against the exported folder.
void write_predictions(const std::filesystem::path& file, Learner& strong, const RunRows& rows,
                       const Control& control) {
  const MatrixF p = strong.predict(Corpus::test, false, control).probabilities;
  const std::vector<std::int32_t> labels = argmax_rows(p);
  std::ostringstream lines;
  CsvWriter csv(lines);
  csv.write({"row", "label", "probability"});
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const auto label = static_cast<std::size_t>(labels[i]);
    csv.write(
        {std::to_string(rows.test.ids[i]), rows.labels[label], fmt::format("{:.7f}", p(i, label))});
  }
  WholeFile out(file);
  out.write(lines.view());
  out.finish();
  out.publish();
}

}  // namespace

ModelExportReport export_model(const Project& project, const ModelExportOptions& options,
                               const Control& control) {
  if (!options.predictions.empty()) {
    require_not_the_project(options.predictions, project);
  }
  const RunRecord run = run_with_model(project, options.run);
  const RunFacts facts = run_facts_from_json(run.facts);
  Recipe recipe = recipe_from_json(run.recipe, fmt::format("run {}", run.id));
  recipe.device = Device::cpu;
  const RunRows rows = read_run_rows(project, recipe.seed,
                                     facts.use_decisions ? UseDecisions::yes : UseDecisions::no);
  const RunTexts texts = rows.texts();
  const auto learners = make_strong_learner(recipe, run.labels.size(), texts, control);
  learners->strong().load_prediction_weights(project.checkpoints().read(run.id, "best", "strong"));
  if (!options.predictions.empty()) {
    write_predictions(options.predictions, learners->strong(), rows, control);
  }
  control.check_point();
  export_encoder(learners->strong(), run.labels, options.output);
  return {run.id, facts.best_epoch, run.labels.size()};
}

}  // namespace noiseal
