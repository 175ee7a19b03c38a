// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/device.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <dlfcn.h>
#include <malloc.h>
#include <sched.h>

#include <cstdlib>
#include <filesystem>
#include <mutex>

#include "core/base/error.h"
#include "core/nn/network.h"

namespace noiseal {
namespace {

/// The folder that libtorch_cpu.so was loaded from.
std::filesystem::path torch_folder() {
  Dl_info info{};
  const auto* symbol = reinterpret_cast<const void*>(&at::get_num_threads);
  if (dladdr(symbol, &info) == 0 || info.dli_fname == nullptr) {
    return {};
  }
  return std::filesystem::path(info.dli_fname).parent_path();
}

bool has_driver() {
  std::error_code ignored;
  return std::filesystem::exists("/dev/nvidiactl", ignored) ||
         std::filesystem::exists("/dev/dxg", ignored);
}

/// LibTorch caches its first answer about CUDA: the library must be open before the question.
bool open_cuda() {
  if (!has_driver()) {
    return false;
  }
  const std::filesystem::path library = torch_folder() / "libtorch_cuda.so";
  if (dlopen(library.c_str(), RTLD_NOW | RTLD_GLOBAL) == nullptr) {
    return false;
  }
  try {
    return at::hasCUDA() && at::detail::getCUDAHooks().deviceCount() > 0;
  } catch (const std::exception&) {
    return false;
  }
}

bool fast_bf16_on_cpu() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16") != 0;  // every processor with AMX has it too
#else
  return false;
#endif
}

int cores_of_process() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) {
    return CPU_COUNT(&set);
  }
  return 1;
}

}  // namespace

bool cuda_available() {
  static const bool available = open_cuda();
  return available;
}

ComputeChoice choose_compute(const ComputeOptions& options) {
  ComputeChoice choice;
  if (options.device == Device::cuda && !cuda_available()) {
    throw Error(
        "No CUDA device can be used here: the driver, the device or LibTorch's CUDA libraries are "
        "missing; use --device cpu.");
  }
  choice.cuda =
      options.device == Device::cuda || (options.device == Device::automatic && cuda_available());
  choice.bf16 = options.precision == Precision::bf16 ||
                (options.precision == Precision::automatic && (choice.cuda || fast_bf16_on_cpu()));
  choice.device = choice.cuda ? "cuda:0" : "cpu";
  choice.precision = choice.bf16 ? "bf16" : "fp32";
  return choice;
}

void set_compute_threads(int threads) {
  // Big tensors come and go with every batch: keep their memory instead of giving it back to the
  // system, where every page would be faulted in anew.
  static std::once_flag once;
  std::call_once(once, [] {
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
  });
  if (threads <= 0) {
    const char* asked = std::getenv("OMP_NUM_THREADS");
    threads = asked != nullptr ? std::atoi(asked) : 0;
  }
  at::set_num_threads(threads > 0 ? threads : cores_of_process());
}

}  // namespace noiseal
