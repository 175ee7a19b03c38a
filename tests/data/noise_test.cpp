// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/noise.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>

#include "core/base/error.h"
#include "core/base/rng.h"

namespace noiseal {
namespace {

using Labels = std::vector<std::int32_t>;

Labels gold_labels(std::size_t n, std::size_t n_labels) {
  Rng rng({99});
  Labels gold(n);
  for (std::int32_t& label : gold) {
    label = static_cast<std::int32_t>(rng.below(n_labels));
  }
  return gold;
}

std::size_t n_changed(const Labels& gold, const Labels& given) {
  std::size_t changed = 0;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    changed += gold[i] != given[i] ? 1U : 0U;
  }
  return changed;
}

std::vector<float> random_floats(std::size_t n, std::uint64_t seed) {
  Rng rng({seed});
  std::vector<float> values(n);
  std::generate(values.begin(), values.end(), [&] { return static_cast<float>(rng.uniform()); });
  return values;
}

/// Any noise model that keeps to a rate, with made-up values of a model where it needs some.
struct RateModel {
  const char* name;
  std::function<Labels(const Labels&, const NoiseOptions&)> apply;
};
const std::vector<RateModel>& rate_models() {
  static const std::vector<RateModel> kModels = {
      {"symmetric", [](const Labels& g, const NoiseOptions& o) { return symmetric_noise(g, o); }},
      {"asymmetric", [](const Labels& g, const NoiseOptions& o) { return asymmetric_noise(g, o); }},
      {"pair", [](const Labels& g, const NoiseOptions& o) { return pair_noise(g, o); }},
      {"instance-a",
       [](const Labels& g, const NoiseOptions& o) {
         return instance_a_noise(g, random_floats(g.size() * o.n_labels, 5), o);
       }},
      {"instance-b", [](const Labels& g, const NoiseOptions& o) {
         return instance_b_noise(g, random_floats(g.size() * 4, 6), o);
       }}};
  return kModels;
}

RC_GTEST_PROP(EveryNoise, ChangesExactlyTheRate, ()) {
  const auto n_labels = *rc::gen::inRange<std::size_t>(2, 8);
  const auto gold = *rc::gen::container<Labels>(
      rc::gen::inRange<std::int32_t>(-1, static_cast<std::int32_t>(n_labels)));
  NoiseOptions options;
  options.n_labels = n_labels;
  options.rate = *rc::gen::inRange(0, 101) / 100.0;
  options.seed = *rc::gen::arbitrary<std::uint64_t>();
  const auto with_gold = static_cast<double>(
      std::count_if(gold.begin(), gold.end(), [](std::int32_t label) { return label >= 0; }));
  for (const RateModel& model : rate_models()) {
    const Labels given = model.apply(gold, options);
    RC_ASSERT(given.size() == gold.size());
    RC_ASSERT(n_changed(gold, given) ==
              static_cast<std::size_t>(std::floor(options.rate * with_gold + 0.5 + 1e-7)));
    for (std::size_t i = 0; i < gold.size(); ++i) {
      RC_ASSERT((given[i] == -1) == (gold[i] == -1));
      RC_ASSERT(given[i] < static_cast<std::int32_t>(n_labels));
    }
    RC_ASSERT(model.apply(gold, options) == given);
  }
}

TEST(EveryNoise, IsAnotherForAnotherSeed) {
  const Labels gold = gold_labels(300, 4);
  for (const RateModel& model : rate_models()) {
    EXPECT_NE(model.apply(gold, {4, 0.4, 1}), model.apply(gold, {4, 0.4, 2})) << model.name;
  }
}

TEST(EveryNoise, RefusesOptionsOutOfRange) {
  for (const RateModel& model : rate_models()) {
    EXPECT_THROW(model.apply({0, 1}, {2, 1.1, 1}), UsageError) << model.name;
    EXPECT_THROW(model.apply({0, 1}, {2, -0.1, 1}), UsageError) << model.name;
    EXPECT_THROW(model.apply({0, 1}, {2, std::nan(""), 1}), UsageError) << model.name;
    EXPECT_THROW(model.apply({0, 2}, {2, 0.4, 1}), UsageError) << model.name;
    EXPECT_THROW(model.apply({0, -2}, {2, 0.4, 1}), UsageError) << model.name;
    EXPECT_THROW(model.apply({0, 0}, {1, 0.4, 1}), UsageError) << model.name;
    EXPECT_THROW(model.apply({}, {0, 0.4, 1}), UsageError) << model.name;
  }
}

TEST(NoiseByClass, KeepsTheRateInEveryClass) {
  const Labels gold = gold_labels(1013, 6);
  for (std::size_t i = 0; i < 3; ++i) {
    const Labels given = rate_models()[i].apply(gold, {6, 0.37, 4});
    std::map<std::int32_t, std::array<double, 2>> classes;
    for (std::size_t row = 0; row < gold.size(); ++row) {
      classes[gold[row]][0] += 1;
      classes[gold[row]][1] += gold[row] != given[row] ? 1 : 0;
    }
    for (const auto& [label, counts] : classes) {
      EXPECT_LT(std::abs(counts[1] - 0.37 * counts[0]), 1) << rate_models()[i].name;
    }
  }
}

TEST(SymmetricNoise, IsUniformOverTheOtherLabels) {
  const Labels gold(6000, 2);
  const Labels given = symmetric_noise(gold, {4, 1, 8});
  for (const std::int32_t other : {0, 1, 3}) {
    EXPECT_NEAR(static_cast<double>(std::count(given.begin(), given.end(), other)), 2000, 150);
  }
  EXPECT_EQ(std::count(given.begin(), given.end(), 2), 0);
}

TEST(AsymmetricAndPairNoise, GoOneLabelUpAndDown) {
  const Labels gold{0, 1, 2};
  EXPECT_EQ(asymmetric_noise(gold, {3, 1, 1}), (Labels{1, 2, 0}));
  EXPECT_EQ(pair_noise(gold, {3, 1, 1}), (Labels{2, 0, 1}));
}

TEST(MatrixNoise, GivesEveryCellItsExactCount) {
  Labels gold(100, 0);
  gold.insert(gold.end(), 50, 1);
  gold.insert(gold.end(), 3, -1);
  gold.insert(gold.end(), 10, 2);
  const std::vector<double> transition{0.7, 0.2, 0.1, 0, 1, 0, 0.33, 0.33, 0.34};
  const Labels given = matrix_noise(gold, transition, {.n_labels = 3, .seed = 2});
  std::map<std::pair<int, int>, int> cells;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    ++cells[{gold[i], given[i]}];
  }
  EXPECT_EQ((cells[{0, 0}]), 70);
  EXPECT_EQ((cells[{0, 1}]), 20);
  EXPECT_EQ((cells[{0, 2}]), 10);
  EXPECT_EQ((cells[{1, 1}]), 50);
  EXPECT_EQ((cells[{-1, -1}]), 3);
  EXPECT_EQ((cells[{2, 2}]), 4);
  EXPECT_EQ((cells[{2, 0}]), 3);
  EXPECT_EQ(matrix_noise(gold, transition, {.n_labels = 3, .seed = 2}), given);
  EXPECT_NE(matrix_noise(gold, transition, {.n_labels = 3, .seed = 3}), given);
}

