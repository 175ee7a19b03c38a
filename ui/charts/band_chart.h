// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <array>
#include <optional>
#include <vector>

#include "ui/charts/chart_card.h"
#include "ui/charts/value_unit.h"

class QAreaSeries;
class QLineSeries;

namespace noiseal::ui {

/// A mean with its range at a place.
struct BandPoint {
  double x = 0;
  double mean = 0;
  double low = 0;
  double high = 0;
};

struct BandLine {
  QString name;
  std::vector<BandPoint> points;  ///< by x
};

/// A place of the x axis with a name, such as the knee of a curve.
struct BandMark {
  double x = 0;
  QString name;
};

/// What the x axis is.
struct BandAxis {
  QString title;
  ValueUnit unit = ValueUnit::count;
};

/// Lines of means, each in a band from the lowest to the highest value; at most kLineLooks of them.
/// The legend hides and shows them.
class BandChart : public ChartCard {
  Q_OBJECT

 public:
  BandChart(const QString& title, const QString& name, QWidget* parent = nullptr);

  void show_lines(std::vector<BandLine> lines, const BandAxis& x, ValueUnit unit,
                  const QString& y_title, const std::optional<BandMark>& mark = std::nullopt);
  void clear();
  [[nodiscard]] ChartNumbers numbers() const override;

 protected:
  void recolour() override;

 private:
  struct Band {
    QAreaSeries* area;
    QLineSeries* upper;
    QLineSeries* lower;
    QLineSeries* mean;
    bool hidden = false;
  };
  void draw();
  void fit_axes();
  [[nodiscard]] QString say(const QPointF& value) const;

  std::array<Band, kLineLooks> bands_{};
  QLineSeries* mark_line_;
  std::vector<BandLine> lines_;
  BandAxis x_;
  ValueUnit unit_ = ValueUnit::share;
  std::optional<BandMark> mark_;
};

}  // namespace noiseal::ui
