// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "core/pipeline/trial.h"
#include "tests/experiment/lab_parts.h"

namespace noiseal {
namespace {

using test::fake_parts;
using test::NoisyData;
using test::NoisyProject;
using test::small_recipe;
using testing::Contains;
using testing::IsEmpty;
using testing::Not;

/// The failure signatures that a run has shown, provoked on purpose or not.
std::set<std::string> signatures_of(const NoisyData& data, const Recipe& recipe,
                                    const DemonstrationTrial& demonstrations = {}) {
  NoisyProject noisy(data);
  const Project project = noisy.open();
  Trial trial;
  trial.demonstrations = demonstrations;
  RunParts parts = fake_parts();
  parts.trial = &trial;
  const std::int64_t run = start_run(project, recipe, UseDecisions::no, parts, nullptr, Control());
  std::set<std::string> names;
  for (const RunNotice& notice : project.runs().notices(run)) {
    names.insert(notice.name);
  }
  return names;
}

Recipe asking_recipe() {
  Recipe recipe = small_recipe();
  recipe.annotator = "simulated:0.9";
  return recipe;
}

constexpr DemonstrationTrial kSway{0, 0.3};

NoisyData clean_data() {
  NoisyData data;
  data.rate = 0.01;
  return data;
}

TEST(FailureSignatures, StaySilentOnCleanRuns) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Recipe recipe = asking_recipe();
    recipe.seed = seed;
    EXPECT_THAT(signatures_of(clean_data(), recipe, kSway), IsEmpty()) << seed;
    recipe.annotator = "none";
    EXPECT_THAT(signatures_of(clean_data(), recipe), IsEmpty()) << seed;
  }
}

TEST(FailureSignatures, StaySilentWhereTheMethodWorks) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Recipe recipe = asking_recipe();
    recipe.seed = seed;
    EXPECT_THAT(signatures_of({}, recipe, kSway), IsEmpty()) << seed;
  }
}

TEST(FailureSignatures, ASecondModelAsStrongAsTheFirstShowsConfirmationBias) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Recipe recipe = small_recipe();
    recipe.seed = seed;
    recipe.learning_rate = 0.2;  // they differ after warm-up, then come to the same
    EXPECT_THAT(signatures_of({}, recipe), IsEmpty()) << seed;
    recipe.second_model = SecondModel::two_strong;
    EXPECT_THAT(signatures_of({}, recipe), Contains("confirmation-bias")) << seed;
  }
}

TEST(FailureSignatures, CorruptedDemonstrationsShowInContextFailure) {
  EXPECT_THAT(signatures_of({}, asking_recipe(), {0.5, 0.3}), Contains("in-context-failure"));
  EXPECT_THAT(signatures_of(clean_data(), asking_recipe(), {0.5, 0.3}),
              Contains("in-context-failure"));
}

TEST(FailureSignatures, SixtyPercentAsymmetricNoiseIsOutOfTheRobustLossesRange) {
  NoisyData data;
  data.noise = "asymmetric";
  data.rate = 0.6;
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    Recipe recipe = small_recipe();
    recipe.seed = seed;
    EXPECT_THAT(signatures_of(data, recipe), Contains("robust-loss-out-of-range")) << seed;
  }
}

}  // namespace
}  // namespace noiseal
