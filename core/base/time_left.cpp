// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/time_left.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace noiseal {
namespace {

constexpr double kMemorySeconds = 20;  ///< how far back speed is remembered
constexpr double kFirstSeconds = 2;
constexpr double kFirstShare = 0.02;
constexpr double kLeastOfMean = 0.25;

}  // namespace

void TimeLeft::update(double share, double seconds) {
  const double step = seconds - seconds_;
  if (step <= 0) {
    return;
  }
  if (first_share_ < 0) {
    first_share_ = share;
    first_seconds_ = seconds;
  }
  const double speed = std::max(0.0, share - share_) / step;
  const double weight = speed_ == 0 ? 1.0 : 1.0 - std::exp(-step / kMemorySeconds);
  speed_ += weight * (speed - speed_);
  share_ = std::max(share_, share);
  seconds_ = seconds;
}

std::optional<double> TimeLeft::seconds_left() const {
  if (speed_ <= 0 || seconds_ < kFirstSeconds || share_ < kFirstShare) {
    return std::nullopt;
  }
  const double mean =
      seconds_ > first_seconds_ ? (share_ - first_share_) / (seconds_ - first_seconds_) : speed_;
  return std::max(0.0, 1.0 - share_) / std::max(speed_, kLeastOfMean * mean);
}

std::string duration_text(double seconds) {
  const auto whole = static_cast<long long>(std::llround(std::max(0.0, seconds)));
  if (whole < 60) {
    return fmt::format("{} s", whole);
  }
  if (whole < 3600) {
    return fmt::format("{} min {} s", whole / 60, whole % 60);
  }
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace noiseal
