// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/chart_columns.h"
#include "core/store/project.h"

namespace noiseal {

/// One row after one epoch; arrays by ChartModel. NaN, -1 or none where it was not recorded.
struct RowAtEpoch {
  int epoch = 0;
  std::array<double, 2> p_given{};  ///< probability of the given label
  std::array<double, 2> threshold{};
  std::array<std::int32_t, 2> predicted{-1, -1};  ///< label index of the run
  std::optional<RowSet> set;
};

/// A row over the epochs of a run, with what a person reads about it.
struct RowCourse {
  std::int64_t row = 0;  ///< id
  std::string shown_id;
  std::string text;
  std::string given;  ///< label names; gold: empty where it is not known
  std::string gold;
  std::string suggestion;  ///< empty: none
  std::optional<double> error_score;
  std::vector<RowAtEpoch> epochs;   ///< empty when the run does not work on the row
  std::vector<std::string> labels;  ///< names by the run's index
};

/// labels: of the run. Throws Error when the project has no such row.
RowCourse read_row_course(const Project& project, const RunLabels& labels, std::int64_t row);

}  // namespace noiseal
