// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/data/file_format.h"
#include "core/pipeline/import_columns.h"
#include "core/pipeline/project_import.h"

namespace noiseal {

/// How a training file would be read with the options as they are: for a person to look at and
/// correct before the import.
struct ImportPreview {
  FileFormat format;                           ///< as guessed or told
  std::vector<std::string> columns;            ///< names; numbers from "1" without a header line
  std::vector<std::vector<std::string>> rows;  ///< the first good records
  std::vector<std::string> problems;           ///< "line 7: ..." of bad records met on the way
  std::optional<ColumnRoles> roles;            ///< as guessed or told
  std::string roles_problem;                   ///< why there are none
};

/// Throws Error when the file can't be read at all, UsageError on options that make no sense.
ImportPreview preview_import(const ImportOptions& options, std::size_t max_rows = 30);

/// How ImportOptions names a column: by its name where that is unique, else by its number.
std::string column_reference(const std::vector<std::string>& columns, std::size_t place);

}  // namespace noiseal
