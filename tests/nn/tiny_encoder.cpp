// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/nn/tiny_encoder.h"

#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/rng.h"
#include "core/nn/encoder_config.h"
#include "core/nn/safetensors.h"

namespace noiseal::test {
namespace {

void write_config(const std::filesystem::path& file, const TinyEncoder& sizes) {
  nlohmann::json config{{"model_type", sizes.model_type},
                        {"vocab_size", sizes.vocabulary},
                        {"max_position_embeddings", sizes.positions}};
  if (sizes.model_type == "distilbert") {
    config.update({{"n_layers", sizes.layers},
                   {"dim", sizes.hidden},
                   {"n_heads", sizes.heads},
                   {"hidden_dim", sizes.intermediate},
                   {"activation", sizes.activation}});
  } else {
    config.update({{"num_hidden_layers", sizes.layers},
                   {"hidden_size", sizes.hidden},
                   {"num_attention_heads", sizes.heads},
                   {"intermediate_size", sizes.intermediate},
                   {"hidden_act", sizes.activation},
                   {"type_vocab_size", 2},
                   {"layer_norm_eps", 1e-12}});
  }
  std::ofstream(file) << config.dump(2);
}

}  // namespace

void write_tiny_encoder(const std::filesystem::path& folder, const TinyEncoder& sizes,
                        std::uint64_t seed) {
  write_config(folder / "config.json", sizes);
  const EncoderConfig config = read_encoder_config(folder);
  const EncoderNames& names = names_of(config);
  std::vector<std::vector<float>> values;
  std::vector<TensorToWrite> tensors;
  const auto add = [&](const std::string& name, std::vector<std::size_t> shape, double middle) {
    const std::size_t n =
        std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
    Rng rng({seed, values.size()});
    std::vector<float> tensor(n);
    for (float& value : tensor) {
      value = static_cast<float>(middle + 0.2 * rng.normal());
    }
    values.push_back(std::move(tensor));
    tensors.push_back({sizes.prefix + name, std::move(shape), {}});
  };
  const auto add_linear = [&](const std::string& name, std::size_t out, std::size_t in) {
    add(name + ".weight", {out, in}, 0);
    add(name + ".bias", {out}, 0);
  };
  const auto add_norm = [&](const std::string& name) {
    add(name + ".weight", {sizes.hidden}, 1);
    add(name + ".bias", {sizes.hidden}, 0);
  };
  add(names.word, {sizes.vocabulary, sizes.hidden}, 0);
  add(names.position, {sizes.positions, sizes.hidden}, 0);
  if (!names.type.empty()) {
    add(names.type, {2, sizes.hidden}, 0);
  }
  add_norm(names.norm);
  for (std::size_t i = 0; i < sizes.layers; ++i) {
    for (const std::string* name : {&names.query, &names.key, &names.value, &names.out}) {
      add_linear(layer_name(*name, i), sizes.hidden, sizes.hidden);
    }
    add_norm(layer_name(names.norm1, i));
    add_linear(layer_name(names.up, i), sizes.intermediate, sizes.hidden);
    add_linear(layer_name(names.down, i), sizes.hidden, sizes.intermediate);
    add_norm(layer_name(names.norm2, i));
  }
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    tensors[i].values = values[i];
  }
  write_safetensors(folder / "model.safetensors", tensors);
}

TokenCorpus random_texts(std::size_t n, std::size_t longest, std::size_t vocabulary,
                         std::uint64_t seed) {
  Rng rng({seed, 11});
  TokenCorpus texts;
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<std::int32_t> ids(2 + rng.below(longest - 1));
    for (std::int32_t& id : ids) {
      id = static_cast<std::int32_t>(rng.below(vocabulary));
    }
    texts.add(ids);
  }
  return texts;
}

LabelledTexts easy_texts(std::size_t n, std::size_t n_labels, std::size_t vocabulary,
                         std::uint64_t seed) {
  Rng rng({seed, 12});
  LabelledTexts result;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t label = rng.below(n_labels);
    std::vector<std::int32_t> ids(3 + rng.below(6));
    for (std::int32_t& id : ids) {
      id = static_cast<std::int32_t>(n_labels + rng.below(vocabulary - n_labels));
    }
    ids[rng.below(ids.size())] = static_cast<std::int32_t>(label);
    result.texts.add(ids);
    result.labels.push_back(static_cast<std::int32_t>(label));
  }
  return result;
}

std::vector<Example> examples_of(const std::vector<std::int32_t>& labels) {
  std::vector<Example> examples;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Example example;
    example.row = static_cast<std::uint32_t>(i);
    example.label = labels[i];
    examples.push_back(example);
  }
  return examples;
}

}  // namespace noiseal::test
