// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/encoder_weights.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <numeric>
#include <string>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/nn/safetensors.h"

namespace noiseal {
namespace {

constexpr std::uint64_t kHeadStream = 105;
constexpr double kHeadDeviation = 0.02;  // initializer_range of the reference implementation

void add_embeddings(ParameterLayout& layout, const EncoderConfig& config, std::size_t pieces,
                    std::size_t positions) {
  layout.add("embeddings.word", {pieces, config.hidden});
  layout.add("embeddings.position", {positions, config.hidden});
  if (config.types > 0) {
    layout.add("embeddings.type", {config.types, config.hidden});
  }
  layout.add("embeddings.norm.weight", {config.hidden});
  layout.add("embeddings.norm.bias", {config.hidden});
}

void add_layer(ParameterLayout& layout, const EncoderConfig& config, std::size_t layer) {
  const auto add = [&](const char* part, std::size_t out, std::size_t in) {
    layout.add(fmt::format("{}.{}.weight", layer, part),
               in > 0 ? std::vector{out, in} : std::vector{out});
    layout.add(fmt::format("{}.{}.bias", layer, part), {out});
  };
  add("qkv", 3 * config.hidden, config.hidden);
  add("out", config.hidden, config.hidden);
  add("norm1", config.hidden, 0);
  add("up", config.intermediate, config.hidden);
  add("down", config.hidden, config.intermediate);
  add("norm2", config.hidden, 0);
}

std::size_t lines_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::size_t lines = 0;
  for (std::string line; std::getline(in, line);) {
    ++lines;
  }
  return lines;
}

/// "3.qkv.weight" -> layer 3, part "qkv", kind ".weight".
struct LayerPart {
  std::size_t layer = 0;
  std::string part;
  std::string kind;
};
LayerPart split_name(const std::string& name) {
  LayerPart result;
  const std::size_t first = name.find('.');
  const std::size_t last = name.rfind('.');
  std::from_chars(name.data(), name.data() + first, result.layer);
  result.part = name.substr(first + 1, last - first - 1);
  result.kind = name.substr(last);
  return result;
}

/// The name under which the file holds a tensor: with or without the model's prefix, or with the
/// old names of LayerNorm's parameters.
std::string name_in_file(const SafetensorsFile& file, const EncoderNames& names,
                         const std::string& name) {
  std::string old = name;
  for (const auto& [now, then] : {std::pair{"LayerNorm.weight", "LayerNorm.gamma"},
                                  std::pair{"LayerNorm.bias", "LayerNorm.beta"}}) {
    if (name.ends_with(now)) {
      old = name.substr(0, name.size() - std::string_view(now).size()) + then;
    }
  }
  for (const std::string& candidate : {name, names.prefix + name, old, names.prefix + old}) {
    if (file.has(candidate)) {
      return candidate;
    }
  }
  return name;  // the reader reports it missing
}

}  // namespace

std::vector<TensorSource> sources_of(const EncoderConfig& config, const ParameterSlice& slice) {
  const EncoderNames& names = names_of(config);
  const std::string& name = slice.name;
  const std::size_t rows = slice.shape[0];
  if (name == "embeddings.word") {
    return {{names.word, 0, rows}};
  }
  if (name == "embeddings.position") {
    return {{names.position, 0, rows}};
  }
  if (name == "embeddings.type") {
    return {{names.type, 0, rows}};
  }
  if (name.starts_with("embeddings.norm")) {
    return {{names.norm + name.substr(name.rfind('.')), 0, rows}};
  }
  const LayerPart split = split_name(name);
  const auto full = [&](const std::string& pattern) {
    return layer_name(pattern, split.layer) + split.kind;
  };
  if (split.part == "qkv") {
    const std::size_t third = rows / 3;
    return {{full(names.query), 0, third},
            {full(names.key), third, third},
            {full(names.value), 2 * third, third}};
  }
  const std::string& pattern = split.part == "out"     ? names.out
                               : split.part == "norm1" ? names.norm1
                               : split.part == "up"    ? names.up
                               : split.part == "down"  ? names.down
                                                       : names.norm2;
  return {{full(pattern), 0, rows}};
}

EncoderWeights::EncoderWeights(const std::filesystem::path& folder, const LearnerCorpora& corpora,
                               int train_layers, std::size_t n_labels)
    : folder_(folder), config_(read_encoder_config(folder)) {
  if (train_layers < 0 || static_cast<std::size_t>(train_layers) > config_.layers) {
    throw UsageError(
        fmt::format("train_layers is {}, but the encoder has {} layers; give 1 .. {} "
                    "or all.",
                    train_layers, config_.layers, config_.layers));
  }
  embeddings_trained_ = train_layers == 0;
  first_trained_layer_ =
      embeddings_trained_ ? 0 : config_.layers - static_cast<std::size_t>(train_layers);
  collect_pieces(corpora);
  add_embeddings(embeddings_trained_ ? trained_ : frozen_, config_, used_.size(), positions_);
  for (std::size_t layer = 0; layer < config_.layers; ++layer) {
    add_layer(layer < first_trained_layer_ ? frozen_ : trained_, config_, layer);
  }
  if (n_labels > 0) {
    trained_.add("head.weight", {n_labels, config_.hidden});
    trained_.add("head.bias", {n_labels});
  }
  if (embeddings_trained_) {
    trained_.set_tag(fmt::format("{:016x}", fnv1a({reinterpret_cast<const char*>(used_.data()),
                                                   used_.size() * sizeof(std::int32_t)})));
  }
}

