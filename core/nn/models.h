// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "core/nn/learner.h"

namespace noiseal {

enum class Device : std::uint8_t { automatic, cpu, cuda };
enum class Precision : std::uint8_t { automatic, fp32, bf16 };
enum class Pooling : std::uint8_t { mean, cls };

/// Where the arithmetic runs.
struct ComputeOptions {
  Device device = Device::automatic;           ///< automatic: cuda where present, else cpu
  Precision precision = Precision::automatic;  ///< automatic: bf16 with AMX/AVX-512-BF16 or CUDA
  int threads = 0;                             ///< CPU threads; 0: all cores of this process
};

/// The strong model (METHOD.md section 1): BERT-family encoder, pooling, dropout, linear head.
struct EncoderOptions {
  std::filesystem::path folder;  ///< Hugging Face layout: config.json, model.safetensors, ...
  std::size_t n_labels = 2;
  std::size_t batch = 32;  ///< rows per step, 1..1024
  int train_layers = 0;    ///< layers trained, counted from the top; 0: all and embeddings
  Pooling pooling = Pooling::mean;
  float dropout = 0.1F;         ///< 0..1, hidden and attention and before the head
  float weight_decay = 0.01F;   ///< AdamW
  float clip_norm = 1.0F;       ///< of the whole gradient
  float weight_average = 0.0F;  ///< decay of the moving average of the weights; 0: none.
                                ///< Step t uses min(decay, (1 + t) / (average_ramp + t)).
  float average_ramp = 10.0F;   ///< 1 or more; the average spans about t / average_ramp steps
  std::uint64_t seed = 1;       ///< head initialisation and dropout
  ComputeOptions compute;
};

/// The weak model: pieces -> embedding -> one BiLSTM layer -> max pool -> dropout -> linear.
struct BiLstmOptions {
  std::size_t n_labels = 2;
  std::size_t vocabulary_size = 0;
  std::int32_t padding_id = 0;
  std::size_t embedding = 128;  ///< dimensions; ignored where embedding_folder is set
  std::size_t hidden = 128;     ///< each way
  std::size_t batch = 32;
  float dropout = 0.3F;
  float weight_decay = 0.01F;
  float clip_norm = 1.0F;
  float weight_average = 0.0F;  ///< as of EncoderOptions
  float average_ramp = 10.0F;
  std::filesystem::path embedding_folder;  ///< encoder folder whose word-piece table is the
                                           ///< frozen input (weak_input strong-pieces); or empty
  std::uint64_t seed = 1;
  ComputeOptions compute;
};

/// Throws Error naming the file and what is wrong with it.
std::unique_ptr<Learner> make_encoder_learner(const EncoderOptions& options,
                                              const LearnerCorpora& corpora);
std::unique_ptr<Learner> make_bilstm_learner(const BiLstmOptions& options,
                                             const LearnerCorpora& corpora);

/// What config.json of an encoder's folder says; throws Error when it is not a BERT-type model.
struct EncoderFacts {
  std::string model_type;  ///< "bert", "distilbert"
  std::size_t layers = 0;
  std::size_t hidden = 0;
  std::size_t vocabulary = 0;
  std::size_t max_positions = 0;
};
EncoderFacts read_encoder_facts(const std::filesystem::path& folder);

/// Pooled vectors [n_texts, hidden] of a pre-trained encoder as it is, dropout off.
MatrixF frozen_vectors(const std::filesystem::path& folder, Pooling pooling,
                       const ComputeOptions& compute, const TokenCorpus& texts,
                       const Control& control);

/// Writes a Hugging Face folder (config.json, model.safetensors, tokenizer files) that
/// AutoModelForSequenceClassification.from_pretrained loads. The head is exported so that the
/// model class of the architecture gives the same logits; see the .cpp for the pooling.
/// Written to a folder beside it and renamed: whole or not at all.
void export_encoder(Learner& encoder, const std::vector<std::string>& labels,
                    const std::filesystem::path& folder);

/// True when a CUDA device can be used by this process (opens the CUDA libraries once).
bool cuda_available();

}  // namespace noiseal
