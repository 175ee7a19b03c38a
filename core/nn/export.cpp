// SPDX-License-Identifier: GPL-3.0-or-later
// A trained model as a Hugging Face folder that the stock classes load.
//
// BertForSequenceClassification and its kin classify by the first token's vector, put through a
// non-linear pooler; our head is linear, on the mean over the tokens. Both gaps are closed with
// weights alone, without code of our own in the folder:
//
// - The mean: one more layer. Queries and keys are zero, so every token attends to all alike; with
//   identity values the context is the mean m. The output projection writes the scaled logits
//   s * (W m + b) to the first K dimensions, minus their sum to the next one, and the constants
//   +-c to the others, c = 100 s and s large enough that the residual (the first token's own
//   vector) vanishes beside them. The layer norm then subtracts a mean of zero and divides by a
//   deviation that c alone decides (to 1e-4, the same for all labels). The feed-forward part is
//   zero. What arrives is the logits times a known factor.
// - The pooler: BERT's tanh is linear for small values, so it gets the logits times 1e-4;
//   DistilBERT's ReLU gets each logit twice, with both signs.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/nn/encoder_learner.h"
#include "core/nn/models.h"
#include "core/nn/safetensors.h"

namespace noiseal {
namespace {

constexpr float kLogitScale = 1e7F;
constexpr float kConstant = 1e9F;
constexpr float kTanhScale = 1e-4F;

struct Tensor {
  std::vector<std::size_t> shape;
  std::vector<float> values;
};

/// A linear map from a vector to the labels' logits.
struct LinearHead {
  std::vector<float> weight;  // [labels, hidden]
  std::vector<float> bias;    // [labels]
};

class ExportedModel {
 public:
  ExportedModel(const EncoderLearner& learner, std::size_t n_labels)
      : weights_(learner.weights()),
        config_(weights_.config()),
        names_(names_of(config_)),
        n_labels_(n_labels),
        layers_(config_.layers) {
    if (2 * n_labels + 1 > config_.hidden) {
      throw Error(
          fmt::format("{} labels are too many to export with vectors of {} dimensions; "
                      "use a larger encoder.",
                      n_labels, config_.hidden));
    }
    add_encoder(weights_.frozen(), frozen_values());
    const std::vector<float> trained = learner.prediction_values();
    add_encoder(weights_.trained(), trained);
    add_tables();
    LinearHead head = head_of(trained);
    if (learner.pooling() == Pooling::mean) {
      head = add_mean_layer(head);
    }
    add_classifier(head);
  }

  void write(const std::filesystem::path& file) const {
    std::vector<TensorToWrite> list;
    for (const auto& [name, tensor] : tensors_) {
      list.push_back({name, tensor.shape, tensor.values});
    }
    write_safetensors(file, list);
  }
  [[nodiscard]] std::size_t layers() const { return layers_; }

 private:
  [[nodiscard]] std::vector<float> frozen_values() const {
    std::vector<float> values(weights_.frozen().size(), 0.0F);
    weights_.frozen_values(values);
    return values;
  }

  void add(const std::string& name, std::vector<std::size_t> shape, std::vector<float> values) {
    tensors_[name] = {std::move(shape), std::move(values)};
  }
  void add_inner(const std::string& name, std::vector<std::size_t> shape,
                 std::vector<float> values) {
    add(names_.prefix + name, std::move(shape), std::move(values));
  }

  void add_encoder(const ParameterLayout& layout, const std::vector<float>& values) {
    for (const ParameterSlice& slice : layout.slices()) {
      if (slice.name.starts_with("head.")) {
        continue;
      }
      const std::size_t columns = slice.size / slice.shape[0];
      for (const TensorSource& source : sources_of(config_, slice)) {
        std::vector<std::size_t> shape = slice.shape;
        shape[0] = source.rows;
        const auto begin =
            values.begin() + static_cast<std::ptrdiff_t>(slice.offset + source.row_begin * columns);
        add_inner(source.name, shape,
                  {begin, begin + static_cast<std::ptrdiff_t>(source.rows * columns)});
      }
    }
  }