TEST(MatrixNoise, RefusesWhatIsNoTransition) {
  const Labels gold{0, 1};
  const NoiseOptions options{.n_labels = 2};
  EXPECT_THROW(matrix_noise(gold, std::vector<double>{1, 0, 1}, options), UsageError);
  EXPECT_THROW(matrix_noise(gold, std::vector<double>{0.5, 0.4, 0, 1}, options), UsageError);
  EXPECT_THROW(matrix_noise(gold, std::vector<double>{-0.5, 1.5, 0, 1}, options), UsageError);
  EXPECT_THROW(matrix_noise(gold, std::vector<double>{std::nan(""), 1, 0, 1}, options), UsageError);
}

TEST(InstanceANoise, PrefersRowsOfWhichTheModelIsUnsure) {
  constexpr std::size_t kRows = 1000;
  const Labels gold(kRows, 0);
  std::vector<float> probabilities;
  for (std::size_t i = 0; i < kRows; ++i) {
    const bool unsure = i % 2 == 0;
    probabilities.insert(probabilities.end(),
                         {unsure ? 0.5F : 0.98F, unsure ? 0.1F : 0.005F, unsure ? 0.4F : 0.015F});
  }
  const Labels given = instance_a_noise(gold, probabilities, {3, 0.3, 1});
  std::size_t unsure = 0;
  for (std::size_t i = 0; i < kRows; i += 2) {
    unsure += given[i] != 0 ? 1U : 0U;
  }
  EXPECT_GT(unsure, 270U);
  // The runner-up, label 2, is the new label.
  EXPECT_EQ(std::count(given.begin(), given.end(), 2), 300);
}

