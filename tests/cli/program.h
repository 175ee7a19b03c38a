// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace noiseal::test {

using Arguments = std::vector<std::string>;

/// How a process ended and what it said.
struct Outcome {
  int status = 0;  ///< exit status, or 128 + signal
  std::string out;
  std::string err;

  /// The lines of stderr that are no progress.
  [[nodiscard]] std::vector<std::string> messages() const;
};

/// Under what conditions the program runs.
struct Conditions {
  bool without_rights = false;     ///< as an unprivileged user, where the test runs as root
  std::uint64_t largest_file = 0;  ///< bytes a file may have, as on a full disk; 0: any
};

/// The built program as a process of its own, in a folder, with one thread and no input.
class Program {
 public:
  Program(std::filesystem::path folder, const Arguments& arguments, Conditions conditions = {});
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void send(int signal) const;
  /// Waits until stderr contains the words (true) or the process has ended (false).
  [[nodiscard]] bool wait_for_message(const std::string& words) const;
  Outcome wait();

 private:
  std::filesystem::path folder_;
  std::filesystem::path outputs_;  ///< folder of the files that stdout and stderr go to
  pid_t process_ = -1;
};

/// Runs it to its end.
Outcome run_program(const std::filesystem::path& folder, const Arguments& arguments,
                    Conditions conditions = {});

/// Every file under a folder with its contents: equal when nothing was written.
std::map<std::string, std::string> snapshot(const std::filesystem::path& folder);

std::string read_file(const std::filesystem::path& file);
void write_file(const std::filesystem::path& file, const std::string& bytes);

}  // namespace noiseal::test
