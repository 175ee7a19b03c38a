// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/chart_columns.h"

namespace noiseal::test {

/// Six rows with ids 11 to 16, small enough to count by hand. Rows 2 and 5 (0-based) carry a wrong
/// label. Losses in bins of one nat: strong 0 0 3 1 9 2, weak 1 1 1 0 0 0.
inline RunLabels six_rows() {
  RunLabels labels;
  labels.run = 7;
  labels.ids = {11, 12, 13, 14, 15, 16};
  labels.given = {0, 1, 0, 1, 0, 1};
  labels.gold = {0, 1, 1, 1, 0, 0};
  labels.gold_known = true;
  return labels;
}

inline RunLabels six_rows_without_gold() {
  RunLabels labels = six_rows();
  labels.gold.assign(6, -1);
  labels.gold_known = false;
  return labels;
}

inline EpochColumns six_columns() {
  EpochColumns columns;
  columns.epoch = 4;
  columns.model[0].loss = {0.2F, 0.8F, 3.5F, 1.0F, 9.0F, 2.2F};
  columns.model[0].p_given = {0.82F, 0.45F, 0.03F, 0.37F, 0.0F, 0.11F};
  columns.model[0].threshold = {0.4F, 0.5F, 0.6F, 0.7F, 0.8F, 0.9F};
  columns.model[1].loss = {1.1F, 1.2F, 1.3F, 0.1F, 0.2F, 0.3F};
  columns.model[1].p_given = {0.33F, 0.30F, 0.27F, 0.90F, 0.82F, 1.0F};
  columns.model[1].threshold = {0.1F, 0.1F, 0.2F, 0.2F, 0.3F, 0.3F};
  columns.set = {0, 0, 2, 1, 1, 3};
  columns.set_before = {0, 1, 1, 1, 1, 2};
  return columns;
}

}  // namespace noiseal::test
