// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/input_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "core/base/error.h"

namespace noiseal {
namespace {

Error cannot_open(const std::filesystem::path& file, int error_number) {
  std::error_code ignored;
  if (std::filesystem::is_directory(file, ignored)) {
    return Error(fmt::format("{} is a folder; name a file in it.", file.string()));
  }
  if (error_number == ENOENT || error_number == ENOTDIR) {
    return Error(fmt::format("There is no file {}; check its name.", file.string()));
  }
  if (error_number == EACCES || error_number == EPERM) {
    return Error(fmt::format("{} may not be read: permission denied; change its permissions.",
                             file.string()));
  }
  return Error(fmt::format("{} can't be opened: {}.", file.string(),
                           std::generic_category().message(error_number)));
}

}  // namespace

InputFile::InputFile(const std::filesystem::path& file) : path_(file) {
  std::error_code ignored;
  file_.reset(std::fopen(file.c_str(), "rb"));
  if (!file_ || std::filesystem::is_directory(file, ignored)) {
    throw cannot_open(file, errno);
  }
  static_cast<void>(std::setvbuf(file_.get(), nullptr, _IONBF, 0));
  const auto size = std::filesystem::file_size(file, ignored);
  size_ = ignored ? 0 : size;
}

std::size_t InputFile::read(char* to, std::size_t size) {
  const std::size_t got = std::fread(to, 1, size, file_.get());
  if (got < size && std::ferror(file_.get()) != 0) {
    throw Error(fmt::format("{} can't be read: {}.", path_.string(),
                            std::generic_category().message(errno)));
  }
  return got;
}

void InputFile::seek(std::uint64_t offset) {
  if (::fseeko(file_.get(), static_cast<off_t>(offset), SEEK_SET) != 0) {
    throw Error(
        fmt::format("{} can't be read from its middle; copy it to a disk.", path_.string()));
  }
}

}  // namespace noiseal
