// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

namespace noiseal {

/// The right to write a project, held by one program at a time: an advisory lock on the file
/// NAME.noiseal-lock beside it. The system releases it when the process ends, however it ends.
class WriterLock {
 public:
  /// Takes the lock. Throws Error that names the holder when another program (or another part of
  /// this one) has it.
  explicit WriterLock(const std::filesystem::path& project);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

  /// The lock file of a project.
  static std::filesystem::path lock_file(const std::filesystem::path& project);

 private:
  std::filesystem::path file_;
  int descriptor_ = -1;
};

}  // namespace noiseal
