// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/pipeline/run_parts.h"
#include "core/selection/epoch_plan.h"
#include "core/store/project.h"

namespace noiseal {

/// Whether reviewers' decisions enter a run.
enum class UseDecisions : std::uint8_t { no, yes };

/// The rows that a run works on; position in train = the row's index in signals and answers.
struct RunRows {
  SplitRows train;
  SplitRows valid;
  SplitRows test;
  std::vector<std::string> labels;     ///< names by index
  std::vector<RowDecision> decisions;  ///< [n_train], empty where none are used
  /// [n_train], not 0: left out of both losses, to choose the best epoch by, where there is no
  /// validation split; else empty.
  std::vector<std::uint8_t> held_out;

  [[nodiscard]] std::size_t size() const { return train.size(); }
  [[nodiscard]] std::size_t n_labels() const { return labels.size(); }
  /// Views of the texts; valid as long as this object is neither moved nor changed.
  [[nodiscard]] RunTexts texts() const;
  /// SHA-256 over ids, texts, labels and decisions: equal when a run can go on.
  [[nodiscard]] std::string fingerprint() const;
  /// Rows that training may use.
  [[nodiscard]] std::size_t trained_rows() const;
};

/// A row's label to be compared with: gold where known, else the given one.
std::vector<std::int32_t> reference_labels(const SplitRows& rows);

/// Reads all rows. Throws Error when there are fewer than two labels or no training rows.
RunRows read_run_rows(const Project& project, std::uint64_t seed, UseDecisions use_decisions);

}  // namespace noiseal
