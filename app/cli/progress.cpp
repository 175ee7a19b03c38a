// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <iostream>

#include "core/base/printable.h"

namespace noiseal::cli {
namespace {

constexpr std::size_t kBarCharacters = 24;
constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr auto kPlainLine = std::chrono::seconds(10);

std::string bar(double share) {
  const auto full = static_cast<std::size_t>(share * kBarCharacters);
  return fmt::format("[{:#<{}}{:.<{}}]", "", full, "", kBarCharacters - full);
}

}  // namespace

Progress::Progress()
    : terminal_(isatty(STDERR_FILENO) == 1), start_(Clock::now()), last_shown_(start_) {}

Progress::~Progress() {
  clear();
}

void Progress::show(const std::string& what, double share) {
  share = std::clamp(share, 0.0, 1.0);
  const Clock::time_point now = Clock::now();
  if (now - last_shown_ < (terminal_ ? Clock::duration(kRedraw) : Clock::duration(kPlainLine))) {
    return;
  }
  last_shown_ = now;
  time_left_.update(share, std::chrono::duration<double>(now - start_).count());
  const auto left = time_left_.seconds_left();
  const std::string text =
      fmt::format("{:3.0f} %  {}{}", 100 * share, printable(what),
                  left ? fmt::format(", {} left", duration_text(*left)) : std::string());
  if (terminal_) {
    std::cerr << "\r\x1b[K" << bar(share) << ' ' << text << std::flush;
    drawn_ = true;
  } else {
    std::cerr << text << std::endl;
  }
}

void Progress::line(const std::string& text) {
  clear();
  std::cerr << printable(text) << std::endl;
}

void Progress::clear() {
  if (drawn_) {
    std::cerr << "\r\x1b[K" << std::flush;
    drawn_ = false;
  }
}

}  // namespace noiseal::cli
