// SPDX-License-Identifier: GPL-3.0-or-later
// The CPU's own networks and those that LibTorch differentiates compute the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/nn/bilstm_network.h"
#include "core/nn/cpu_kernels.h"
#include "core/nn/encoder_network.h"
#include "tests/nn/tiny_encoder.h"
#include "tests/support/test_data.h"

namespace noiseal {
namespace {

struct Passes {
  std::vector<float> pooled;
  std::vector<float> moment1;  // a tenth of the clipped gradient after the first step
  std::vector<float> values;
};

struct Setting {
  test::TinyEncoder sizes;
  Pooling pooling = Pooling::mean;
  int train_layers = 0;
  bool bf16 = false;
};

/// Two training steps on five of nine texts.
Passes two_steps(Network& network) {
  std::vector<float> values(network.layout().size(), 0.0F);
  network.initial_values(1, values);
  network.write(ParameterPart::values, values);
  network.write(ParameterPart::average, values);
  const std::vector<std::uint32_t> rows{4, 0, 7, 2, 8};
  Passes passes;
  passes.pooled.resize(rows.size() * network.dimensions());
  for (std::int64_t step = 1; step <= 2; ++step) {
    network.forward(Corpus::train, rows, 5, passes.pooled);
    std::vector<float> gradient(passes.pooled.size());
    for (std::size_t i = 0; i < gradient.size(); ++i) {
      gradient[i] = std::sin(static_cast<float>(i));
    }
    const std::vector<float> head(3 * network.dimensions(), 0.01F);
    network.set_head_gradient(head, std::vector<float>(3, 0.02F));
    network.backward(gradient);
    StepOptions step_options;
    step_options.step = step;
    step_options.learning_rate = 1e-3F;
    step_options.weight_decay = 0.01F;
    step_options.clip_norm = 1;
    step_options.average_decay = 0.5F;
    network.step(step_options);
    if (step == 1) {
      passes.moment1.resize(values.size());
      network.read(ParameterPart::moment1, passes.moment1);
    }
  }
  passes.values.resize(values.size());
  network.read(ParameterPart::average, passes.values);
  return passes;
}

Passes run(const Setting& setting, bool own, const std::filesystem::path& folder) {
  test::write_tiny_encoder(folder, setting.sizes);
  const TokenCorpus texts = test::random_texts(9, 20, setting.sizes.vocabulary, 3);
  LearnerCorpora corpora;
  corpora.train = &texts;
  const auto weights =
      std::make_shared<const EncoderWeights>(folder, corpora, setting.train_layers, 3);
  EncoderNetworkOptions options;
  options.pooling = setting.pooling;
  options.dropout = 0;
  options.compute = {false, setting.bf16, "cpu", setting.bf16 ? "bf16" : "fp32"};
  const auto network = own ? make_cpu_encoder(weights, corpora, options)
                           : make_torch_encoder(weights, corpora, options);
  set_compute_threads(1);
  return two_steps(*network);
}

float largest_difference(const std::vector<float>& a, const std::vector<float>& b) {
  float largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    largest = std::max(largest, std::abs(a[i] - b[i]));
  }
  return largest;
}
float size_of(const std::vector<float>& a) {
  float largest = 0;
  for (const float value : a) {
    largest = std::max(largest, std::abs(value));
  }
  return largest;
}

/// The gradient of a key's bias is zero but for rounding, which Adam blows up to whole steps.
std::vector<float> where_moved(const Passes& passes) {
  std::vector<float> values = passes.values;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::abs(passes.moment1[i]) < 1e-6F) {
      values[i] = 0;
    }
  }
  return values;
}

void expect_equal(const Setting& setting, float pooled, float gradient) {
  const test::TemporaryFolder folder;
  const Passes own = run(setting, true, folder.path());
  const Passes reference = run(setting, false, folder.path());
  EXPECT_LT(largest_difference(own.pooled, reference.pooled), pooled);
  EXPECT_LT(largest_difference(own.moment1, reference.moment1),
            gradient * size_of(reference.moment1));
  if (!setting.bf16) {
    EXPECT_LT(largest_difference(where_moved(own), where_moved(reference)), 1e-4F);
  }
}

TEST(Engines, MeanPoolingAgrees) {
  expect_equal({}, 1e-5F, 1e-4F);
}

TEST(Engines, ClsPoolingAgrees) {
  Setting setting;
  setting.pooling = Pooling::cls;
  expect_equal(setting, 1e-5F, 1e-4F);
}

TEST(Engines, DistilBertAgrees) {
  Setting setting;
  setting.sizes.model_type = "distilbert";
  setting.sizes.prefix = "distilbert.";
  expect_equal(setting, 1e-5F, 1e-4F);
}

TEST(Engines, TheOtherActivationsAgree) {
  for (const char* activation : {"gelu_new", "relu"}) {
    Setting setting;
    setting.sizes.activation = activation;
    expect_equal(setting, 1e-5F, 1e-4F);
  }
}

TEST(Engines, OnlyTheUpperLayersAgree) {
  Setting setting;
  setting.train_layers = 1;
  expect_equal(setting, 1e-5F, 1e-4F);
  setting.train_layers = 2;
  expect_equal(setting, 1e-5F, 1e-4F);
}

TEST(Engines, BrainFloatsAgreeWithinTheirPrecision) {
  Setting setting;
  setting.bf16 = true;
  expect_equal(setting, 0.06F, 0.06F);
}

