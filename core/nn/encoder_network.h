// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/nn/device.h"
#include "core/nn/encoder_weights.h"
#include "core/nn/models.h"
#include "core/nn/network.h"

namespace noiseal {

struct EncoderNetworkOptions {
  Pooling pooling = Pooling::mean;
  float dropout = 0.1F;  ///< hidden and attention
  ComputeChoice compute;
};

/// An encoder that LibTorch differentiates, for any device; texts padded to the longest.
std::unique_ptr<Network> make_torch_encoder(std::shared_ptr<const EncoderWeights> weights,
                                            const LearnerCorpora& corpora,
                                            const EncoderNetworkOptions& options);

/// The encoder for the CPU, several times faster; cpu_encoder_fits() says for which sizes.
std::unique_ptr<Network> make_cpu_encoder(std::shared_ptr<const EncoderWeights> weights,
                                          const LearnerCorpora& corpora,
                                          const EncoderNetworkOptions& options);
bool cpu_encoder_fits(const EncoderConfig& config);

}  // namespace noiseal
