// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_learners.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/model_folders.h"
#include "core/base/error.h"
#include "core/nn/models.h"
#include "core/text/tokenizer.h"

namespace noiseal {
namespace {

constexpr int kPieces = 8000;  // METHOD.md section 1
/// Keeps the second model's draws apart from the first one's.
constexpr std::uint64_t kSecondModelSeed = 0x5eedULL << 32;

/// The texts of all parts as one tokenizer sees them.
struct PartTokens {
  TokenCorpus train;
  TokenCorpus valid;
  TokenCorpus test;
  [[nodiscard]] LearnerCorpora corpora() const { return {&train, &valid, &test}; }
};

PartTokens tokenize_parts(const Tokenizer& tokenizer, const RunTexts& texts, int max_tokens,
                          const Control& control) {
  const auto most = static_cast<std::size_t>(max_tokens);
  return {tokenize(tokenizer, texts.train, most, control),
          tokenize(tokenizer, texts.valid, most, control),
          tokenize(tokenizer, texts.test, most, control)};
}

ComputeOptions compute_of(const Recipe& recipe) {
  return {recipe.device, recipe.precision, 0};
}

EncoderOptions encoder_options(const Recipe& recipe, const std::filesystem::path& folder,
                               std::size_t n_labels) {
  EncoderOptions options;
  options.folder = folder;
  options.n_labels = n_labels;
  options.batch = static_cast<std::size_t>(recipe.batch);
  options.train_layers = recipe.train_layers;
  options.pooling = recipe.pooling;
  options.weight_average = static_cast<float>(recipe.weight_average);
  options.average_ramp = static_cast<float>(recipe.average_ramp);
  options.seed = recipe.seed;
  options.compute = compute_of(recipe);
  return options;
}

std::filesystem::path checked_encoder(const Recipe& recipe) {
  const std::filesystem::path folder = find_encoder(recipe.encoder);
  const EncoderFacts facts = read_encoder_facts(folder);
  if (static_cast<std::size_t>(recipe.max_tokens) > facts.max_positions) {
    throw UsageError(
        fmt::format("The encoder {} reads at most {} tokens; set max_tokens to {} or less.",
                    recipe.encoder, facts.max_positions, facts.max_positions));
  }
  if (static_cast<std::size_t>(recipe.train_layers) > facts.layers) {
    throw UsageError(fmt::format("The encoder {} has {} layers; set train_layers to 1..{} or all.",
                                 recipe.encoder, facts.layers, facts.layers));
  }
  return folder;
}

class StrongOnly : public RunLearners {
 public:
  StrongOnly(const Recipe& recipe, std::size_t n_labels, const RunTexts& texts,
             const Control& control)
      : folder_(checked_encoder(recipe)),
        tokens_(tokenize_parts(*load_wordpiece(folder_), texts, recipe.max_tokens, control)),
        strong_(
            make_encoder_learner(encoder_options(recipe, folder_, n_labels), tokens_.corpora())) {}

  Learner& strong() override { return *strong_; }
  Learner& weak() override { return *strong_; }

 protected:
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const PartTokens& tokens() const { return tokens_; }

 private:
  std::filesystem::path folder_;
  PartTokens tokens_;
  std::unique_ptr<Learner> strong_;
};

class ModelLearners final : public StrongOnly {
 public:
  ModelLearners(const Recipe& recipe, std::size_t n_labels, const RunTexts& texts,
                const Control& control)
      : StrongOnly(recipe, n_labels, texts, control) {
    if (recipe.second_model == SecondModel::two_strong) {
      EncoderOptions options = encoder_options(recipe, folder(), n_labels);
      options.seed ^= kSecondModelSeed;
      second_ = make_encoder_learner(options, tokens().corpora());
    } else if (recipe.weak_input == WeakInput::strong_pieces) {
      const auto tokenizer = load_wordpiece(folder());
      BiLstmOptions options = bilstm_options(recipe, n_labels, *tokenizer);
      options.embedding_folder = folder();
      second_ = make_bilstm_learner(options, tokens().corpora());
    } else {
      const auto tokenizer = load_sentencepiece(train_sentencepiece(texts.train, kPieces, control));
      pieces_ = tokenize_parts(*tokenizer, texts, recipe.max_tokens, control);
      second_ =
          make_bilstm_learner(bilstm_options(recipe, n_labels, *tokenizer), pieces_.corpora());
    }
  }

  Learner& weak() override { return *second_; }

 private:
  static BiLstmOptions bilstm_options(const Recipe& recipe, std::size_t n_labels,
                                      const Tokenizer& tokenizer) {
    BiLstmOptions options;
    options.n_labels = n_labels;
    options.vocabulary_size = tokenizer.vocabulary_size();
    options.padding_id = tokenizer.padding_id();
    options.batch = static_cast<std::size_t>(recipe.batch);
    options.weight_average = static_cast<float>(recipe.weight_average);
    options.average_ramp = static_cast<float>(recipe.average_ramp);
    options.seed = recipe.seed ^ kSecondModelSeed;
    options.compute = compute_of(recipe);
    return options;
  }

  PartTokens pieces_;  ///< of the weak model's own vocabulary
  std::unique_ptr<Learner> second_;
};

}  // namespace

std::unique_ptr<RunLearners> make_model_learners(const Recipe& recipe, std::size_t n_labels,
                                                 const RunTexts& texts, const Control& control) {
  return std::make_unique<ModelLearners>(recipe, n_labels, texts, control);
}

std::unique_ptr<RunLearners> make_strong_learner(const Recipe& recipe, std::size_t n_labels,
                                                 const RunTexts& texts, const Control& control) {
  return std::make_unique<StrongOnly>(recipe, n_labels, texts, control);
}

}  // namespace noiseal
