// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "core/experiment/result.h"

class QComboBox;
class QGridLayout;
class QHBoxLayout;

namespace noiseal::ui {

class BandChart;
class PairHistogram;
class RangeChart;

/// The charts of a result: a figure by arm or by place, a curve by epoch, and where they are kept,
/// how losses and confidences are spread. What is drawn is chosen above each.
class ResultCharts : public QWidget {
  Q_OBJECT

 public:
  explicit ResultCharts(QWidget* parent = nullptr);

  void show_result(const ExperimentResult& result);

 Q_SIGNALS:
  void failed(const QString& sentence);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QComboBox* add_choice(QHBoxLayout* row, const char* name, const QString& meaning);
  QWidget* make_figure_part();
  QWidget* make_curve_part();
  QWidget* make_histogram_part();
  QWidget* make_roc_part();
  void fill_choices();
  void draw_figure();
  void draw_curve();
  void draw_histogram();
  void draw_roc();
  void place_parts();
  /// A chart in a scrolled column has a height of its own.
  void fit_heights();

  ExperimentResult result_;
  QGridLayout* grid_;
  std::vector<QWidget*> parts_;
  int columns_ = 0;
  bool one_alone_ = false;  ///< of the second pair of charts
  int place_height_ = 0;    ///< that its legend and plot need
  int epoch_height_ = 0;
  QComboBox* figure_ = nullptr;
  RangeChart* ranges_ = nullptr;
  BandChart* by_place_ = nullptr;
  QComboBox* curve_ = nullptr;
  QComboBox* group_ = nullptr;
  BandChart* by_epoch_ = nullptr;
  QComboBox* quantity_ = nullptr;
  QComboBox* arm_ = nullptr;
  QComboBox* epoch_ = nullptr;
  PairHistogram* histogram_ = nullptr;
  QComboBox* roc_epoch_ = nullptr;
  BandChart* roc_ = nullptr;
};

}  // namespace noiseal::ui