Passes run_bilstm(BiLstmOptions options, bool own, int threads) {
  // Two texts are empty, some of the same length.
  TokenCorpus texts = test::random_texts(6, 20, options.vocabulary_size, 3);
  texts.add({});
  texts.add(texts.text(1));
  texts.add({});
  LearnerCorpora corpora;
  corpora.train = &texts;
  const auto shape = std::make_shared<const BiLstmShape>(bilstm_shape(options, corpora));
  EXPECT_TRUE(cpu_bilstm_fits(*shape));
  const ComputeChoice compute{false, false, "cpu", "fp32"};
  const auto network =
      own ? make_cpu_bilstm(shape, corpora, compute) : make_torch_bilstm(shape, corpora, compute);
  set_compute_threads(threads);
  return two_steps(*network);
}

void expect_equal_bilstms(const BiLstmOptions& options) {
  const Passes reference = run_bilstm(options, false, 1);
  for (const int threads : {1, 2, 5}) {
    SCOPED_TRACE(threads);
    const Passes own = run_bilstm(options, true, threads);
    EXPECT_LT(largest_difference(own.pooled, reference.pooled), 1e-5F);
    EXPECT_LT(largest_difference(own.moment1, reference.moment1),
              1e-4F * size_of(reference.moment1));
    EXPECT_LT(largest_difference(where_moved(own), where_moved(reference)), 1e-4F);
  }
}

TEST(Engines, BiLstmsAgree) {
  BiLstmOptions options;
  options.n_labels = 3;
  options.vocabulary_size = 40;
  options.embedding = 24;
  options.hidden = 32;
  expect_equal_bilstms(options);
}

TEST(Engines, BiLstmsOnFrozenPiecesAgree) {
  const test::TemporaryFolder folder;
  test::TinyEncoder sizes;
  test::write_tiny_encoder(folder.path(), sizes);
  BiLstmOptions options;
  options.n_labels = 3;
  options.vocabulary_size = sizes.vocabulary;
  options.hidden = 16;
  options.embedding_folder = folder.path();
  expect_equal_bilstms(options);
}

TEST(Engines, DropoutKeepsTheRightShareAndDependsOnTheKeyAlone) {
  const test::TemporaryFolder folder;
  test::write_tiny_encoder(folder.path(), {});
  const TokenCorpus texts = test::random_texts(4, 20, 40, 3);
  LearnerCorpora corpora;
  corpora.train = &texts;
  const auto weights = std::make_shared<const EncoderWeights>(folder.path(), corpora, 0, 3);
  EncoderNetworkOptions options;
  options.dropout = 0.3F;
  options.compute = {false, false, "cpu", "fp32"};
  const auto network = make_cpu_encoder(weights, corpora, options);
  std::vector<float> values(network->layout().size(), 0.0F);
  network->initial_values(1, values);
  network->write(ParameterPart::values, values);
  const std::vector<std::uint32_t> rows{0, 1, 2, 3};
  std::vector<float> first(4 * 32);
  std::vector<float> again(4 * 32);
  std::vector<float> other(4 * 32);
  network->forward(Corpus::train, rows, 5, first);
  network->forward(Corpus::train, rows, 6, other);
  network->forward(Corpus::train, rows, 5, again);
  EXPECT_EQ(first, again);
  EXPECT_NE(first, other);
}

/// One element's mask, seen through a normalisation with no residual: dropped elements of z = 1
/// come out below the mean.
TEST(Engines, DropoutMasksHaveTheRate) {
  constexpr std::size_t kHidden = 64;
  constexpr std::size_t kRows = 400;
  const std::vector<float> ones(kRows * kHidden, 1.0F);
  const std::vector<float> zeros(kRows * kHidden, 0.0F);
  std::vector<float> y(kRows * kHidden);
  cpu::NormForward<float> pass{};
  pass.z = ones.data();
  pass.bias = zeros.data();
  pass.residual = zeros.data();
  pass.gamma = ones.data();
  pass.beta = zeros.data();
  pass.epsilon = 1e-12F;
  pass.dropout = {12345, static_cast<std::uint32_t>(0.25 * 4294967296.0), 1 / 0.75F};
  pass.hidden = kHidden;
  pass.y = y.data();
  pass.y_small = y.data();
  cpu::kernels().f32.norm_forward(pass, 0, kRows);
  const auto dropped = std::count_if(y.begin(), y.end(), [](float v) { return v < 0; });
  const double share = static_cast<double>(dropped) / static_cast<double>(y.size());
  EXPECT_NEAR(share, 0.25, 0.01);
}

TEST(Engines, EveryInstructionSetGivesTheSameNumbers) {
  const std::size_t n = 256;
  std::vector<float> z(n);
  for (std::size_t i = 0; i < n; ++i) {
    z[i] = (static_cast<float>(i) - 128) / 16;
  }
  const std::vector<float> bias(n, 0.0F);
  const auto activate = [&](const cpu::Kernels& kernels) {
    std::vector<float> y(n);
    cpu::ActivationPass<float> pass{};
    pass.z = z.data();
    pass.bias = bias.data();
    pass.columns = n;
    pass.value = y.data();
    kernels.f32.activation_forward(pass, 0, 1);
    return y;
  };
  const auto baseline = activate(cpu::kernels_baseline());
  const auto best = activate(cpu::kernels());
  for (std::size_t i = 0; i < n; ++i) {
    const double x = static_cast<double>(z[i]);
    const double exact = 0.5 * x * (1 + std::erf(x / std::sqrt(2.0)));
    EXPECT_NEAR(baseline[i], exact, 2e-6);
    EXPECT_NEAR(best[i], exact, 2e-6);
  }
}

}  // namespace
}  // namespace noiseal
