// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/chart_data.h"

namespace noiseal {

std::string_view row_group_name(RowGroup group) {
  static constexpr std::array<std::string_view, kRowGroups> kNames{
      "reliable", "hard", "purified", "unused", "clean", "noisy", "no gold label", "all rows"};
  return kNames.at(static_cast<std::size_t>(group));
}

std::string_view chart_model_name(ChartModel model) {
  return model == ChartModel::strong ? "strong" : "weak";
}

}  // namespace noiseal
