// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/store/project.h"

namespace noiseal {

/// What applying a file of decisions did.
struct DecisionFileReport {
  std::size_t decisions = 0;
  std::size_t kept = 0;
  std::size_t relabelled = 0;  ///< accept and label:NAME
  std::size_t ambiguous = 0;
  std::size_t excluded = 0;
  std::size_t undecided = 0;  ///< skip and flag
  std::int64_t batch = 0;     ///< the step to take back
};

/// How a file of decisions is taken.
struct DecisionFileOptions {
  std::string reviewer = {};
  std::optional<std::int64_t> run =
      {};                   ///< whose suggestions "accept" takes; none: the newest run's
  bool settles = false;     ///< its decisions settle conflicts between reviewers
  std::int64_t sample = 0;  ///< they answer this random sample; 0: none
};

/// Applies a CSV with the columns id, decision (keep, accept, ambiguous, exclude, skip, flag or
/// label:NAME) and, if wanted, note; other columns are left alone. id: the row's own id, else its
/// number, as "review --list" and "scores" show it. All or nothing: an error lists the first wrong
/// lines.
DecisionFileReport apply_decision_file(const Project& project, const std::filesystem::path& file,
                                       const DecisionFileOptions& options);

}  // namespace noiseal
