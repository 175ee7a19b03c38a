// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>

#include "core/base/error.h"
#include "core/nn/models.h"
#include "tests/nn/tiny_encoder.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

TEST(DeviceChoice, CudaWhereThereIsNoneIsRefusedInOneSentence) {
  if (cuda_available()) {
    GTEST_SKIP() << "this machine has a CUDA device";
  }
  const test::TemporaryFolder folder;
  test::write_tiny_encoder(folder.path(), {});
  EncoderOptions options;
  options.folder = folder.path();
  options.compute.device = Device::cuda;
  const TokenCorpus texts = test::random_texts(3, 5, 40, 1);
  LearnerCorpora corpora;
  corpora.train = &texts;
  try {
    (void)make_encoder_learner(options, corpora);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("--device cpu"));
  }
  options.compute.device = Device::automatic;
  EXPECT_EQ(make_encoder_learner(options, corpora)->facts().device, "cpu");
}

TEST(DeviceChoice, ACudaDeviceLearnsAsTheCpuDoes) {
  if (!cuda_available()) {
    std::cout << "\n*** NOT RUN: there is no CUDA device here; the GPU path is untested. ***\n\n";
    GTEST_SKIP() << "NOT TESTED: there is no CUDA device here";
  }
  const test::TemporaryFolder folder;
  test::write_tiny_encoder(folder.path(), {});
  const auto data = test::easy_texts(90, 3, 40, 1);
  LearnerCorpora corpora;
  corpora.train = &data.texts;
  EncoderOptions options;
  options.folder = folder.path();
  options.n_labels = 3;
  options.dropout = 0;
  const auto examples = test::examples_of(data.labels);
  const auto train = [&](Device device) {
    options.compute = {device, Precision::fp32, 1};
    const auto learner = make_encoder_learner(options, corpora);
    TrainPlan plan;
    plan.examples = examples;
    plan.learning_rate_begin = plan.learning_rate_end = 1e-3F;
    learner->train(plan, Control(), {});
    return learner->predict(Corpus::train, false, Control()).probabilities;
  };
  const MatrixF cpu = train(Device::cpu);
  const MatrixF cuda = train(Device::cuda);
  for (std::size_t i = 0; i < cpu.values().size(); ++i) {
    EXPECT_NEAR(cpu.values()[i], cuda.values()[i], 1e-2);
  }
}

}  // namespace
}  // namespace noiseal
