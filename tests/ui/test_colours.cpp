// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QColor>
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "ui/charts/value_unit.h"
#include "ui/theme/colours.h"

namespace noiseal::ui {
namespace {

using Triple = std::array<double, 3>;
using Matrix = std::array<Triple, 3>;

/// How a colour looks to somebody, in linear sRGB: G. M. Machado, M. M. Oliveira, L. A. F.
/// Fernandes, "A physiologically-based model for simulation of color vision deficiency", 2009,
/// severity 1.
struct Eye {
  std::string name;
  Matrix seen;
};

const std::vector<Eye>& eyes() {
  static const std::vector<Eye> all{
      {"usual", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}},
      {"protanopia",
       {{{0.152286, 1.052583, -0.204868},
         {0.114503, 0.786281, 0.099216},
         {-0.003882, -0.048116, 1.051998}}}},
      {"deuteranopia",
       {{{0.367322, 0.860646, -0.227968},
         {0.280085, 0.672501, 0.047413},
         {-0.011820, 0.042940, 0.968881}}}},
      {"tritanopia",
       {{{1.255528, -0.076749, -0.178779},
         {-0.078411, 0.930809, 0.147602},
         {0.004733, 0.691367, 0.303900}}}},
  };
  return all;
}

double linear(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

Triple times(const Matrix& matrix, const Triple& value) {
  Triple result{};
  for (std::size_t i = 0; i < 3; ++i) {
    result.at(i) =
        matrix.at(i)[0] * value[0] + matrix.at(i)[1] * value[1] + matrix.at(i)[2] * value[2];
  }
  return result;
}

/// CIE L*a*b* under D65 of a colour as an eye sees it.
Triple lab(const QColor& colour, const Eye& eye) {
  constexpr Matrix kToXyz{{{0.4124564, 0.3575761, 0.1804375},
                           {0.2126729, 0.7151522, 0.0721750},
                           {0.0193339, 0.1191920, 0.9503041}}};
  constexpr Triple kWhite{0.95047, 1, 1.08883};
  Triple rgb =
      times(eye.seen, {linear(colour.redF()), linear(colour.greenF()), linear(colour.blueF())});
  for (double& value : rgb) {
    value = std::clamp(value, 0.0, 1.0);
  }
  Triple xyz = times(kToXyz, rgb);
  for (std::size_t i = 0; i < 3; ++i) {
    const double t = xyz.at(i) / kWhite.at(i);
    xyz.at(i) = t > 216.0 / 24389 ? std::cbrt(t) : (24389.0 / 27 * t + 16) / 116;
  }
  return {116 * xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])};
}

double difference(const QColor& a, const QColor& b, const Eye& eye) {
  const Triple first = lab(a, eye);
  const Triple second = lab(b, eye);
  return std::hypot(first[0] - second[0], first[1] - second[1], first[2] - second[2]);
}

/// What stands beside each other in one chart.
std::vector<std::vector<std::pair<std::string, QColor>>> neighbours(const Colours& colours) {
  return {{{"reliable", colours.reliable},
           {"hard", colours.hard},
           {"purified", colours.purified},
           {"unused", colours.unused}},
          {{"clean", colours.clean}, {"noisy", colours.noisy}},
          {{"strong", colours.accent}, {"weak", colours.muted}}};
}

class ColoursOf : public testing::TestWithParam<Scheme> {};

/// 2.3 is just noticeable; areas and lines that are named in a legend need several times that.
TEST_P(ColoursOf, AreasOfAChartDifferInLightnessAlone) {
  constexpr double kTold = 5;
  for (const auto& chart : neighbours(colours(GetParam()))) {
    if (chart.front().first == "strong") {
      continue;  // lines: the weak model's are dashed
    }
    for (std::size_t i = 0; i < chart.size(); ++i) {
      for (std::size_t j = i + 1; j < chart.size(); ++j) {
        const double first = lab(chart[i].second, eyes().front())[0];
        const double second = lab(chart[j].second, eyes().front())[0];
        EXPECT_GE(std::abs(first - second), kTold)
            << chart[i].first << " and " << chart[j].first << " in grey";
      }
    }
  }
}

TEST_P(ColoursOf, AChartAreToldApartByEveryEye) {
  constexpr double kWellApart = 15;
  for (const Eye& eye : eyes()) {
    for (const auto& chart : neighbours(colours(GetParam()))) {
      for (std::size_t i = 0; i < chart.size(); ++i) {
        for (std::size_t j = i + 1; j < chart.size(); ++j) {
          EXPECT_GE(difference(chart[i].second, chart[j].second, eye), kWellApart)
              << chart[i].first << " and " << chart[j].first << ", " << eye.name;
        }
      }
    }
  }
}

TEST_P(ColoursOf, TextCanBeReadOnEveryGround) {
  const Colours& all = colours(GetParam());
  const auto luminance = [](const QColor& colour) {
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
  };
  // WCAG 2.1: 4.5 for text.
  const auto contrast = [&](const QColor& a, const QColor& b) {
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
  };
  for (const QColor& ground :
       {all.background, all.panel, all.rail, all.hover, all.selection, all.warning_panel}) {
    EXPECT_GE(contrast(all.text, ground), 4.5) << ground.name().toStdString();
  }
  for (const QColor& ground : {all.background, all.panel, all.rail}) {
    EXPECT_GE(contrast(all.muted, ground), 4.2) << ground.name().toStdString();
  }
  EXPECT_GE(contrast(all.on_accent, all.accent), 4.5);
}

TEST_P(ColoursOf, LinesOfAResultAreToldApartByEveryEye) {
  constexpr double kWellApart = 15;
  const Colours& all = colours(GetParam());
  for (const Eye& eye : eyes()) {
    for (std::size_t i = 0; i < kLineLooks; ++i) {
      const LineLook first = line_look(i);
      EXPECT_GE(difference(all.*first.colour, all.panel, eye), kWellApart)
          << "line " << i << " on its ground, " << eye.name;
      for (std::size_t j = i + 1; j < kLineLooks; ++j) {
        const LineLook second = line_look(j);
        EXPECT_TRUE(first.style != second.style ||
                    difference(all.*first.colour, all.*second.colour, eye) >= kWellApart)
            << "lines " << i << " and " << j << " look alike, " << eye.name;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Schemes, ColoursOf, testing::Values(Scheme::light, Scheme::dark),
                         [](const auto& scheme) {
                           return scheme.param == Scheme::light ? "Light" : "Dark";
                         });

}  // namespace
}  // namespace noiseal::ui
