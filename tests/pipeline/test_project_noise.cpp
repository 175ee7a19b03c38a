// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/pipeline/project_noise.h"
#include "tests/pipeline/project_files.h"

namespace noiseal {
namespace {

using test::error_of;
using test::ProjectFiles;
using test::write_file;
using testing::HasSubstr;

std::string hundred_rows() {
  std::string csv = "text,label\n";
  for (int i = 0; i < 100; ++i) {
    csv +=
        "text " + std::to_string(i) + "," + std::string(1, static_cast<char>('a' + i % 4)) + "\n";
  }
  return csv;
}

NoiseSpec asymmetric(double rate, std::uint64_t seed) {
  NoiseSpec spec;
  spec.type = "asymmetric";
  spec.rate = rate;
  spec.seed = seed;
  return spec;
}

TEST(ProjectNoise, ChangesTheExactShareAndKeepsTheOriginalAsGold) {
  ProjectFiles files(hundred_rows());
  const Project project = files.project();
  const std::vector<std::int32_t> before = project.rows().read_labels(Split::train).given;
  const NoiseReport report = apply_noise(project, asymmetric(0.4, 1));
  EXPECT_EQ(report.rows, 100U);
  EXPECT_EQ(report.changed, 40U);
  const SplitLabels after = project.rows().read_labels(Split::train);
  EXPECT_EQ(after.gold, before);
  EXPECT_EQ(after.file_label, before);
  std::size_t changed = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (after.given[i] != before[i]) {
      ++changed;
      EXPECT_EQ(after.given[i], (before[i] + 1) % 4);
    }
  }
  EXPECT_EQ(changed, 40U);
  EXPECT_EQ(project.settings().noise_history().at(0).changed, 40);
}

TEST(ProjectNoise, StartsFromGoldAgain) {
  ProjectFiles files(hundred_rows());
  const Project project = files.project();
  const std::vector<std::int32_t> original = project.rows().read_labels(Split::train).given;
  apply_noise(project, asymmetric(0.4, 1));
  const std::vector<std::int32_t> first = project.rows().read_labels(Split::train).given;
  apply_noise(project, asymmetric(0.2, 2));
  EXPECT_EQ(project.rows().read_labels(Split::train).gold, original);
  apply_noise(project, asymmetric(0.4, 1));
  EXPECT_EQ(project.rows().read_labels(Split::train).given, first);
  apply_noise(project, asymmetric(0, 1));
  EXPECT_EQ(project.rows().read_labels(Split::train).given, original);
  EXPECT_EQ(project.settings().noise_history().size(), 4U);
}

TEST(ProjectNoise, LeavesTheOtherSplitsAlone) {
  ProjectFiles files(hundred_rows());
  files.options.valid_share = 0.2;
  const Project project = files.project();
  const std::vector<std::int32_t> before = project.rows().read_labels(Split::valid).given;
  apply_noise(project, asymmetric(1, 1));
  EXPECT_EQ(project.rows().read_labels(Split::valid).given, before);
}

TEST(ProjectNoise, TakesTheMatrixAndTheModelsValues) {
  ProjectFiles files("text,label\none,a\ntwo,b\nthree,a\n");
  const Project project = files.project();
  NoiseSpec matrix;
  matrix.type = "matrix";
  matrix.matrix = MatrixF(2, 2);
  matrix.matrix(0, 1) = 1;
  matrix.matrix(1, 1) = 1;
  EXPECT_EQ(apply_noise(project, matrix).changed, 2U);
  NoiseSpec by_model;
  by_model.type = "instance-a";
  by_model.rate = 1.0 / 3;
  by_model.probabilities = MatrixF(3, 2, 0.5F);
  EXPECT_EQ(apply_noise(project, by_model).changed, 1U);
  NoiseSpec by_vector;
  by_vector.type = "instance-b";
  by_vector.vectors = MatrixF(3, 5, 0.5F);
  EXPECT_EQ(apply_noise(project, by_vector).rows, 3U);
}

TEST(ProjectNoise, RefusesAWrongSpec) {
  ProjectFiles files(hundred_rows());
  const Project project = files.project();
  EXPECT_THAT(error_of([&] { apply_noise(project, asymmetric(1.5, 1)); }), HasSubstr("rate"));
  NoiseSpec unknown;
  unknown.type = "pink";
  EXPECT_THAT(error_of([&] { apply_noise(project, unknown); }), HasSubstr("pink"));
  NoiseSpec missing;
  missing.type = "matrix";
  EXPECT_THAT(error_of([&] { apply_noise(project, missing); }), HasSubstr("matrix"));
  EXPECT_TRUE(project.settings().noise_history().empty());
}

TEST(ProjectNoise, RefusesAProjectThatIsBeingReviewed) {
  ProjectFiles files(hundred_rows());
  const Project project = files.project();
  Decision decision;
  decision.row = 1;
  decision.kind = DecisionKind::keep;
  decision.to_label = 0;
  project.decisions().add(decision);
  EXPECT_THAT(error_of([&] { apply_noise(project, asymmetric(0.4, 1)); }), HasSubstr("decisions"));
}

}  // namespace
}  // namespace noiseal
