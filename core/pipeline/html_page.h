// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/stats/matrix.h"

namespace noiseal {

/// Text as it may stand in HTML, between tags or in an attribute's quotes: nothing in it is markup.
/// Characters that HTML doesn't allow become U+FFFD.
std::string html_text(std::string_view utf8);

/// One line of a chart.
struct ChartLine {
  std::string name;
  std::string colour;          ///< "#2f6feb"
  std::vector<double> values;  ///< one each step; NaN: none
};

/// Lines over steps 1, 2, ... as inline SVG; values 0..1 on the upright axis.
std::string svg_lines(const std::vector<ChartLine>& lines, std::string_view step_name);
/// Bars of equal width over low..high as inline SVG.
std::string svg_bars(const std::vector<std::size_t>& counts, double low, double high,
                     std::string_view name);
/// A table of counts as a heat map with its numbers; the diagonal is pale. labels: names of rows
/// and columns.
std::string svg_heat_map(const Matrix<std::uint32_t>& counts,
                         const std::vector<std::string>& labels);

}  // namespace noiseal