  /// Whole tables: rows that no text used come from the encoder's folder.
  void add_tables() {
    std::vector<std::int32_t> all(config_.vocabulary);
    std::iota(all.begin(), all.end(), 0);
    std::vector<float> word = read_word_table(weights_.folder(), all);
    const std::vector<float> cut = std::move(tensors_.at(names_.prefix + names_.word).values);
    for (std::size_t i = 0; i < weights_.used_pieces().size(); ++i) {
      const auto row = static_cast<std::size_t>(weights_.used_pieces()[i]);
      std::copy_n(cut.begin() + static_cast<std::ptrdiff_t>(i * config_.hidden), config_.hidden,
                  word.begin() + static_cast<std::ptrdiff_t>(row * config_.hidden));
    }
    add_inner(names_.word, {config_.vocabulary, config_.hidden}, std::move(word));

    std::vector<float> position = read_position_table(weights_.folder());
    const std::vector<float> low = std::move(tensors_.at(names_.prefix + names_.position).values);
    std::copy(low.begin(), low.end(), position.begin());
    add_inner(names_.position, {config_.positions, config_.hidden}, std::move(position));
  }

  [[nodiscard]] LinearHead head_of(const std::vector<float>& trained) const {
    const auto part = [&](const char* name) {
      const ParameterSlice& slice = weights_.trained().at(name);
      const auto begin = trained.begin() + static_cast<std::ptrdiff_t>(slice.offset);
      return std::vector<float>(begin, begin + static_cast<std::ptrdiff_t>(slice.size));
    };
    return {part("head.weight"), part("head.bias")};
  }

  void add_zero_linear(const std::string& pattern, std::size_t out, std::size_t in) {
    const std::string name = layer_name(pattern, layers_);
    add_inner(name + ".weight", {out, in}, std::vector<float>(out * in, 0.0F));
    add_inner(name + ".bias", {out}, std::vector<float>(out, 0.0F));
  }
  void add_plain_norm(const std::string& pattern) {
    const std::string name = layer_name(pattern, layers_);
    add_inner(name + ".weight", {config_.hidden}, std::vector<float>(config_.hidden, 1.0F));
    add_inner(name + ".bias", {config_.hidden}, std::vector<float>(config_.hidden, 0.0F));
  }

  /// The layer described above; returns the head on the vector that it leaves.
  LinearHead add_mean_layer(const LinearHead& head) {
    const std::size_t h = config_.hidden;
    add_zero_linear(names_.query, h, h);
    add_zero_linear(names_.key, h, h);
    add_zero_linear(names_.value, h, h);
    add_zero_linear(names_.out, h, h);
    add_plain_norm(names_.norm1);
    add_zero_linear(names_.up, config_.intermediate, h);
    add_zero_linear(names_.down, h, config_.intermediate);
    add_plain_norm(names_.norm2);
    const auto inner = [&](const std::string& pattern, const char* kind) -> std::vector<float>& {
      return tensors_.at(names_.prefix + layer_name(pattern, layers_) + kind).values;
    };
    std::vector<float>& value = inner(names_.value, ".weight");
    for (std::size_t i = 0; i < h; ++i) {
      value[i * h + i] = 1;
    }
    std::vector<float>& out = inner(names_.out, ".weight");
    std::vector<float>& bias = inner(names_.out, ".bias");
    for (std::size_t k = 0; k < n_labels_; ++k) {
      for (std::size_t j = 0; j < h; ++j) {
        out[k * h + j] = kLogitScale * head.weight[k * h + j];
        out[n_labels_ * h + j] -= out[k * h + j];
      }
      bias[k] = kLogitScale * head.bias[k];
      bias[n_labels_] -= bias[k];
    }
    const std::size_t constants = (h - n_labels_ - 1) / 2 * 2;
    for (std::size_t i = 0; i < constants; ++i) {
      bias[n_labels_ + 1 + i] = i % 2 == 0 ? kConstant : -kConstant;
    }
    ++layers_;
    const float deviation =
        kConstant * std::sqrt(static_cast<float>(constants) / static_cast<float>(h));
    LinearHead result{std::vector<float>(n_labels_ * h, 0.0F), std::vector<float>(n_labels_, 0.0F)};
    for (std::size_t k = 0; k < n_labels_; ++k) {
      result.weight[k * h + k] = deviation / kLogitScale;
    }
    return result;
  }

