// SPDX-License-Identifier: GPL-3.0-or-later
#define NOISEAL_KERNELS kernels_x86_64_v3
#include "core/nn/cpu_kernels.inc"
