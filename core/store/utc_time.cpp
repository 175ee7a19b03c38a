// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/utc_time.h"

#include <fmt/format.h>

#include <chrono>
#include <ctime>

namespace noiseal {
namespace {

std::string date_and_time(std::chrono::system_clock::time_point now) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", parts.tm_year + 1900, parts.tm_mon + 1,
                     parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

}  // namespace

std::string utc_now() {
  return date_and_time(std::chrono::system_clock::now()) + "Z";
}

std::string utc_now_milliseconds() {
  const auto now = std::chrono::system_clock::now();
  const auto whole = std::chrono::floor<std::chrono::seconds>(now);
  const auto rest = std::chrono::duration_cast<std::chrono::milliseconds>(now - whole).count();
  return fmt::format("{}.{:03}Z", date_and_time(whole), rest);
}

}  // namespace noiseal