TEST(InstanceANoise, TakesTheModelsFirstChoiceWhereItIsNotGold) {
  EXPECT_EQ(instance_a_noise(Labels{0, 1}, std::vector<float>{0.1F, 0.2F, 0.7F, 0.3F, 0.4F, 0.3F},
                             {3, 1, 1}),
            (Labels{2, 0}));
}

TEST(InstanceANoise, NeedsProbabilities) {
  const Labels gold{0, 1};
  EXPECT_THROW(instance_a_noise(gold, std::vector<float>{1, 0, 1}, {2, 0.5, 1}), UsageError);
  EXPECT_THROW(instance_a_noise(gold, std::vector<float>{2, 0, 1, 0}, {2, 0.5, 1}), UsageError);
  EXPECT_THROW(instance_a_noise(gold, std::vector<float>{NAN, 0, 1, 0}, {2, 0.5, 1}), UsageError);
}

TEST(InstanceBNoise, GivesLikeRowsLikeLabels) {
  // Two vectors far apart: for each, the chances of the new labels are their own.
  constexpr std::size_t kRows = 4000;
  const Labels gold(kRows, 0);
  std::vector<float> vectors;
  for (std::size_t i = 0; i < kRows; ++i) {
    vectors.insert(vectors.end(), {i % 2 == 0 ? 3.0F : 0.0F, i % 2 == 0 ? 0.0F : 0.1F});
  }
  const Labels given = instance_b_noise(gold, vectors, {5, 1, 1});
  std::array<std::array<double, 5>, 2> counts{};
  for (std::size_t i = 0; i < kRows; ++i) {
    counts[i % 2][static_cast<std::size_t>(given[i])] += 1;
  }
  double apart = 0;
  for (std::size_t label = 0; label < 5; ++label) {
    apart += std::abs(counts[0][label] - counts[1][label]);
  }
  EXPECT_EQ(counts[0][0] + counts[1][0], 0);
  EXPECT_GT(apart, 400);
  // A vector's length does not count.
  for (float& value : vectors) {
    value *= 50;
  }
  EXPECT_EQ(instance_b_noise(gold, vectors, {5, 1, 1}), given);
}

TEST(InstanceBNoise, SpreadsOverLabelsWhereVectorsSayNothing) {
  const Labels gold(3000, 1);
  const std::vector<float> zeros(gold.size() * 3, 0.0F);
  const Labels given = instance_b_noise(gold, zeros, {4, 1, 1});
  for (const std::int32_t other : {0, 2, 3}) {
    EXPECT_NEAR(static_cast<double>(std::count(given.begin(), given.end(), other)), 1000, 120);
  }
}

TEST(InstanceBNoise, NeedsOneVectorForEachRow) {
  const Labels gold{0, 1};
  EXPECT_THROW(instance_b_noise(gold, std::vector<float>{1, 0, 1}, {2, 0.5, 1}), UsageError);
  EXPECT_THROW(instance_b_noise(gold, {}, {2, 0.5, 1}), UsageError);
  const std::vector<float> endless{1, std::numeric_limits<float>::infinity()};
  EXPECT_THROW(instance_b_noise(gold, endless, {2, 0.5, 1}), UsageError);
}

}  // namespace
}  // namespace noiseal
