// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <cstdint>

#include "ui/bridge/project_session.h"
#include "ui/models/row_table_model.h"

class QBoxLayout;
class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTableView;
class QTimer;

namespace noiseal::ui {

/// All rows of the project in a table, with search and filters, and the chosen row's whole text.
class RowBrowser : public QFrame {
  Q_OBJECT

 public:
  explicit RowBrowser(ProjectSession& session, QWidget* parent = nullptr);

  void project_opened();
  void project_closed();
  /// Labels, runs or rows have changed.
  void refresh();
  /// Shows every row and chooses this one.
  void show_row(std::int64_t row);
  void filter_by_label(int label);
  void focus_search();
  /// How many rows have a gold label; with none, nothing is shown of gold.
  void count_gold(std::size_t rows);

 private:
  void make_filters(QBoxLayout& column);
  void make_table(QBoxLayout& column);
  void fill_choices();
  void search();
  void show_count();
  void show_chosen();
  void show_columns();
  [[nodiscard]] RowFilter filter() const;
  [[nodiscard]] RowOrder order() const;

  ProjectSession& session_;
  RowTableModel* model_;
  QLineEdit* words_;
  QComboBox* split_;
  QComboBox* label_;
  QComboBox* set_;
  QComboBox* order_;
  QCheckBox* wrong_;
  QLabel* count_;
  QTableView* table_;
  QLabel* chosen_;
  QPlainTextEdit* text_;
  QTimer* typing_;
  ReadTicket chosen_read_;
  std::int64_t row_to_show_ = 0;
  std::size_t gold_rows_ = 0;
};

}  // namespace noiseal::ui
