// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "core/nn/device.h"
#include "core/nn/models.h"
#include "core/nn/network.h"

namespace noiseal {

/// What a BiLSTM consists of. Parameters: "embedding" [table_rows, input] unless the table is
/// frozen; for each way "forward." and "backward.": "input.weight" [4*hidden, input],
/// "hidden.weight" [4*hidden, hidden], "input.bias", "hidden.bias" [4*hidden], gates in the order
/// input, forget, cell, output (as torch.nn.LSTM); "head".
struct BiLstmShape {
  std::size_t input = 128;
  std::size_t hidden = 128;
  std::size_t table_rows = 0;  ///< pieces that occur in the texts, and padding
  std::int64_t padding_row = 0;
  std::vector<std::int32_t> table_row;  ///< of each piece of the vocabulary; -1: not in the texts
  std::vector<float> frozen_table;      ///< [table_rows, input] or empty
  ParameterLayout layout;

  /// As PyTorch: embedding normal(0, 1), LSTM and head uniform in +-1/sqrt(size).
  void initial_values(std::uint64_t seed, std::span<float> values) const;
};

/// Checks the texts against the vocabulary; Error when they do not fit.
BiLstmShape bilstm_shape(const BiLstmOptions& options, const LearnerCorpora& corpora);

/// A BiLSTM that LibTorch differentiates, for any device.
std::unique_ptr<Network> make_torch_bilstm(std::shared_ptr<const BiLstmShape> shape,
                                           const LearnerCorpora& corpora,
                                           const ComputeChoice& compute);

/// The same on the CPU, written out: several times faster. For shapes that fit.
std::unique_ptr<Network> make_cpu_bilstm(std::shared_ptr<const BiLstmShape> shape,
                                         const LearnerCorpora& corpora,
                                         const ComputeChoice& compute);
bool cpu_bilstm_fits(const BiLstmShape& shape);

}  // namespace noiseal
