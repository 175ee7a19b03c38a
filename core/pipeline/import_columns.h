// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/pipeline/project_import.h"

namespace noiseal {

/// Which columns of a file mean what: 0-based places in a record.
struct ColumnRoles {
  std::vector<std::size_t> text;
  std::optional<std::size_t> label;  ///< none: the gold column alone is there
  std::optional<std::size_t> gold;
  std::optional<std::size_t> id;
  std::optional<std::size_t> split;
};

/// What is known about a file's columns before it is read.
struct ColumnFacts {
  std::string file;                              ///< its name, for messages
  std::vector<std::string> names;                ///< header line; numbers from "1" without one
  std::vector<std::vector<std::string>> sample;  ///< the first records' fields
};

/// Finds the columns that the options name (by name, else by number from 1), and guesses what they
/// leave open: first by usual names ("text", "label", ...), then by the sample: the longest column
/// is the text, of the others the one with the fewest different values the label.
/// Throws UsageError that lists the file's columns when a named one is not there, Error when text
/// or label can't be told.
ColumnRoles find_columns(const ImportOptions& options, const ColumnFacts& facts);

/// The same for a valid or test file, after the training file: columns of the same names, else of
/// the same places. A file without the gold column is fine.
ColumnRoles find_same_columns(const ColumnRoles& train, const ColumnFacts& train_facts,
                              const ColumnFacts& facts);

}  // namespace noiseal
