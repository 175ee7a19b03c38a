// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/encoder_config.h"

#include <fmt/format.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/nn/models.h"

namespace noiseal {
namespace {

using nlohmann::json;

/// The keys of config.json per model type.
struct ConfigKeys {
  const char* model_type;
  const char* layers;
  const char* hidden;
  const char* heads;
  const char* intermediate;
  const char* activation;
};
constexpr std::array kKeys{
    ConfigKeys{"bert", "num_hidden_layers", "hidden_size", "num_attention_heads",
               "intermediate_size", "hidden_act"},
    ConfigKeys{"distilbert", "n_layers", "dim", "n_heads", "hidden_dim", "activation"},
};

const std::array<EncoderNames, 2>& name_table() {
  static const std::array<EncoderNames, 2> table{
      EncoderNames{
          "bert", "bert.", "embeddings.word_embeddings.weight",
          "embeddings.position_embeddings.weight", "embeddings.token_type_embeddings.weight",
          "embeddings.LayerNorm", "encoder.layer.{}.attention.self.query",
          "encoder.layer.{}.attention.self.key", "encoder.layer.{}.attention.self.value",
          "encoder.layer.{}.attention.output.dense", "encoder.layer.{}.attention.output.LayerNorm",
          "encoder.layer.{}.intermediate.dense", "encoder.layer.{}.output.dense",
          "encoder.layer.{}.output.LayerNorm", "BertForSequenceClassification"},
      EncoderNames{"distilbert", "distilbert.", "embeddings.word_embeddings.weight",
                   "embeddings.position_embeddings.weight", "", "embeddings.LayerNorm",
                   "transformer.layer.{}.attention.q_lin", "transformer.layer.{}.attention.k_lin",
                   "transformer.layer.{}.attention.v_lin", "transformer.layer.{}.attention.out_lin",
                   "transformer.layer.{}.sa_layer_norm", "transformer.layer.{}.ffn.lin1",
                   "transformer.layer.{}.ffn.lin2", "transformer.layer.{}.output_layer_norm",
                   "DistilBertForSequenceClassification"},
  };
  return table;
}

std::size_t count_at(const json& config, const char* key, std::size_t most,
                     const std::filesystem::path& file) {
  const auto found = config.find(key);
  if (found == config.end() || !found->is_number_unsigned()) {
    throw Error(
        fmt::format("{}: \"{}\" is missing or no whole number; this is not the folder of a "
                    "BERT-type model.",
                    file.string(), key));
  }
  const auto value = found->get<std::size_t>();
  if (value < 1 || value > most) {
    throw Error(fmt::format("{}: \"{}\" is {}, which is outside 1 .. {}; check the file.",
                            file.string(), key, value, most));
  }
  return value;
}

Activation activation_of(const std::string& name, const std::filesystem::path& file) {
  if (name == "gelu") {
    return Activation::gelu;
  }
  if (name == "gelu_new" || name == "gelu_pytorch_tanh" || name == "gelu_fast") {
    return Activation::gelu_tanh;
  }
  if (name == "relu") {
    return Activation::relu;
  }
  throw Error(fmt::format("{}: the activation \"{}\" is not known; gelu, gelu_new and relu are.",
                          file.string(), name));
}

json read_json(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    throw Error(
        fmt::format("{} cannot be opened; give the folder of a BERT-type encoder in "
                    "Hugging Face layout.",
                    file.string()));
  }
  auto config = json::parse(in, nullptr, false);
  if (!config.is_object()) {
    throw Error(fmt::format("{} is not valid JSON; fetch the model again.", file.string()));
  }
  return config;
}

}  // namespace

EncoderConfig read_encoder_config(const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "config.json";
  const json config = read_json(file);
  const auto text = [&](const char* key, const std::string& fallback) {
    const auto found = config.find(key);
    return found != config.end() && found->is_string() ? found->get<std::string>() : fallback;
  };
  EncoderConfig result;
  result.model_type = text("model_type", "");
  const ConfigKeys* keys = nullptr;
  for (const ConfigKeys& row : kKeys) {
    if (result.model_type == row.model_type) {
      keys = &row;
    }
  }
  if (keys == nullptr) {
    throw Error(fmt::format("{}: the model type \"{}\" is not known; bert and distilbert are.",
                            file.string(), result.model_type));
  }
  result.layers = count_at(config, keys->layers, 1000, file);
  result.hidden = count_at(config, keys->hidden, 65536, file);
  result.heads = count_at(config, keys->heads, 1024, file);
  result.intermediate = count_at(config, keys->intermediate, 262144, file);
  result.vocabulary = count_at(config, "vocab_size", 10'000'000, file);
  result.positions = count_at(config, "max_position_embeddings", 1'000'000, file);
  if (result.hidden % result.heads != 0) {
    throw Error(
        fmt::format("{}: {} dimensions cannot be split over {} attention heads; check the "
                    "file.",
                    file.string(), result.hidden, result.heads));
  }
  if (!names_of(result).type.empty()) {
    result.types = count_at(config, "type_vocab_size", 1000, file);
  }
  const auto epsilon = config.find("layer_norm_eps");
  if (epsilon != config.end() && epsilon->is_number()) {
    result.norm_epsilon = epsilon->get<float>();
  }
  if (text("position_embedding_type", "absolute") != "absolute") {
    throw Error(fmt::format("{}: only absolute position embeddings are known, not \"{}\".",
                            file.string(), text("position_embedding_type", "")));
  }
  result.activation = activation_of(text(keys->activation, "gelu"), file);
  return result;
}

const EncoderNames& names_of(const EncoderConfig& config) {
  for (const EncoderNames& row : name_table()) {
    if (row.model_type == config.model_type) {
      return row;
    }
  }
  throw Error(fmt::format("The model type \"{}\" is not known; bert and distilbert are.",
                          config.model_type));
}

std::string layer_name(const std::string& pattern, std::size_t layer) {
  return fmt::format(fmt::runtime(pattern), layer);
}

EncoderFacts read_encoder_facts(const std::filesystem::path& folder) {
  const EncoderConfig config = read_encoder_config(folder);
  return {config.model_type, config.layers, config.hidden, config.vocabulary, config.positions};
}

}  // namespace noiseal
