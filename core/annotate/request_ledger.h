// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/annotate/annotator.h"

namespace noiseal {

/// Keeps account of requests that cost money, where a kill can't lose it. Calls come on the
/// pipeline's worker thread.
class RequestLedger {
 public:
  virtual ~RequestLedger() = default;

  /// Sets money aside before the row's request is sent; false, and nothing done, when the budget
  /// does not hold it. The row's answer, or release(), frees it. What neither frees, as after a
  /// kill, counts against the budget of the run for good.
  virtual bool reserve(std::uint32_t row, double worst_cost) = 0;
  /// The row's request cost nothing and has no answer.
  virtual void release(std::uint32_t row) = 0;
  /// An answer (or an unparsable one) that the project has to the same request, of whatever run.
  virtual std::optional<Answer> recall(const std::string& request_hash) = 0;
  /// The failure that the project has to the same request, for a replay.
  virtual std::optional<Answer> recall_failure(const std::string& /*request_hash*/) {
    return std::nullopt;
  }
  /// Runs work, which calls the sink and this object, so that all of it is stored at once, or none.
  virtual void together(const std::function<void()>& work) = 0;
};

}  // namespace noiseal
