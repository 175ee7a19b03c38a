// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/stats/neighbours.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "tests/stats/references.h"

namespace noiseal {
namespace {

std::vector<std::uint32_t> all_rows(const MatrixF& vectors) {
  std::vector<std::uint32_t> rows(vectors.rows());
  std::iota(rows.begin(), rows.end(), 0U);
  return rows;
}

MatrixF random_vectors(std::size_t n, std::size_t dimensions) {
  Rng rng({7, n, dimensions});
  MatrixF vectors(n, dimensions);
  for (float& value : vectors.values()) {
    value = static_cast<float>(rng.normal());
  }
  return vectors;
}

TEST(Neighbours, EqualNumPysOverAllRows) {
  const auto& reference = test::references()["neighbours"];
  const auto values = reference["vectors"].get<std::vector<float>>();
  const std::size_t dimensions = reference["dimensions"];
  MatrixF vectors(values.size() / dimensions, dimensions);
  std::copy(values.begin(), values.end(), vectors.values().begin());
  const auto rows = all_rows(vectors);
  const auto lists = nearest_by_cosine(vectors, rows, rows, {.k = 5});
  ASSERT_EQ(lists.size(), vectors.rows());
  for (std::size_t i = 0; i < lists.size(); ++i) {
    ASSERT_EQ(lists.of(i).size(), 5U);
    for (std::size_t j = 0; j < 5; ++j) {
      EXPECT_EQ(lists.of(i)[j].row, reference["nearest"][i][j].get<std::uint32_t>());
      EXPECT_NEAR(lists.of(i)[j].similarity, reference["similarity"][i][j].get<float>(), 1e-6);
    }
  }
}

TEST(Neighbours, AreNeverTheRowItselfAndTiesGoToTheLowerRow) {
  MatrixF vectors(5, 2, 1.0F);  // all the same
  const std::vector<std::uint32_t> candidates{4, 2, 3, 0};
  const std::vector<std::uint32_t> queries{3, 1};
  const auto lists = nearest_by_cosine(vectors, queries, candidates, {.k = 3});
  EXPECT_EQ(lists.of(0)[0].row, 0U);
  EXPECT_EQ(lists.of(0)[1].row, 2U);
  EXPECT_EQ(lists.of(0)[2].row, 4U);
  EXPECT_EQ(lists.of(1)[2].row, 3U);
}

TEST(Neighbours, AreFewerWhereThereAreNotEnough) {
  const MatrixF vectors = random_vectors(4, 3);
  const std::vector<std::uint32_t> one{2};
  const std::vector<std::uint32_t> two{1, 2};
  const auto lists = nearest_by_cosine(vectors, two, one, {.k = 3});
  EXPECT_EQ(lists.of(0).size(), 1U);
  EXPECT_TRUE(lists.of(1).empty());
  EXPECT_TRUE(nearest_by_cosine(vectors, two, {}, {.k = 3}).of(0).empty());
  EXPECT_TRUE(nearest_by_cosine(vectors, two, one, {.k = 0}).of(0).empty());
  EXPECT_THROW(nearest_by_cosine(vectors, two, std::vector<std::uint32_t>{4}, {}), Error);
}

TEST(Neighbours, DoNotDependOnTheNumberOfThreads) {
  const MatrixF vectors = random_vectors(333, 40);
  const auto rows = all_rows(vectors);
  const auto alone = nearest_by_cosine(vectors, rows, rows, {.k = 7, .threads = 1});
  const auto together = nearest_by_cosine(vectors, rows, rows, {.k = 7, .threads = 4});
  EXPECT_EQ(alone.neighbours, together.neighbours);
  EXPECT_EQ(alone.offsets, together.offsets);
}

TEST(Neighbours, StopWhenAsked) {
  const MatrixF vectors = random_vectors(50, 4);
  const auto rows = all_rows(vectors);
  const Control control;
  control.request_stop();
  EXPECT_THROW(nearest_by_cosine(vectors, rows, rows, {.k = 2, .threads = 2, .control = &control}),
               Interrupted);
}

}  // namespace
}  // namespace noiseal
