// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

#include "core/nn/encoder_config.h"
#include "core/nn/learner.h"
#include "core/nn/network.h"

namespace noiseal {

/// Which parameters of a pre-trained encoder a learner holds, and where they come from.
///
/// The tables of pieces and positions are cut to the rows that the texts use: half of MiniLM's
/// parameters are rows of pieces that no text contains. Their gradient is zero; all they would
/// get is weight decay. An export takes them from the folder again.
///
/// Names in the layouts: "embeddings.word" [n_used_pieces, hidden], "embeddings.position",
/// "embeddings.type", "embeddings.norm.weight|bias"; per layer i "i.qkv.weight" [3*hidden,
/// hidden] and .bias, "i.out", "i.norm1", "i.up", "i.down", "i.norm2"; "head".
class EncoderWeights {
 public:
  /// train_layers as in EncoderOptions; n_labels 0: no head.
  EncoderWeights(const std::filesystem::path& folder, const LearnerCorpora& corpora,
                 int train_layers, std::size_t n_labels);

  [[nodiscard]] const EncoderConfig& config() const { return config_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] const ParameterLayout& trained() const { return trained_; }
  [[nodiscard]] const ParameterLayout& frozen() const { return frozen_; }
  /// Layers 0 .. first_trained_layer()-1 and, unless embeddings_trained(), the embeddings are
  /// frozen.
  [[nodiscard]] std::size_t first_trained_layer() const { return first_trained_layer_; }
  [[nodiscard]] bool embeddings_trained() const { return embeddings_trained_; }
  [[nodiscard]] std::size_t positions() const { return positions_; }  ///< rows kept
  [[nodiscard]] const std::vector<std::int32_t>& used_pieces() const { return used_; }
  /// Row of the cut table of a piece that occurs in the texts.
  [[nodiscard]] std::int32_t table_row(std::int32_t piece) const {
    return row_of_[static_cast<std::size_t>(piece)];
  }

  /// Pre-trained values; the head normal(0, 0.02) from the seed, its bias 0.
  void initial_values(std::uint64_t seed, std::span<float> trained) const;
  void frozen_values(std::span<float> frozen) const;

 private:
  void collect_pieces(const LearnerCorpora& corpora);
  void load(const ParameterLayout& layout, std::span<float> values) const;

  std::filesystem::path folder_;
  EncoderConfig config_;
  ParameterLayout trained_;
  ParameterLayout frozen_;
  std::size_t first_trained_layer_ = 0;
  bool embeddings_trained_ = true;
  std::size_t positions_ = 1;
  std::vector<std::int32_t> used_;
  std::vector<std::int32_t> row_of_;
};

/// Rows `pieces` of the word-piece table of a pre-trained encoder, [pieces.size(), hidden].
std::vector<float> read_word_table(const std::filesystem::path& folder,
                                   std::span<const std::int32_t> pieces);

/// The whole position table, [positions, hidden].
std::vector<float> read_position_table(const std::filesystem::path& folder);

/// One tensor of a safetensors file that holds (a block of rows of) a parameter.
struct TensorSource {
  std::string name;           ///< without prefix
  std::size_t row_begin = 0;  ///< block of rows of the parameter, for query, key, value
  std::size_t rows = 0;
};
/// Tensors of the file that make up a parameter of the layout, in the order of its rows.
std::vector<TensorSource> sources_of(const EncoderConfig& config, const ParameterSlice& slice);

}  // namespace noiseal
