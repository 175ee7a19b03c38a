// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <cstdint>
#include <memory>
#include <vector>

#include "ui/charts/chart_card.h"

namespace noiseal::ui {

/// How many clean and how many noisy rows have which value.
struct PairCounts {
  double low = 0;
  double high = 1;
  std::vector<std::uint64_t> clean;  ///< [bins]
  std::vector<std::uint64_t> noisy;  ///< [bins]
};

/// Clean and noisy rows by a value, over each other.
class PairHistogram : public ChartCard {
  Q_OBJECT

 public:
  PairHistogram(const QString& title, const QString& name, QWidget* parent = nullptr);

  void show_counts(PairCounts counts, const QString& x_title);
  void clear();
  [[nodiscard]] ChartNumbers numbers() const override;

 protected:
  void recolour() override;

 private:
  [[nodiscard]] QString say(const QPointF& value) const;
  [[nodiscard]] double bin_width() const;

  PairCounts counts_;
  QString x_title_;
  std::unique_ptr<BarSeries> clean_;
  std::unique_ptr<BarSeries> noisy_;
};

}  // namespace noiseal::ui
