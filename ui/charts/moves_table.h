// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>
#include <optional>

#include "core/pipeline/chart_data.h"

namespace noiseal::ui {

/// How many rows moved between sets from the epoch before: a line for the set before, a column for
/// the set now. A click or Enter on a cell chooses its rows.
class MovesTable : public QTableWidget {
  Q_OBJECT

 public:
  explicit MovesTable(QWidget* parent = nullptr);
  void show_moves(const std::optional<SetFlows>& flows);

 Q_SIGNALS:
  void cell_chosen(noiseal::RowSet before, noiseal::RowSet now);

 private:
  void shade(const SetFlows& flows);
  std::optional<SetFlows> flows_;
};

}  // namespace noiseal::ui
