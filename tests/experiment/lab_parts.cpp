// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/experiment/lab_parts.h"

#include <fmt/format.h>

#include <algorithm>

namespace noiseal::test {
namespace {

MatrixF by_length(const Project& project, std::size_t columns) {
  const SplitRows rows = project.rows().read_split(Split::train);
  MatrixF values(rows.size(), columns);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t k = 0; k < columns; ++k) {
      values(i, k) = 1.0F / static_cast<float>(1 + (rows.texts[i].size() + k) % columns);
    }
  }
  return values;
}

}  // namespace

ExperimentParts fake_lab(const std::shared_ptr<FakeWatch>& watch) {
  ExperimentParts parts;
  parts.run = fake_parts(watch);
  parts.evidence.probabilities = [](const Project& project, std::uint64_t, const Control&) {
    return by_length(project, project.labels().names().size());
  };
  parts.evidence.vectors = [](const Project& project, const Control&) {
    return by_length(project, 7);
  };
  return parts;
}

ExperimentOptions small_options() {
  ExperimentOptions options;
  options.recipe = small_recipe();
  options.seeds = {1, 2};
  return options;
}

ExperimentResult run_experiment(const Project& project, ExperimentKind kind,
                                const ExperimentOptions& options, const ExperimentParts& parts) {
  const ExperimentPlan plan = make_plan(kind, options, read_label_facts(project));
  const std::int64_t id = queue_experiment(project, plan, "test");
  run_experiments(project, {id}, parts, nullptr, Control());
  return read_experiment(project, id);
}

std::string figures_of(const Project& project, std::int64_t experiment) {
  std::string text;
  for (const OutcomeRecord& record : project.experiments().outcomes(experiment)) {
    RunOutcome outcome = outcome_from_json(record.outcome);
    outcome.seconds = outcome.shared_seconds = 0;
    outcome.shared_epochs = 0;
    text += outcome_to_json(outcome) + "\n";
  }
  return text;
}

std::string untouched_parts(const Project& project) {
  std::string text;
  project.rows().for_each([&](const Row& row) {
    text += fmt::format("{} {} {} {} {} {}\n", row.id, static_cast<int>(row.split), row.given,
                        row.gold, row.file_label, row.text);
  });
  text +=
      fmt::format("{} runs, {} noises, {} decided\n", project.runs().all().size(),
                  project.settings().noise_history().size(), project.decisions().decided_count());
  return text;
}

double mean_of(const ExperimentResult& result, const std::string& arm, Figure figure) {
  const auto found = std::ranges::find(result.arms, arm, &ArmResult::name);
  const FigureSummary* summary = found == result.arms.end() ? nullptr : found->figure(figure);
  return summary == nullptr ? -1 : *summary->mean;
}

}  // namespace noiseal::test
