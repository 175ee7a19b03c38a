// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/noise_evidence.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "app/model_folders.h"
#include "core/nn/models.h"
#include "core/text/tokenizer.h"

namespace noiseal {
namespace {

constexpr int kPieces = 8000;
constexpr std::size_t kMaxTokens = 128;
constexpr std::size_t kFewestSteps = 300;
constexpr float kLearningRate = 1e-3F;

std::vector<std::string_view> views(const std::vector<std::string>& texts) {
  return {texts.begin(), texts.end()};
}

/// One example for each row whose true label is known: its gold label, else the given one.
std::vector<Example> gold_examples(const SplitRows& rows) {
  std::vector<Example> examples;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Example example;
    example.row = static_cast<std::uint32_t>(i);
    example.label = rows.gold[i] >= 0 ? rows.gold[i] : rows.given[i];
    if (example.label >= 0) {
      examples.push_back(example);
    }
  }
  return examples;
}

}  // namespace

MatrixF small_model_probabilities(const Project& project, std::uint64_t seed,
                                  const Control& control) {
  const SplitRows rows = project.rows().read_split(Split::train);
  const std::vector<std::string_view> texts = views(rows.texts);
  const auto tokenizer = load_sentencepiece(train_sentencepiece(texts, kPieces, control));
  const TokenCorpus tokens = tokenize(*tokenizer, texts, kMaxTokens, control);

  BiLstmOptions options;
  options.n_labels = project.labels().names().size();
  options.vocabulary_size = tokenizer->vocabulary_size();
  options.padding_id = tokenizer->padding_id();
  options.seed = seed;
  LearnerCorpora corpora;
  corpora.train = &tokens;
  const auto learner = make_bilstm_learner(options, corpora);

  const std::vector<Example> examples = gold_examples(rows);
  const std::size_t steps = std::max<std::size_t>(1, examples.size() / options.batch);
  const auto epochs =
      static_cast<int>(std::max<std::size_t>(3, (kFewestSteps + steps - 1) / steps));
  TrainPlan plan;
  plan.examples = examples;
  plan.seed = seed;
  plan.learning_rate_begin = kLearningRate;
  plan.learning_rate_end = kLearningRate;
  for (plan.epoch = 1; plan.epoch <= epochs; ++plan.epoch) {
    learner->train(plan, control, {});
  }
  return learner->predict(Corpus::train, false, control).probabilities;
}

MatrixF row_vectors(const Project& project, const Control& control) {
  const SplitRows rows = project.rows().read_split(Split::train);
  const std::filesystem::path encoder = find_encoder("MiniLM");
  const TokenCorpus tokens =
      tokenize(*load_wordpiece(encoder), views(rows.texts), kMaxTokens, control);
  return frozen_vectors(encoder, Pooling::mean, ComputeOptions{}, tokens, control);
}

}  // namespace noiseal
