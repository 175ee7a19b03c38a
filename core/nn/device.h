// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/nn/models.h"

namespace noiseal {

/// Where and how a model computes, once "automatic" is decided.
struct ComputeChoice {
  bool cuda = false;
  bool bf16 = false;
  std::string device;     ///< for LearnerFacts: "cpu" or "cuda:0 (name)"
  std::string precision;  ///< "fp32" or "bf16"
};

/// Decides device and precision. Throws Error when CUDA is asked for and there is none.
ComputeChoice choose_compute(const ComputeOptions& options);

}  // namespace noiseal
