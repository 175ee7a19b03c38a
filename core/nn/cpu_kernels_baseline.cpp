// SPDX-License-Identifier: GPL-3.0-or-later
#define NOISEAL_KERNELS kernels_baseline
#include "core/nn/cpu_kernels.inc"
