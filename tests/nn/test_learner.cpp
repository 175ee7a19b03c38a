// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>

#include "core/base/error.h"
#include "core/nn/classifier.h"
#include "core/nn/models.h"
#include "tests/nn/tiny_encoder.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

constexpr std::size_t kLabels = 3;
constexpr std::size_t kVocabulary = 40;

/// The same expectations hold for every model.
enum class Kind { encoder_fp32, encoder_bf16, encoder_upper_layers, bilstm };

class LearnerTest : public testing::TestWithParam<Kind> {
 protected:
  LearnerTest()
      : train_(test::easy_texts(90, kLabels, kVocabulary, 1)),
        test_(test::easy_texts(60, kLabels, kVocabulary, 2)) {
    test::write_tiny_encoder(folder_.path(), {});
    corpora_.train = &train_.texts;
    corpora_.test = &test_.texts;
    examples_ = test::examples_of(train_.labels);
  }

  [[nodiscard]] std::unique_ptr<Learner> make(float average = 0, std::uint64_t seed = 1) const {
    if (GetParam() == Kind::bilstm) {
      BiLstmOptions options;
      options.n_labels = kLabels;
      options.vocabulary_size = kVocabulary;
      options.embedding = 16;
      options.hidden = 16;
      options.batch = 8;
      options.weight_average = average;
      options.seed = seed;
      options.compute = compute();
      return make_bilstm_learner(options, corpora_);
    }
    EncoderOptions options;
    options.folder = folder_.path();
    options.n_labels = kLabels;
    options.batch = 8;
    options.weight_average = average;
    options.seed = seed;
    options.train_layers = GetParam() == Kind::encoder_upper_layers ? 1 : 0;
    options.compute = compute();
    return make_encoder_learner(options, corpora_);
  }

  [[nodiscard]] ComputeOptions compute() const {
    return {Device::cpu, GetParam() == Kind::encoder_bf16 ? Precision::bf16 : Precision::fp32, 1};
  }

  [[nodiscard]] TrainPlan plan(int epoch) const {
    TrainPlan plan;
    plan.examples = examples_;
    plan.epoch = epoch;
    plan.learning_rate_begin = 3e-3F;
    plan.learning_rate_end = 3e-3F;
    return plan;
  }

  [[nodiscard]] static double accuracy(Learner& learner, Corpus corpus,
                                       const std::vector<std::int32_t>& labels) {
    const Prediction prediction = learner.predict(corpus, false, Control());
    std::size_t right = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      const auto p = prediction.probabilities.row(i);
      right += std::max_element(p.begin(), p.end()) - p.begin() == labels[i] ? 1U : 0U;
    }
    return static_cast<double>(right) / static_cast<double>(labels.size());
  }

  test::TemporaryFolder folder_;
  test::LabelledTexts train_;
  test::LabelledTexts test_;
  LearnerCorpora corpora_;
  std::vector<Example> examples_;
};

TEST_P(LearnerTest, LearnsAnEasyTask) {
  const auto learner = make();
  for (int epoch = 1; epoch <= 20; ++epoch) {
    learner->train(plan(epoch), Control(), {});
  }
  EXPECT_GT(accuracy(*learner, Corpus::train, train_.labels), 0.95);
  if (GetParam() != Kind::encoder_upper_layers) {
    EXPECT_GT(accuracy(*learner, Corpus::test, test_.labels), 0.8);
  }
}

TEST_P(LearnerTest, TwoHalfEpochsEqualAWholeOne) {
  const auto whole = make(0.9F);
  const auto halves = make(0.9F);
  TrainPlan all = plan(1);
  whole->train(all, Control(), {});
  for (int part = 0; part < 2; ++part) {
    all.part = part;
    all.parts = 2;
    halves->train(all, Control(), {});
  }
  EXPECT_TRUE(whole->save_state() == halves->save_state());
}