void EncoderWeights::collect_pieces(const LearnerCorpora& corpora) {
  const std::filesystem::path vocabulary = folder_ / "vocab.txt";
  if (std::filesystem::exists(vocabulary) && lines_of(vocabulary) > config_.vocabulary) {
    throw Error(
        fmt::format("{} has more pieces than the {} that config.json names: wrong "
                    "vocabulary size; the two files do not belong together.",
                    vocabulary.string(), config_.vocabulary));
  }
  row_of_.assign(config_.vocabulary, -1);
  for (const TokenCorpus* corpus : {corpora.train, corpora.valid, corpora.test}) {
    if (corpus == nullptr) {
      continue;
    }
    for (const std::int32_t piece : corpus->ids) {
      if (piece < 0 || static_cast<std::size_t>(piece) >= config_.vocabulary) {
        throw Error(
            fmt::format("{}: the tokenizer gives piece {}, but the model knows {} pieces: "
                        "wrong vocabulary size; use the vocabulary that belongs to the "
                        "model.",
                        folder_.string(), piece, config_.vocabulary));
      }
      row_of_[static_cast<std::size_t>(piece)] = 0;
    }
    for (std::size_t i = 0; i < corpus->size(); ++i) {
      positions_ = std::max(positions_, corpus->length(i));
    }
  }
  if (positions_ > config_.positions) {
    throw UsageError(
        fmt::format("A text has {} pieces, but the encoder reads at most {}; set "
                    "max_tokens to {} or less.",
                    positions_, config_.positions, config_.positions));
  }
  for (std::size_t piece = 0; piece < row_of_.size(); ++piece) {
    if (row_of_[piece] == 0) {
      row_of_[piece] = static_cast<std::int32_t>(used_.size());
      used_.push_back(static_cast<std::int32_t>(piece));
    }
  }
}

void EncoderWeights::load(const ParameterLayout& layout, std::span<float> values) const {
  const SafetensorsFile file(folder_ / "model.safetensors");
  const EncoderNames& names = names_of(config_);
  for (const ParameterSlice& slice : layout.slices()) {
    const std::span<float> whole = values.subspan(slice.offset, slice.size);
    if (slice.name.starts_with("head.")) {
      continue;
    }
    const auto sources = sources_of(config_, slice);
    if (slice.name == "embeddings.word") {
      const std::string name = name_in_file(file, names, sources[0].name);
      if (file.has(name) && file.tensors().at(name).shape[0] != config_.vocabulary) {
        throw Error(fmt::format(
            "{}: the table has {} pieces, but config.json names {}: wrong "
            "vocabulary size; the two files do not belong together.",
            file.path().string(), file.tensors().at(name).shape[0], config_.vocabulary));
      }
      file.read_rows(name, used_, config_.hidden, whole);
    } else if (slice.name == "embeddings.position") {
      std::vector<std::int32_t> rows(slice.shape[0]);
      std::iota(rows.begin(), rows.end(), 0);
      file.read_rows(name_in_file(file, names, sources[0].name), rows, config_.hidden, whole);
    } else {
      for (const TensorSource& source : sources) {
        std::vector<std::size_t> shape = slice.shape;
        shape[0] = source.rows;
        const std::size_t columns = slice.size / slice.shape[0];
        file.read(name_in_file(file, names, source.name), shape,
                  whole.subspan(source.row_begin * columns, source.rows * columns));
      }
    }
  }
}

void EncoderWeights::initial_values(std::uint64_t seed, std::span<float> trained) const {
  load(trained_, trained);
  if (trained_.has("head.weight")) {
    const ParameterSlice& head = trained_.at("head.weight");
    Rng rng({seed, kHeadStream});
    for (float& value : trained.subspan(head.offset, head.size)) {
      value = static_cast<float>(kHeadDeviation * rng.normal());
    }
  }
}

void EncoderWeights::frozen_values(std::span<float> frozen) const {
  load(frozen_, frozen);
}

namespace {

std::vector<float> read_table(const std::filesystem::path& folder, const EncoderConfig& config,
                              const std::string& name, std::span<const std::int32_t> rows) {
  const SafetensorsFile file(folder / "model.safetensors");
  std::vector<float> table(rows.size() * config.hidden);
  file.read_rows(name_in_file(file, names_of(config), name), rows, config.hidden, table);
  return table;
}

}  // namespace

std::vector<float> read_word_table(const std::filesystem::path& folder,
                                   std::span<const std::int32_t> pieces) {
  const EncoderConfig config = read_encoder_config(folder);
  return read_table(folder, config, names_of(config).word, pieces);
}

std::vector<float> read_position_table(const std::filesystem::path& folder) {
  const EncoderConfig config = read_encoder_config(folder);
  std::vector<std::int32_t> rows(config.positions);
  std::iota(rows.begin(), rows.end(), 0);
  return read_table(folder, config, names_of(config).position, rows);
}

}  // namespace noiseal
