// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/data/record_parser.h"
#include "core/pipeline/project_export.h"
#include "core/store/reviewed_records.h"

namespace noiseal {

/// What an export says about the run that its suggestions are from.
struct ExportRun {
  std::int64_t id = 0;    ///< 0: none
  std::string annotator;  ///< e.g. "neighbours"; empty: none
  std::string model;      ///< the strong encoder's name
};

/// What becomes of one row.
struct ExportedRow {
  std::int32_t label = -1;
  bool changed = false;   ///< label differs from the given one
  bool excluded = false;  ///< by a reviewer
  std::string decision;   ///< "keep", ..., "suggested", or empty
  std::string decider;    ///< a reviewer, "run 3", or empty
};

ExportedRow decide_export(const ReviewedRecord& row, ExportLabels labels, const ExportRun& run);

/// Names of the added columns; the ones that the file has already get "noiseal_" in front.
std::vector<AddedField> added_columns(const std::vector<std::string>& file_columns);

/// Puts one row's values into the added columns.
void fill_added(std::vector<AddedField>& columns, const ReviewedRecord& row,
                const ExportedRow& exported, const std::vector<std::string>& labels,
                const ExportRun& run);
/// The same for a record that was set aside.
void fill_added_set_aside(std::vector<AddedField>& columns, std::string_view reason);

/// One line of provenance.jsonl: who, when, why.
std::string provenance_line(const ReviewedRecord& row, const ExportedRow& exported,
                            const std::vector<std::string>& labels, const ExportRun& run);

}  // namespace noiseal