TEST_P(LearnerTest, ALoadedStateGoesOnBitForBit) {
  const auto first = make(0.9F);
  first->train(plan(1), Control(), {});
  const std::string state = first->save_state();
  first->train(plan(2), Control(), {});
  const auto second = make(0.9F, 99);
  second->train(plan(7), Control(), {});
  second->load_state(state);
  EXPECT_TRUE(second->save_state() == state);
  // The dropout seed is an option, not part of the state: the second has another.
  const auto third = make(0.9F);
  third->load_state(state);
  third->train(plan(2), Control(), {});
  EXPECT_TRUE(third->save_state() == first->save_state());
  EXPECT_EQ(third->predict(Corpus::test, true, Control()).probabilities,
            first->predict(Corpus::test, true, Control()).probabilities);
}

TEST_P(LearnerTest, ResetGivesAFreshModel) {
  const auto learner = make(0.9F);
  const std::string fresh = learner->save_state();
  learner->train(plan(1), Control(), {});
  EXPECT_FALSE(learner->save_state() == fresh);
  learner->reset(1);
  EXPECT_TRUE(learner->save_state() == fresh);
  learner->reset(2);
  EXPECT_FALSE(learner->save_state() == fresh);
}

TEST_P(LearnerTest, PredictionWeightsCanBeTakenToAnotherLearner) {
  const auto trained = make(0.9F);
  trained->train(plan(1), Control(), {});
  const std::string weights = trained->save_prediction_weights();
  EXPECT_LE(weights.size(), trained->save_state().size() / 2);
  const MatrixF expected = trained->predict(Corpus::test, false, Control()).probabilities;
  const auto other = make(0.9F, 5);
  EXPECT_NE(other->predict(Corpus::test, false, Control()).probabilities, expected);
  other->load_prediction_weights(weights);
  EXPECT_EQ(other->predict(Corpus::test, false, Control()).probabilities, expected);
}

TEST_P(LearnerTest, AveragedWeightsPredictAndTrainedOnesGoOn) {
  const auto averaged = make(0.99F);
  const auto plain = make(0);
  averaged->train(plan(1), Control(), {});
  plain->train(plan(1), Control(), {});
  EXPECT_NE(averaged->predict(Corpus::test, false, Control()).probabilities,
            plain->predict(Corpus::test, false, Control()).probabilities);
  // Predicting leaves no trace in training.
  averaged->train(plan(2), Control(), {});
  const auto undisturbed = make(0.99F);
  undisturbed->train(plan(1), Control(), {});
  undisturbed->train(plan(2), Control(), {});
  EXPECT_TRUE(averaged->save_state() == undisturbed->save_state());
}

TEST_P(LearnerTest, ReportsEveryBatch) {
  const auto learner = make();
  std::vector<std::uint32_t> seen;
  std::size_t batches = 0;
  learner->train(plan(1), Control(), [&](const BatchReport& report) {
    EXPECT_EQ(report.batch, batches++);
    EXPECT_EQ(report.batches, 12U);
    seen.insert(seen.end(), report.rows.begin(), report.rows.end());
    EXPECT_EQ(report.rows_done, seen.size());
    EXPECT_EQ(report.probabilities.size(), report.rows.size() * kLabels);
    EXPECT_GT(report.loss, 0);
  });
  EXPECT_EQ(batches, 12U);
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen.size(), 90U);
  EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
}

TEST_P(LearnerTest, StopsBeforeTheNextBatch) {
  const auto learner = make();
  const Control control;
  std::size_t batches = 0;
  EXPECT_THROW(learner->train(plan(1), control,
                              [&](const BatchReport&) {
                                ++batches;
                                control.request_stop();
                              }),
               Interrupted);
  EXPECT_EQ(batches, 1U);
}

TEST_P(LearnerTest, AllLossesTrainTogether) {
  const auto learner = make();
  MatrixF soft(1, kLabels, 1.0F / kLabels);
  for (std::size_t i = 0; i < examples_.size(); ++i) {
    examples_[i].loss = static_cast<LossKind>(i % 5);
    if (i % 5 >= 3) {
      examples_[i].label = -1;
    }
  }
  TrainPlan mixed = plan(1);
  mixed.soft_targets = &soft;
  const MatrixF transition(kLabels, kLabels, 1.0F / kLabels);
  mixed.transition = &transition;
  const auto before = learner->predict(Corpus::test, false, Control()).probabilities;
  learner->train(mixed, Control(), {});
  EXPECT_NE(learner->predict(Corpus::test, false, Control()).probabilities, before);
}

