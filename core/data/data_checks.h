// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/data_part.h"
#include "core/data/label_set.h"

namespace noiseal {

/// Lengths of texts in characters (code points). The quantiles are exact up to 4,096 characters,
/// beyond that within 2 %.
struct TextLengths {
  std::size_t shortest = 0;
  double mean = 0;
  std::size_t median = 0;
  std::size_t p95 = 0;  ///< 95 % of the texts are not longer
  std::size_t longest = 0;
};

/// Findings about one part of the data.
struct PartReport {
  std::size_t rows = 0;
  std::map<std::string, std::size_t> label_counts;  ///< empty given label: ""
  TextLengths lengths;
  std::size_t empty_texts = 0;      ///< empty or white space alone
  std::size_t duplicate_texts = 0;  ///< rows whose text an earlier row of this part has
};

/// Rows of all parts that share one text but carry different given labels.
struct LabelConflict {
  std::vector<std::int64_t> rows;  ///< in order of arrival
};

struct DataReport {
  std::array<PartReport, 3> parts;       ///< by DataPart
  std::vector<LabelConflict> conflicts;  ///< texts under two labels, by first row
  std::size_t conflicting_rows = 0;
  std::vector<std::int64_t> in_valid;  ///< training rows whose text stands in valid, too
  std::vector<std::int64_t> in_test;   ///< training rows whose text stands in test, too
  LabelSet labels;                     ///< of all parts, without ""
  std::vector<MergeProposal> mergeable;

  /// The findings that a person should know of, a sentence each.
  [[nodiscard]] std::vector<std::string> sentences() const;
};

/// One row for the checks.
struct CheckedRow {
  std::int64_t row = 0;    ///< the caller's number
  std::string_view text;   ///< UTF-8
  std::string_view label;  ///< given label, UTF-8; empty: none
  DataPart part = DataPart::train;
};

/// Checks rows as they stream by. Texts are compared by 128-bit hashes of their exact bytes: about
/// 60 bytes a row are kept, no text.
class DataChecks {
 public:
  DataChecks();
  ~DataChecks();
  DataChecks(DataChecks&&) noexcept;
  DataChecks& operator=(DataChecks&&) noexcept;

  void add(const CheckedRow& row);
  [[nodiscard]] DataReport report() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace noiseal
