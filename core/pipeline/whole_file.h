// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

#include "core/store/project.h"

namespace noiseal {

/// Throws UsageError when a file to write is the project that is read.
void require_not_the_project(const std::filesystem::path& target, const Project& project);

/// A file that appears whole or not at all: written under a temporary name beside its place, it
/// replaces what is there when it is done. Destroyed before that, nothing stays.
class WholeFile {
 public:
  /// Throws Error when the folder is missing or can't be written, or the target is no file.
  explicit WholeFile(const std::filesystem::path& target);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  /// Throws Error when the disk is full.
  void write(std::string_view bytes);
  /// Everything to the disk; after this publish() has little left that can fail.
  void finish();
  /// Gives the file its name. Throws Error.
  void publish();

 private:
  [[nodiscard]] bool failed() const { return !out_.good(); }

  std::filesystem::path target_;
  std::filesystem::path temporary_;
  std::ofstream out_;
  bool published_ = false;
};

}  // namespace noiseal
