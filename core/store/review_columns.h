// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/control.h"

namespace noiseal {

class StoreConnection;

/// What lists of rows under review are sorted and filtered by, as parallel columns in order of row
/// id: about 50 bytes a row, no texts. Labels are indices, -1 for none.
struct ReviewColumns {
  std::vector<std::int64_t> id;
  std::vector<float> score;     ///< error score
  std::vector<float> p_strong;  ///< the models' probabilities of the given label
  std::vector<float> p_weak;
  std::vector<std::uint8_t> set;  ///< RowSet
  std::vector<std::int32_t> given;
  std::vector<std::int32_t> suggestion;
  std::vector<std::int32_t> annotator;
  std::vector<std::int64_t> decision;  ///< id of the decision that stands; 0: undecided
  std::vector<std::uint8_t> kind;      ///< DecisionKind; read it where decision is not 0
  std::vector<std::int32_t> decided;   ///< the label that stands; -1: undecided
  std::vector<std::uint8_t> flagged;   ///< 0 or 1

  [[nodiscard]] std::size_t size() const { return id.size(); }
  /// The row's place; size() when it is not among them.
  [[nodiscard]] std::size_t place(std::int64_t row) const;
};

/// All rows that a run has scored.
ReviewColumns read_review_columns(const std::shared_ptr<StoreConnection>& connection,
                                  std::int64_t run, const Control& control);

/// Reads again what was decided on these rows; rows that are not among the columns are left out.
void refresh_decisions(const std::shared_ptr<StoreConnection>& connection, ReviewColumns& columns,
                       const std::vector<std::int64_t>& rows);
/// The same for all rows.
void refresh_decisions(const std::shared_ptr<StoreConnection>& connection, ReviewColumns& columns);

}  // namespace noiseal
