// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <ostream>

namespace noiseal {

/// A file that is written whole or not at all: under a temporary name beside its target, which it
/// replaces in one step on commit(). Destroyed before that, nothing stays and the target is as it
/// was. Errors are noiseal::Error naming the target.
class WholeFile {
 public:
  explicit WholeFile(std::filesystem::path target);
  ~WholeFile();
  WholeFile(const WholeFile&) = delete;
  WholeFile& operator=(const WholeFile&) = delete;

  std::ostream& stream() { return out_; }
  /// Makes it durable and gives it its name.
  void commit();

 private:
  [[noreturn]] void fail() const;

  std::filesystem::path target_;
  std::filesystem::path temporary_;
  std::ofstream out_;
};

}  // namespace noiseal
