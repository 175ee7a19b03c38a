// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <vector>

#include "ui/charts/chart_card.h"
#include "ui/charts/value_unit.h"

namespace noiseal::ui {

/// A mean with its range.
struct RangedValue {
  QString name;
  QString group;  ///< a gap divides groups
  double mean = 0;
  double low = 0;
  double high = 0;
};

/// Named values, one a line: a dot for the mean on a bar from the lowest to the highest. The axis
/// begins where the values begin, so it is places that are compared, not lengths.
class RangeChart : public ChartCard {
  Q_OBJECT

 public:
  RangeChart(const QString& title, const QString& name, QWidget* parent = nullptr);

  /// axis_title: what the values are; several: there is a range to explain.
  void show_values(std::vector<RangedValue> values, ValueUnit unit, const QString& axis_title);
  void clear();
  /// Pixels in which every line can be read.
  [[nodiscard]] int wanted_height() const;
  [[nodiscard]] ChartNumbers numbers() const override;

 protected:
  void recolour() override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  class Item;
  [[nodiscard]] QString say(const QPointF& value) const;
  void make_room_for_names();

  std::vector<RangedValue> values_;
  std::vector<double> places_;  ///< of the values, from the bottom
  ValueUnit unit_ = ValueUnit::share;
  Item* item_;
};

}  // namespace noiseal::ui
