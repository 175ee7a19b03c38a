// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace noiseal {

enum class Activation : unsigned char { gelu, gelu_tanh, relu };

/// What is needed of an encoder's config.json, under one set of names for all model types.
struct EncoderConfig {
  std::string model_type;
  std::size_t layers = 0;
  std::size_t hidden = 0;
  std::size_t heads = 0;
  std::size_t intermediate = 0;
  std::size_t vocabulary = 0;
  std::size_t positions = 0;
  std::size_t types = 0;  ///< rows of the token-type table; 0: the model has none
  float norm_epsilon = 1e-12F;
  Activation activation = Activation::gelu;
};

/// Reads and checks FOLDER/config.json; Error naming the file when it is missing, not JSON, not a
/// BERT-type model or out of range.
EncoderConfig read_encoder_config(const std::filesystem::path& folder);

/// Names of a model type's tensors in its safetensors file, without the optional prefix
/// ("bert.", "distilbert."). "{}" stands for the layer's number. One row per model type: a new
/// type (RoBERTa, XLM-R) is a new row.
struct EncoderNames {
  std::string model_type;
  std::string prefix;
  std::string word, position, type;  ///< type empty: none
  std::string norm;                  ///< of the embeddings; ".weight"/".bias" are appended
  std::string query, key, value, out, norm1, up, down, norm2;
  std::string architecture;  ///< class that AutoModelForSequenceClassification takes
};
const EncoderNames& names_of(const EncoderConfig& config);

/// The name of layer `layer`'s tensor, e.g. layer_name(names.query, 3) + ".weight".
std::string layer_name(const std::string& pattern, std::size_t layer);

}  // namespace noiseal
