// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/import_preview.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/pipeline/import_file.h"

namespace noiseal {

ImportPreview preview_import(const ImportOptions& options, std::size_t max_rows) {
  ImportPreview preview;
  ImportFile file = look_at_file(options, options.file, Split::train);
  preview.problems = preview_file(options.file, file.format, max_rows).problems;
  preview.format = std::move(file.format);
  try {
    preview.roles = find_columns(options, file.facts);
  } catch (const Error& error) {
    preview.roles_problem = error.what();
  }
  preview.columns = std::move(file.facts.names);
  preview.rows = std::move(file.facts.sample);
  preview.rows.resize(std::min(preview.rows.size(), max_rows));
  return preview;
}

std::string column_reference(const std::vector<std::string>& columns, std::size_t place) {
  const std::string& name = columns.at(place);
  return std::ranges::count(columns, name) == 1 ? name : std::to_string(place + 1);
}

}  // namespace noiseal
