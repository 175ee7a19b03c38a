// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/distribution.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/error.h"
#include "tests/stats/references.h"

namespace noiseal {
namespace {

using Values = std::vector<float>;

TEST(KsDistance, EqualsSciPysAlsoWithTies) {
  for (const auto& reference : test::references()["ks"]) {
    EXPECT_NEAR(ks_distance(reference["a"].get<Values>(), reference["b"].get<Values>()).value(),
                reference["distance"].get<double>(), 1e-12);
  }
}

TEST(KsDistance, IsOneForSamplesApartAndZeroForTheSame) {
  EXPECT_DOUBLE_EQ(ks_distance(Values{1, 2}, Values{3, 4, 5}).value(), 1);
  EXPECT_DOUBLE_EQ(ks_distance(Values{1, 2, 2}, Values{2, 1, 2}).value(), 0);
  EXPECT_FALSE(ks_distance(Values{NAN}, Values{1}).has_value());
}

TEST(GaussianMixture, FitsWhatScikitLearnFits) {
  for (const auto& reference : test::references()["mixture"]) {
    const auto mixture =
        fit_two_gaussians(reference["values"].get<Values>(),
                          {.max_iterations = 2000, .tolerance = 1e-12, .variance_floor = 1e-9});
    EXPECT_TRUE(mixture.converged);
    for (std::size_t c = 0; c < 2; ++c) {
      EXPECT_NEAR(mixture.mean[c], reference["means"][c].get<double>(), 1e-4);
      EXPECT_NEAR(mixture.variance[c], reference["variances"][c].get<double>(), 1e-4);
      EXPECT_NEAR(mixture.weight[c], reference["weights"][c].get<double>(), 1e-4);
    }
    for (std::size_t i = 0; i < reference["probes"].size(); ++i) {
      const double probe = reference["probes"][i];
      EXPECT_NEAR(mixture.posterior_low(probe), reference["posterior_low"][i].get<double>(), 1e-3);
      EXPECT_NEAR(mixture.density(probe), reference["density"][i].get<double>(), 1e-3);
    }
  }
}

TEST(GaussianMixture, SeparatesTwoHeapsOfEqualValuesByTheVarianceFloor) {
  const Values values{0, 0, 0, 5, 5};
  const auto mixture = fit_two_gaussians(values);
  EXPECT_NEAR(mixture.mean[0], 0, 1e-9);
  EXPECT_NEAR(mixture.mean[1], 5, 1e-9);
  EXPECT_NEAR(mixture.weight[0], 0.6, 1e-9);
  EXPECT_DOUBLE_EQ(mixture.variance[0], 1e-6);
  EXPECT_GT(mixture.posterior_low(0), 0.999);
  EXPECT_LT(mixture.posterior_low(5), 0.001);
}

TEST(GaussianMixture, EqualValuesAreOneCluster) {
  const auto mixture = fit_two_gaussians(Values(9, 0.5F));
  EXPECT_TRUE(mixture.one_cluster);
  EXPECT_DOUBLE_EQ(mixture.posterior_low(0.5), 1);
  EXPECT_TRUE(fit_two_gaussians(Values{2}).one_cluster);
}

TEST(GaussianMixture, StopsAtTheIterationsItIsGiven) {
  const auto values = test::references()["mixture"][0]["values"].get<Values>();
  const auto mixture = fit_two_gaussians(values, {.max_iterations = 2, .tolerance = 0});
  EXPECT_EQ(mixture.iterations, 2);
  EXPECT_FALSE(mixture.converged);
}

TEST(GaussianMixture, RefusesNaNAndNothing) {
  EXPECT_THROW(fit_two_gaussians(Values{1, NAN}), Error);
  EXPECT_THROW(fit_two_gaussians(Values{}), Error);
}

}  // namespace
}  // namespace noiseal