TEST_P(LearnerTest, ADamagedOrForeignStateIsRefused) {
  const auto learner = make();
  std::string state = learner->save_state();
  EXPECT_THROW(learner->load_state(""), Error);
  EXPECT_THROW(learner->load_state(state.substr(0, state.size() - 1)), Error);
  EXPECT_THROW(learner->load_state(state.substr(0, 20)), Error);
  EXPECT_THROW(learner->load_state(learner->save_prediction_weights()), Error);
  EXPECT_THROW(learner->load_state(make(0.9F)->save_state()), Error);
}

TEST_P(LearnerTest, NoTextsGiveNoPredictions) {
  const Prediction prediction = make()->predict(Corpus::valid, true, Control());
  EXPECT_EQ(prediction.probabilities.rows(), 0U);
}

TEST_P(LearnerTest, PredictionsDoNotDependOnTheOtherTexts) {
  const auto learner = make();
  const Prediction all = learner->predict(Corpus::test, true, Control());
  EXPECT_EQ(all.pooled.rows(), 60U);
  EXPECT_EQ(all.pooled.columns(), learner->facts().dimensions);
  for (std::size_t i = 0; i < 60; ++i) {
    const auto p = all.probabilities.row(i);
    EXPECT_NEAR(p[0] + p[1] + p[2], 1, 1e-5);
  }
}

INSTANTIATE_TEST_SUITE_P(Models, LearnerTest,
                         testing::Values(Kind::encoder_fp32, Kind::encoder_bf16,
                                         Kind::encoder_upper_layers, Kind::bilstm),
                         [](const auto& tested) {
                           switch (tested.param) {
                             case Kind::encoder_fp32:
                               return "EncoderFp32";
                             case Kind::encoder_bf16:
                               return "EncoderBf16";
                             case Kind::encoder_upper_layers:
                               return "EncoderUpperLayers";
                             default:
                               return "BiLstm";
                           }
                         });

TEST(EpochOrder, IsAFunctionOfSeedAndEpoch) {
  EXPECT_EQ(epoch_order(100, 1, 1), epoch_order(100, 1, 1));
  EXPECT_NE(epoch_order(100, 1, 1), epoch_order(100, 1, 2));
  EXPECT_NE(epoch_order(100, 1, 1), epoch_order(100, 2, 1));
}

TEST(BiLstm, ReadsTheFrozenPiecesOfAnEncoder) {
  const test::TemporaryFolder folder;
  test::write_tiny_encoder(folder.path(), {});
  const auto data = test::easy_texts(60, kLabels, kVocabulary, 1);
  LearnerCorpora corpora;
  corpora.train = &data.texts;
  BiLstmOptions options;
  options.n_labels = kLabels;
  options.vocabulary_size = kVocabulary;
  options.hidden = 16;
  options.batch = 8;
  options.embedding_folder = folder.path();
  options.compute = {Device::cpu, Precision::fp32, 1};
  const auto learner = make_bilstm_learner(options, corpora);
  // 2 ways * 4 gates * (32 inputs + 16 hidden + 2 biases) * 16 + head; the table is not trained.
  EXPECT_EQ(learner->facts().parameters, 2U * 4 * 16 * (32 + 16 + 2) + kLabels * 32 + kLabels);
  TrainPlan plan;
  const auto examples = test::examples_of(data.labels);
  plan.examples = examples;
  plan.learning_rate_begin = plan.learning_rate_end = 1e-2F;
  const auto before = learner->predict(Corpus::train, false, Control()).probabilities;
  learner->train(plan, Control(), {});
  EXPECT_NE(learner->predict(Corpus::train, false, Control()).probabilities, before);
}

}  // namespace
}  // namespace noiseal
