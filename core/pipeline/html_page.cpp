// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/html_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/printable.h"

namespace noiseal {
namespace {

constexpr double kWidth = 640;
constexpr double kHeight = 220;
constexpr double kLeft = 44;
constexpr double kRight = 110;
constexpr double kTop = 12;
constexpr double kBottom = 30;
constexpr std::size_t kLabelCharacters = 18;

std::string svg_start(double width, double height) {
  return fmt::format("<svg viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" role=\"img\">\n",
                     width, height);
}

std::string svg_text(double x, double y, std::string_view anchor, std::string_view text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor,
                     html_text(text));
}

std::string axis_line(double y) {
  return fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\"/>\n", kLeft, y,
                     kWidth - kRight, y);
}

}  // namespace

std::string html_text(std::string_view utf8) {
  std::string out;
  out.reserve(utf8.size() + utf8.size() / 8);
  for (const char byte : utf8) {
    switch (byte) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
      case '\t':
        out += byte;
        break;
      default:
        if (static_cast<unsigned char>(byte) < 0x20 || byte == 0x7f) {
          out += "\xEF\xBF\xBD";
        } else {
          out += byte;
        }
    }
  }
  return out;
}

std::string svg_lines(const std::vector<ChartLine>& lines, std::string_view step_name) {
  std::size_t steps = 0;
  for (const ChartLine& line : lines) {
    steps = std::max(steps, line.values.size());
  }
  const double inner = kWidth - kLeft - kRight;
  const auto x_of = [&](std::size_t step) {
    return steps > 1 ? kLeft + inner * static_cast<double>(step) / static_cast<double>(steps - 1)
                     : kLeft + inner / 2;
  };
  const auto y_of = [&](double value) { return kTop + (kHeight - kTop - kBottom) * (1 - value); };
  std::string svg = svg_start(kWidth, kHeight);
  for (const double level : {0.0, 0.5, 1.0}) {
    svg += axis_line(y_of(level));
    svg += svg_text(kLeft - 6, y_of(level) + 4, "end", fmt::format("{:.1f}", level));
  }
  for (std::size_t step = 0; step < steps; ++step) {
    svg += svg_text(x_of(step), kHeight - kBottom + 16, "middle", std::to_string(step + 1));
  }
  svg += svg_text(kLeft + inner / 2, kHeight - 2, "middle", step_name);
  double name_y = kTop + 10;
  for (const ChartLine& line : lines) {
    std::string points;
    for (std::size_t step = 0; step < line.values.size(); ++step) {
      if (std::isfinite(line.values[step])) {
        points += fmt::format("{:.1f},{:.1f} ", x_of(step),
                              y_of(std::clamp(line.values[step], 0.0, 1.0)));
      }
    }
    svg += fmt::format("<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"2\" points=\"{}\"/>\n",
                       html_text(line.colour), points);
    svg += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"10\" height=\"3\" fill=\"{}\"/>\n",
                       kWidth - kRight + 10, name_y - 5, html_text(line.colour));
    svg += svg_text(kWidth - kRight + 26, name_y, "start", line.name);
    name_y += 18;
  }
  return svg + "</svg>\n";
}

std::string svg_bars(const std::vector<std::size_t>& counts, double low, double high,
                     std::string_view name) {
  const std::size_t most = counts.empty() ? 0 : *std::max_element(counts.begin(), counts.end());
  const double inner = kWidth - kLeft - 12;
  const double height = kHeight - kTop - kBottom;
  std::string svg = svg_start(kWidth, kHeight);
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double width = inner / static_cast<double>(counts.size());
    const double bar =
        most == 0 ? 0 : height * static_cast<double>(counts[i]) / static_cast<double>(most);
    svg += fmt::format(
        "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"#2f6feb\"/>\n",
        kLeft + width * static_cast<double>(i), kTop + height - bar, std::max(1.0, width - 1), bar);
  }
  svg += svg_text(kLeft - 6, kTop + 10, "end", std::to_string(most));
  svg += svg_text(kLeft - 6, kTop + height, "end", "0");
  svg += svg_text(kLeft, kHeight - kBottom + 16, "start", fmt::format("{:.2f}", low));
  svg += svg_text(kLeft + inner, kHeight - kBottom + 16, "end", fmt::format("{:.2f}", high));
  svg += svg_text(kLeft + inner / 2, kHeight - 2, "middle", name);
  return svg + "</svg>\n";
}

std::string svg_heat_map(const Matrix<std::uint32_t>& counts,
                         const std::vector<std::string>& labels) {
  constexpr double cell = 36;
  constexpr double names = 140;
  const std::size_t n = counts.rows();
  std::uint32_t most = 1;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      most = i != j ? std::max(most, counts(i, j)) : most;
    }
  }
  const double size = names + cell * static_cast<double>(n);
  std::string svg = svg_start(size + 8, size + 8);
  for (std::size_t i = 0; i < n; ++i) {
    const double middle = names + cell * (static_cast<double>(i) + 0.5);
    const std::string name = printable_start(labels[i], kLabelCharacters);
    svg += svg_text(names - 6, middle + 4, "end", name);
    svg += fmt::format("<text transform=\"translate({:.1f} {:.1f}) rotate(-60)\">{}</text>\n",
                       middle, names - 6, html_text(name));
    for (std::size_t j = 0; j < n; ++j) {
      const double share =
          i == j ? 0 : static_cast<double>(counts(i, j)) / static_cast<double>(most);
      const double x = names + cell * static_cast<double>(j);
      const double y = names + cell * static_cast<double>(i);
      svg += fmt::format(
          "<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" fill=\"#702c9c\" "
          "fill-opacity=\"{:.3f}\"/>\n",
          x + 1, y + 1, cell - 2, cell - 2, 0.06 + 0.7 * share);
      if (counts(i, j) > 0) {
        svg += svg_text(x + cell / 2, y + cell / 2 + 4, "middle", std::to_string(counts(i, j)));
      }
    }
  }
  return svg + "</svg>\n";
}

}  // namespace noiseal
