# SPDX-License-Identifier: GPL-3.0-or-later
# LibTorch out of the PyPI wheel, CPU part alone. The wheel's own TorchConfig.cmake demands a CUDA
# toolkit, so the targets are declared here. Defines LibTorch::LibTorch.
#
# LIBTORCH_ROOT: the folder that holds include/ and lib/.

find_path(LibTorch_INCLUDE_DIR torch/csrc/api/include/torch/torch.h
  PATHS "${LIBTORCH_ROOT}/include" NO_DEFAULT_PATH)
find_library(LibTorch_CPU_LIBRARY torch_cpu PATHS "${LIBTORCH_ROOT}/lib" NO_DEFAULT_PATH)
find_library(LibTorch_C10_LIBRARY c10 PATHS "${LIBTORCH_ROOT}/lib" NO_DEFAULT_PATH)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(LibTorch
  REQUIRED_VARS LibTorch_CPU_LIBRARY LibTorch_C10_LIBRARY LibTorch_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "run packaging/run.sh once, or give -DLIBTORCH_ROOT=FOLDER (LibTorch >= 2.6)")

if(LibTorch_FOUND AND NOT TARGET LibTorch::LibTorch)
  add_library(LibTorch::C10 UNKNOWN IMPORTED)
  set_target_properties(LibTorch::C10 PROPERTIES
    IMPORTED_LOCATION "${LibTorch_C10_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES "${LibTorch_INCLUDE_DIR}"
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${LibTorch_INCLUDE_DIR}")
  add_library(LibTorch::LibTorch UNKNOWN IMPORTED)
  set_target_properties(LibTorch::LibTorch PROPERTIES
    IMPORTED_LOCATION "${LibTorch_CPU_LIBRARY}"
    INTERFACE_INCLUDE_DIRECTORIES
      "${LibTorch_INCLUDE_DIR};${LibTorch_INCLUDE_DIR}/torch/csrc/api/include"
    INTERFACE_LINK_LIBRARIES LibTorch::C10)
endif()
