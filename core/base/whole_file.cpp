// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/whole_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <system_error>
#include <utility>

#include "core/base/error.h"

namespace noiseal {
namespace {

bool make_durable(const std::filesystem::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    return false;
  }
  const bool done = ::fsync(descriptor) == 0;
  return ::close(descriptor) == 0 && done;
}

}  // namespace

WholeFile::WholeFile(std::filesystem::path target) : target_(std::move(target)) {
  std::error_code ignored;
  if (std::filesystem::is_directory(target_, ignored)) {
    throw Error(fmt::format("{} is a folder; give the name of a file.", target_.string()));
  }
  temporary_ = target_;
  temporary_ += fmt::format(".{}.part", ::getpid());
  out_.open(temporary_, std::ios::binary | std::ios::trunc);
  if (!out_) {
    throw Error(fmt::format("Cannot write {}: check that its folder exists and may be written to.",
                            target_.string()));
  }
}

WholeFile::~WholeFile() {
  if (!temporary_.empty()) {
    out_.close();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
  }
}

void WholeFile::commit() {
  out_.close();
  if (!out_ || !make_durable(temporary_)) {
    fail();
  }
  std::error_code error;
  std::filesystem::rename(temporary_, target_, error);
  if (error) {
    fail();
  }
  temporary_.clear();
}

void WholeFile::fail() const {
  throw Error(
      fmt::format("Cannot write {} to its end: free some space on its disk, then try again.",
                  target_.string()));
}

}  // namespace noiseal
