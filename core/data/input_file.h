// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>

namespace noiseal {

/// A file opened for reading. Errors are Errors that name the file.
class InputFile {
 public:
  /// Throws Error when it is missing, a folder, or may not be read.
  explicit InputFile(const std::filesystem::path& file);

  /// Reads up to size bytes; fewer at the end of the file alone. Throws Error on a read error.
  std::size_t read(char* to, std::size_t size);
  void seek(std::uint64_t offset);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::filesystem::path path_;
  std::unique_ptr<std::FILE, Close> file_;
  std::uint64_t size_ = 0;
};

}  // namespace noiseal
