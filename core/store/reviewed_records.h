// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "core/store/project.h"

namespace noiseal {

/// A record with all that decides what is exported for it.
struct ReviewedRecord {
  RecordView record;
  // The rest is of rows alone.
  std::int32_t given = -1;
  std::int32_t file_label = -1;
  std::string external_id;
  std::optional<CurrentDecision> decision;
  std::optional<RowScore> score;

  /// The row's own id, else its number.
  [[nodiscard]] std::string shown_id() const {
    return external_id.empty() ? std::to_string(record.row.value_or(0)) : external_id;
  }
};

/// Visits every record of a source in its order, rows with their decisions and a run's scores;
/// memory does not grow with the source.
void for_each_reviewed_record(const Project& project, std::int64_t source,
                              std::optional<std::int64_t> run,
                              const std::function<void(const ReviewedRecord&)>& visit);

}  // namespace noiseal
