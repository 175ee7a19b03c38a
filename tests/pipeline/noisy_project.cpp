// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pipeline/noisy_project.h"

#include <fmt/format.h>

#include <array>

#include "core/base/rng.h"
#include "core/pipeline/project_noise.h"

namespace noiseal::test {
namespace {

constexpr std::array<const char*, 4> kLabels{"animal", "food", "sport", "weather"};

std::string text_of(std::size_t label, Rng& rng) {
  std::string text;
  for (int word = 0; word < 3; ++word) {
    text += fmt::format("{}{} ", kLabels.at(label), rng.below(6));
  }
  if (rng.uniform() < 0.25) {
    text += fmt::format("{}{} ", kLabels.at(rng.below(4)), rng.below(6));
  }
  for (int word = 0; word < 4; ++word) {
    text += fmt::format("word{} ", rng.below(30));
  }
  return text + "end";
}

std::string csv_of(std::size_t rows, std::uint64_t seed) {
  std::string csv = "text,label\n";
  Rng rng({seed, 0x746578});
  for (std::size_t i = 0; i < rows; ++i) {
    const std::size_t label = i % kLabels.size();
    csv += text_of(label, rng) + "," + kLabels.at(label) + "\n";
  }
  return csv;
}

}  // namespace

NoisyProject::NoisyProject(const NoisyData& data) : files_(csv_of(data.rows, data.seed)) {
  files_.options.valid_share = data.valid_share;
  if (data.test_rows > 0) {
    write_file(files_ / "test.csv", csv_of(data.test_rows, data.seed + 1000));
    files_.options.test_file = files_ / "test.csv";
  }
  if (!data.noise.empty()) {
    NoiseSpec spec;
    spec.type = data.noise;
    spec.rate = data.rate;
    spec.seed = data.seed;
    apply_noise(files_.project(), spec);
  }
}

Recipe small_recipe() {
  Recipe recipe;
  recipe.warm_up_epochs = 2;
  recipe.noise_aware_epochs = 3;
  recipe.min_warm_up_steps = 0;
  recipe.rule = Rule::agreement;
  recipe.lambda = 0.5;
  recipe.sigma = 0.05;
  recipe.annotator = "none";
  recipe.acceptance = Acceptance::two_witness;
  recipe.p_loss = PurifiedLoss::rce;
  recipe.h_loss = HardLoss::embmix;
  recipe.h_target = HardTarget::sharpened;
  recipe.correction = Correction::none;
  recipe.learning_rate = 0.7;
  recipe.weak_learning_rate = 0.9;
  recipe.batch = 16;
  recipe.weight_average = 0;
  recipe.predictions_per_epoch = 1;
  recipe.score = ScoreKind::strong_margin;
  return recipe;
}

RunParts fake_parts(const std::shared_ptr<FakeWatch>& watch) {
  RunParts parts;
  parts.learners = fake_learners(watch ? watch : std::make_shared<FakeWatch>());
  parts.program_version = "test";
  return parts;
}

std::int64_t run_to_end(const Project& project, const Recipe& recipe,
                        const std::shared_ptr<FakeWatch>& watch, UseDecisions use_decisions) {
  return start_run(project, recipe, use_decisions, fake_parts(watch), nullptr, Control());
}

}  // namespace noiseal::test
