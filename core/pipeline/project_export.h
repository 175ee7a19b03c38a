// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/control.h"
#include "core/pipeline/queue_query.h"
#include "core/store/project.h"

namespace noiseal {

enum class ExportRows : std::uint8_t {
  all,       ///< every record of the source in its place, those set aside included
  reviewed,  ///< rows that a reviewer has decided
  changed,   ///< rows whose label differs from the given one
  filtered,  ///< rows that ExportOptions::filter lets through
};

enum class ExportLabels : std::uint8_t {
  decided,    ///< the decision's, else the given one
  suggested,  ///< the decision's, else the suggestion's, else the given one
  given,
};

enum class AddedColumns : std::uint8_t { none, provenance };
enum class ExcludedRows : std::uint8_t { keep, drop };
enum class FormulaGuard : std::uint8_t { off, on };

/// How a source file is written again.
struct ExportOptions {
  std::filesystem::path output;
  Split source = Split::train;  ///< which of the imported files
  ExportRows rows = ExportRows::all;
  ExportLabels labels = ExportLabels::decided;
  /// provenance: original_label, decision, decider, annotator, model, error_score, time, note.
  AddedColumns add_columns = AddedColumns::none;
  ExcludedRows excluded = ExcludedRows::keep;
  /// on: fields that a spreadsheet would take for a formula get a leading apostrophe.
  FormulaGuard formula_guard = FormulaGuard::off;
  QueueQuery filter;                                ///< for ExportRows::filtered
  std::optional<std::filesystem::path> provenance;  ///< JSON lines: who, when, why
  std::optional<std::filesystem::path> recipe;      ///< the run's recipe as JSON
  std::optional<std::filesystem::path> report;      ///< one HTML page, see html_report.h
  std::optional<std::int64_t> run;                  ///< whose suggestions; none: the newest
};

struct ExportReport {
  std::size_t records = 0;  ///< written, header not counted
  std::size_t changed = 0;  ///< of these, with a label other than the given one
  std::size_t dropped = 0;  ///< excluded rows left out
  std::size_t noisy = 0;    ///< with the given label, which is not the file's: noise was added
};

/// Called now and then with the records that were gone through and those in all.
using ExportProgress = std::function<void(std::size_t, std::size_t)>;

/// Writes one imported file again, byte for byte but for changed label fields; whole or not at
/// all. Memory does not grow with the file. Replaces an existing output. Undecided and ambiguous
/// rows carry the given label, excluded ones too. After noise was injected the given label is the
/// noisy one.
/// The files beside it are written before it; an error or a stop leaves what has been there of
/// each.
ExportReport export_project(const Project& project, const ExportOptions& options,
                            const Control& control, const ExportProgress& progress = {});

/// What a person sees before exporting.
struct ExportPreview {
  ExportReport report;              ///< of the whole export; nothing is written
  std::string header;               ///< the header's bytes
  std::vector<std::string> before;  ///< the first records as they are in the source, bytes
  std::vector<std::string> after;   ///< the same as they will be written
};

/// Goes through the export without writing. The first changed records come first, then others.
ExportPreview preview_export(const Project& project, const ExportOptions& options,
                             std::size_t records, const Control& control);

}  // namespace noiseal
