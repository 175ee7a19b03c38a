// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stdexcept>
#include <string>

namespace noiseal {

/// What the caller can do about a failure; decides the exit status of the command line.
enum class ErrorKind {
  failed,       ///< bad input or a failed operation: exit 1
  usage,        ///< wrong use of the program: exit 2
  interrupted,  ///< stopped on request, can be resumed: exit 130
};

/// A failure that a person can act on. what() is one sentence that says what happened,
/// where (file, line, row) and what to do; it never quotes a library's bare message.
class Error : public std::runtime_error {
 public:
  explicit Error(const std::string& sentence, ErrorKind kind = ErrorKind::failed)
      : std::runtime_error(sentence), kind_(kind) {}

  [[nodiscard]] ErrorKind kind() const noexcept { return kind_; }

 private:
  ErrorKind kind_;
};

/// Wrong use: unknown option, value out of range, unknown recipe key.
class UsageError : public Error {
 public:
  explicit UsageError(const std::string& sentence) : Error(sentence, ErrorKind::usage) {}
};

/// Thrown at a check point after a stop was asked for. Everything shown as done is stored.
class Interrupted : public Error {
 public:
  Interrupted() : Error("Stopped on request; resume to go on.", ErrorKind::interrupted) {}
};

}  // namespace noiseal
