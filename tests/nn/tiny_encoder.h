// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/nn/learner.h"
#include "core/text/corpus.h"

namespace noiseal::test {

/// Sizes of a made-up encoder that is small enough for a test.
struct TinyEncoder {
  std::string model_type = "bert";
  std::string prefix;  ///< of the tensors' names, "bert." for example
  std::size_t layers = 2;
  std::size_t hidden = 32;
  std::size_t heads = 2;
  std::size_t intermediate = 48;
  std::size_t vocabulary = 40;
  std::size_t positions = 24;
  std::string activation = "gelu";
};

/// Writes config.json and model.safetensors with random weights.
void write_tiny_encoder(const std::filesystem::path& folder, const TinyEncoder& sizes,
                        std::uint64_t seed = 7);

/// Random texts of 2 .. longest pieces.
TokenCorpus random_texts(std::size_t n, std::size_t longest, std::size_t vocabulary,
                         std::uint64_t seed);

/// Texts whose label is which of the first n_labels pieces they contain.
struct LabelledTexts {
  TokenCorpus texts;
  std::vector<std::int32_t> labels;
};
LabelledTexts easy_texts(std::size_t n, std::size_t n_labels, std::size_t vocabulary,
                         std::uint64_t seed);

/// One cross-entropy example per text.
std::vector<Example> examples_of(const std::vector<std::int32_t>& labels);

}  // namespace noiseal::test
