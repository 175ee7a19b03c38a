// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>
#include <vector>

#include "core/experiment/result.h"

namespace noiseal::ui {

/// Ways compared down, figures across; each cell is a mean with its range over the seeds. As high
/// as its rows are.
class ResultTable : public QTableWidget {
  Q_OBJECT

 public:
  explicit ResultTable(QWidget* parent = nullptr);
  void show_result(const ExperimentResult& result);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void add_row(const ExperimentResult& result, int row, const std::vector<Figure>& figures);
  /// The figures share the room that there is.
  void fit_columns();
  void fit_height();

  std::vector<Figure> figures_;  ///< a column each, after the way's name
};

/// The plan's figures that are known for some arm; money only where something was charged.
std::vector<Figure> known_figures(const ExperimentResult& result);

}  // namespace noiseal::ui
