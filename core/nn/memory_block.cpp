// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/memory_block.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>  // NOLINT(modernize-deprecated-headers): mkstemp is POSIX
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "core/base/error.h"

namespace noiseal {
namespace {

constexpr std::size_t kFileFrom = std::size_t{1} << 30;
constexpr std::size_t kBigPage = std::size_t{1} << 21;

int temporary_file(std::size_t bytes) {
  std::string name = (std::filesystem::temp_directory_path() / "noiseal-vectors-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  if (file < 0) {
    throw Error(
        fmt::format("No temporary file can be made in {}; set TMPDIR to a folder with {} "
                    "MiB of free space.",
                    std::filesystem::temp_directory_path().string(), bytes >> 20));
  }
  ::unlink(name.c_str());
  if (::posix_fallocate(file, 0, static_cast<off_t>(bytes)) != 0) {
    ::close(file);
    throw Error(
        fmt::format("{} has too little free space; set TMPDIR to a folder with {} MiB of "
                    "it.",
                    std::filesystem::temp_directory_path().string(), bytes >> 20));
  }
  return file;
}

}  // namespace

MemoryBlock::MemoryBlock(std::size_t bytes, bool may_use_file) : bytes_(bytes) {
  if (bytes == 0) {
    return;
  }
  const bool in_file = may_use_file && bytes > kFileFrom;
  const int file = in_file ? temporary_file(bytes) : -1;
  void* data = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE,
                      in_file ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, file, 0);
  if (file >= 0) {
    ::close(file);
  }
  if (data == MAP_FAILED) {
    throw Error(
        fmt::format("There is not enough memory for {} MiB; use a smaller model, a smaller "
                    "batch or a smaller max_tokens.",
                    bytes >> 20));
  }
  if (!in_file && bytes >= kBigPage) {
    ::madvise(data, bytes, MADV_HUGEPAGE);
  }
  data_ = data;
}

MemoryBlock::~MemoryBlock() {
  if (data_ != nullptr) {
    ::munmap(data_, bytes_);
  }
}

}  // namespace noiseal
