// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/data/file_format.h"
#include "core/pipeline/import_columns.h"

namespace noiseal {

/// How an imported file is read again: SourceFile::format.
struct SourceFormat {
  FileFormat format;
  ColumnRoles roles;
};

std::string source_format_to_json(const SourceFormat& format);
/// Throws Error when the JSON is not of this form.
SourceFormat source_format_from_json(std::string_view json);

}  // namespace noiseal
