// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/chart_data.h"
#include "ui/charts/bars.h"

namespace noiseal::ui {

/// The colour that a group of rows has everywhere.
inline ThemeColour group_colour(RowGroup group) {
  switch (group) {
    case RowGroup::reliable:
      return &Colours::reliable;
    case RowGroup::hard:
      return &Colours::hard;
    case RowGroup::purified:
      return &Colours::purified;
    case RowGroup::clean:
      return &Colours::clean;
    case RowGroup::noisy:
      return &Colours::noisy;
    default:
      return &Colours::unused;
  }
}

inline QString group_name(RowGroup group) {
  const std::string_view name = row_group_name(group);
  return QString::fromUtf8(name.data(), static_cast<qsizetype>(name.size()));
}

}  // namespace noiseal::ui
