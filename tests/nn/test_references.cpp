// SPDX-License-Identifier: GPL-3.0-or-later
// Against numbers recorded from PyTorch and Hugging Face transformers by
// tests/fixtures/nn/record_references.py.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/nn/classifier.h"
#include "core/nn/encoder_learner.h"
#include "core/nn/models.h"
#include "core/nn/safetensors.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

nlohmann::json read_json(const std::filesystem::path& file) {
  std::ifstream in(file);
  return nlohmann::json::parse(in);
}

TokenCorpus texts_of(const nlohmann::json& lists) {
  TokenCorpus texts;
  for (const auto& list : lists) {
    texts.add(list.get<std::vector<std::int32_t>>());
  }
  return texts;
}

TEST(References, PooledVectorsEqualThoseOfSentenceTransformers) {
  NOISEAL_NEEDS(!test::minilm_folder().empty(), "the MiniLM encoder");
  const auto folder = test::fixtures() / "nn";
  const TokenCorpus texts = texts_of(read_json(folder / "minilm_ids.json"));
  const SafetensorsFile file(folder / "minilm_vectors.safetensors");
  MatrixF expected(50, 384);
  file.read("vectors", std::array<std::size_t, 2>{50, 384}, expected.values());
  const MatrixF vectors = frozen_vectors(test::minilm_folder(), Pooling::mean,
                                         {Device::cpu, Precision::fp32, 1}, texts, Control());
  ASSERT_EQ(vectors.rows(), 50U);
  for (std::size_t i = 0; i < 50; ++i) {
    for (std::size_t j = 0; j < 384; ++j) {
      ASSERT_NEAR(vectors(i, j), expected(i, j), 1e-5) << i << ' ' << j;
    }
  }
}

TEST(References, BrainFloatVectorsPointTheSameWay) {
  NOISEAL_NEEDS(!test::minilm_folder().empty(), "the MiniLM encoder");
  const auto folder = test::fixtures() / "nn";
  const TokenCorpus texts = texts_of(read_json(folder / "minilm_ids.json"));
  const auto vectors = [&](Precision precision) {
    return frozen_vectors(test::minilm_folder(), Pooling::mean, {Device::cpu, precision, 1}, texts,
                          Control());
  };
  const MatrixF exact = vectors(Precision::fp32);
  const MatrixF rough = vectors(Precision::bf16);
  for (std::size_t i = 0; i < exact.rows(); ++i) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (std::size_t j = 0; j < exact.columns(); ++j) {
      const auto a = static_cast<double>(exact(i, j));
      const auto b = static_cast<double>(rough(i, j));
      ab += a * b;
      aa += a * a;
      bb += b * b;
    }
    EXPECT_GT(ab / std::sqrt(aa * bb), 0.999);
  }
}

/// One parameter of our layout out of a file with the reference's names.
std::vector<float> reference_values(const SafetensorsFile& file, const EncoderLearner& learner,
                                    const ParameterSlice& slice) {
  std::vector<float> values(slice.size);
  if (slice.name.starts_with("head.")) {
    file.read(slice.name, slice.shape, values);
    return values;
  }
  if (slice.name == "embeddings.word") {
    file.read_rows("embeddings.word_embeddings.weight", learner.weights().used_pieces(), 32,
                   values);
    return values;
  }
  const std::size_t columns = slice.size / slice.shape[0];
  for (const TensorSource& source : sources_of(learner.weights().config(), slice)) {
    const auto part = std::span(values).subspan(source.row_begin * columns, source.rows * columns);
    if (slice.name == "embeddings.position") {
      std::vector<std::int32_t> rows(slice.shape[0]);
      for (std::size_t i = 0; i < rows.size(); ++i) {
        rows[i] = static_cast<std::int32_t>(i);
      }
      file.read_rows(source.name, rows, columns, part);
      continue;
    }
    std::vector<std::size_t> shape = slice.shape;
    shape[0] = source.rows;
    file.read(source.name, shape, part);
  }
  return values;
}

void expect_close(std::span<const float> ours, const std::vector<float>& reference,
                  const std::string& name) {
  double difference = 0;
  double size = 0;
  for (std::size_t i = 0; i < reference.size(); ++i) {
    const double d = static_cast<double>(ours[i]) - static_cast<double>(reference[i]);
    difference += d * d;
    size += static_cast<double>(reference[i]) * static_cast<double>(reference[i]);
  }
  EXPECT_LT(std::sqrt(difference), 1e-4 * std::sqrt(size) + 1e-7) << name;
}

TEST(References, OneStepOfTrainingEqualsPyTorchs) {
  const auto folder = test::fixtures() / "nn";
  const auto batch = read_json(folder / "tiny_batch.json");
  const TokenCorpus texts = texts_of(batch["texts"]);
  LearnerCorpora corpora;
  corpora.train = &texts;
  EncoderOptions options;
  options.folder = folder / "tiny";
  options.n_labels = 3;
  options.dropout = 0;
  options.weight_decay = batch["weight_decay"].get<float>();
  options.clip_norm = batch["clip_norm"].get<float>();
  options.compute = {Device::cpu, Precision::fp32, 1};
  const auto made = make_encoder_learner(options, corpora);
  auto& learner = dynamic_cast<EncoderLearner&>(*made);
  const ParameterLayout layout = learner.network().layout();
  std::vector<float> values(layout.size());
  learner.network().read(ParameterPart::values, values);
  const auto head = batch["head"].get<std::vector<float>>();
  std::copy(head.begin(), head.end(),
            values.begin() + static_cast<std::ptrdiff_t>(layout.at("head.weight").offset));
  learner.network().write(ParameterPart::values, values);

  TrainPlan plan;
  std::vector<Example> examples(4);
  for (std::size_t i = 0; i < 4; ++i) {
    examples[i].row = static_cast<std::uint32_t>(i);
    examples[i].label = batch["labels"][i].get<std::int32_t>();
  }
  plan.examples = examples;
  plan.learning_rate_begin = plan.learning_rate_end = batch["learning_rate"].get<float>();
  learner.train(plan, Control(), {});

  const SafetensorsFile gradient(folder / "tiny_gradient.safetensors");
  const SafetensorsFile after(folder / "tiny_after.safetensors");
  std::vector<float> moment(layout.size());
  learner.network().read(ParameterPart::values, values);
  learner.network().read(ParameterPart::moment1, moment);
  for (const ParameterSlice& slice : layout.slices()) {
    std::vector<float> expected = reference_values(gradient, learner, slice);
    for (float& value : expected) {
      value *= 0.1F;  // the first moment after one step is (1 - 0.9) times the gradient
    }
    expect_close(std::span(moment).subspan(slice.offset, slice.size), expected, slice.name);
    std::vector<float> moved = reference_values(after, learner, slice);
    const std::span<float> ours = std::span(values).subspan(slice.offset, slice.size);
    for (std::size_t i = 0; i < slice.size; ++i) {
      if (std::abs(expected[i]) < 1e-8F) {  // a zero gradient's rounding, as of a key's bias
        moved[i] = ours[i];
      }
    }
    expect_close(ours, moved, slice.name + " after the step");
  }
}

}  // namespace
}  // namespace noiseal