  void add_classifier(const LinearHead& head) {
    const std::size_t h = config_.hidden;
    std::vector<float> pooler(h * h, 0.0F);
    std::vector<float> pooler_bias(h, 0.0F);
    std::vector<float> classifier(n_labels_ * h, 0.0F);
    const bool tanh = config_.model_type == "bert";
    for (std::size_t k = 0; k < n_labels_; ++k) {
      const auto write_row = [&](std::size_t row, float factor) {
        for (std::size_t j = 0; j < h; ++j) {
          pooler[row * h + j] = factor * head.weight[k * h + j];
        }
        pooler_bias[row] = factor * head.bias[k];
      };
      write_row(k, tanh ? kTanhScale : 1.0F);
      classifier[k * h + k] = tanh ? 1 / kTanhScale : 1.0F;
      if (!tanh) {
        write_row(n_labels_ + k, -1.0F);
        classifier[k * h + n_labels_ + k] = -1;
      }
    }
    const std::string name = tanh ? names_.prefix + "pooler.dense" : "pre_classifier";
    add(name + ".weight", {h, h}, std::move(pooler));
    add(name + ".bias", {h}, std::move(pooler_bias));
    add("classifier.weight", {n_labels_, h}, std::move(classifier));
    add("classifier.bias", {n_labels_}, std::vector<float>(n_labels_, 0.0F));
  }

  const EncoderWeights& weights_;
  const EncoderConfig& config_;
  const EncoderNames& names_;
  std::size_t n_labels_;
  std::size_t layers_;
  std::map<std::string, Tensor> tensors_;
};

void write_config(const EncoderLearner& learner, std::size_t layers,
                  const std::vector<std::string>& labels, const std::filesystem::path& file) {
  std::ifstream in(learner.weights().folder() / "config.json");
  auto config = nlohmann::ordered_json::parse(in, nullptr, false);
  const EncoderConfig& facts = learner.weights().config();
  config["architectures"] = {names_of(facts).architecture};
  config[facts.model_type == "distilbert" ? "n_layers" : "num_hidden_layers"] = layers;
  config["id2label"] = nlohmann::ordered_json::object();
  config["label2id"] = nlohmann::ordered_json::object();
  for (std::size_t k = 0; k < labels.size(); ++k) {
    config["id2label"][std::to_string(k)] = labels[k];
    config["label2id"][labels[k]] = k;
  }
  config["problem_type"] = "single_label_classification";
  config["torch_dtype"] = "float32";
  config.erase("_name_or_path");
  config.erase("dtype");
  std::ofstream out(file);
  out << config.dump(2) << '\n';
  if (!out.flush()) {
    throw Error(fmt::format("{} cannot be written; check the free space.", file.string()));
  }
}

void copy_tokenizer(const std::filesystem::path& from, const std::filesystem::path& to) {
  for (const char* name : {"vocab.txt", "tokenizer.json", "tokenizer_config.json",
                           "special_tokens_map.json", "added_tokens.json"}) {
    if (std::filesystem::exists(from / name)) {
      std::filesystem::copy_file(from / name, to / name);
    }
  }
}

}  // namespace

void export_encoder(Learner& encoder, const std::vector<std::string>& labels,
                    const std::filesystem::path& folder) {
  const auto* learner = dynamic_cast<EncoderLearner*>(&encoder);
  if (learner == nullptr) {
    throw Error("Only the strong model can be exported; the weak one has no Hugging Face form.");
  }
  if (labels.size() != learner->weights().trained().at("head.bias").size) {
    throw Error(fmt::format("The model has {} labels, but {} names were given.",
                            learner->weights().trained().at("head.bias").size, labels.size()));
  }
  if (std::filesystem::exists(folder)) {
    throw Error(fmt::format("{} exists already; give the name of a folder that does not.",
                            folder.string()));
  }
  std::filesystem::path beside = folder;
  if (!beside.has_filename()) {
    beside = beside.parent_path();  // the name was given with a slash at its end
  }
  const std::filesystem::path target = beside;
  beside += ".part";
  try {
    std::filesystem::remove_all(beside);
    std::filesystem::create_directories(beside);
    const ExportedModel model(*learner, labels.size());
    model.write(beside / "model.safetensors");
    write_config(*learner, model.layers(), labels, beside / "config.json");
    copy_tokenizer(learner->weights().folder(), beside);
    std::filesystem::rename(beside, target);
  } catch (const std::filesystem::filesystem_error& error) {
    std::error_code ignored;
    std::filesystem::remove_all(beside, ignored);
    throw Error(fmt::format("The model cannot be written to {} ({}); choose another folder.",
                            folder.string(), error.code().message()));
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove_all(beside, ignored);
    throw;
  }
}

}  // namespace noiseal
