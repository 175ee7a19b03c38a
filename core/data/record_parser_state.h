// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/csv_scanner.h"
#include "core/data/record.h"
#include "core/data/record_fields.h"
#include "core/data/record_parser.h"

namespace noiseal {

struct RecordParser::State {
  RecordFields fields;
  Record record;
  CsvScan scan;

  explicit State(const FileFormat& format) : fields(format) {}
};

}  // namespace noiseal
