// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

#include "core/base/error.h"
#include "core/nn/models.h"
#include "core/nn/safetensors.h"
#include "tests/nn/tiny_encoder.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string message_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

class EncoderFolder : public testing::Test {
 protected:
  EncoderFolder() {
    test::write_tiny_encoder(folder_.path(), {});
    texts_ = test::random_texts(4, 8, 40, 1);
  }
  [[nodiscard]] MatrixF vectors() const {
    return frozen_vectors(folder_.path(), Pooling::mean, {Device::cpu, Precision::fp32, 1}, texts_,
                          Control());
  }
  void config(const std::string& text) const { std::ofstream(folder_ / "config.json") << text; }

  test::TemporaryFolder folder_;
  TokenCorpus texts_;
};

TEST_F(EncoderFolder, FactsAreRead) {
  const EncoderFacts facts = read_encoder_facts(folder_.path());
  EXPECT_EQ(facts.model_type, "bert");
  EXPECT_EQ(facts.layers, 2U);
  EXPECT_EQ(facts.hidden, 32U);
  EXPECT_EQ(facts.vocabulary, 40U);
  EXPECT_EQ(facts.max_positions, 24U);
}

TEST_F(EncoderFolder, ThePrefixOfTheTensorsNamesDoesNotMatter) {
  const MatrixF plain = vectors();
  test::TinyEncoder sizes;
  sizes.prefix = "bert.";
  test::write_tiny_encoder(folder_.path(), sizes);
  EXPECT_EQ(vectors(), plain);
}

TEST_F(EncoderFolder, AWrongConfigIsOneSentenceNamingTheFile) {
  const auto message = [&] { return message_of([&] { (void)vectors(); }); };
  std::filesystem::remove(folder_ / "config.json");
  EXPECT_THAT(message(), AllOf(HasSubstr("config.json"), HasSubstr("cannot be opened")));
  config("{");
  EXPECT_THAT(message(), AllOf(HasSubstr("config.json"), HasSubstr("not valid JSON")));
  config(R"({"model_type": "gpt2"})");
  EXPECT_THAT(message(), AllOf(HasSubstr("config.json"), HasSubstr("gpt2")));
  config(R"({"model_type": "bert", "num_hidden_layers": "two"})");
  EXPECT_THAT(message(), AllOf(HasSubstr("config.json"), HasSubstr("num_hidden_layers")));
}

TEST_F(EncoderFolder, WeightsOfAnotherModelAreRefused) {
  test::TinyEncoder sizes;
  sizes.intermediate = 64;
  const test::TemporaryFolder other;
  test::write_tiny_encoder(other.path(), sizes);
  std::filesystem::copy_file(other / "config.json", folder_ / "config.json",
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_THAT(message_of([&] { (void)vectors(); }),
              AllOf(HasSubstr("model.safetensors"), HasSubstr("do not belong together")));
}

TEST_F(EncoderFolder, AWrongVocabularySizeIsNamed) {
  TokenCorpus texts;
  texts.add(std::vector<std::int32_t>{1, 40, 2});
  texts_ = texts;
  EXPECT_THAT(message_of([&] { (void)vectors(); }), HasSubstr("wrong vocabulary size"));

  texts_ = test::random_texts(2, 5, 40, 1);
  std::ofstream vocabulary(folder_ / "vocab.txt");
  for (int i = 0; i < 41; ++i) {
    vocabulary << "piece" << i << '\n';
  }
  vocabulary.close();
  EXPECT_THAT(message_of([&] { (void)vectors(); }),
              AllOf(HasSubstr("vocab.txt"), HasSubstr("wrong vocabulary size")));
}

TEST_F(EncoderFolder, ATextBeyondTheEncodersPositionsIsRefused) {
  TokenCorpus texts;
  texts.add(std::vector<std::int32_t>(25, 1));
  texts_ = texts;
  EXPECT_THAT(message_of([&] { (void)vectors(); }), HasSubstr("max_tokens"));
}

TEST_F(EncoderFolder, MoreLayersThanThereAreCannotBeTrained) {
  EncoderOptions options;
  options.folder = folder_.path();
  options.train_layers = 3;
  LearnerCorpora corpora;
  corpora.train = &texts_;
  EXPECT_THAT(message_of([&] { (void)make_encoder_learner(options, corpora); }),
              HasSubstr("train_layers"));
}

}  // namespace
}  // namespace noiseal
