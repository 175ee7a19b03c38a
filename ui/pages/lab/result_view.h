// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <optional>
#include <vector>

#include "core/experiment/result.h"
#include "ui/pages/lab/experiment_queue.h"

class QComboBox;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace noiseal::ui {

class ResultCharts;
class ResultExport;
class ResultTable;

/// A stored experiment: what it has found, in a sentence, a table, charts and remarks, and how to
/// make it again. Which one, where there are several, is chosen here.
class ResultView : public QFrame {
  Q_OBJECT

 public:
  explicit ResultView(QWidget* parent = nullptr);

  /// The experiments of one kind, newest last; shown: 0 for none.
  void show_choices(const std::vector<StoredExperiment>& stored, std::int64_t shown);
  void show_result(const ExperimentResult& result, const QString& project);
  void clear();
  /// Whether it is at work, and can't be deleted.
  void set_at_work(bool at_work);
  [[nodiscard]] const std::optional<ExperimentResult>& result() const { return result_; }

 Q_SIGNALS:
  void result_chosen(std::int64_t experiment);
  void delete_wanted(std::int64_t experiment);
  void failed(const QString& sentence);

 private:
  void lay_out();
  void show_state();
  void show_remarks();

  std::optional<ExperimentResult> result_;
  bool at_work_ = false;
  QComboBox* choice_;
  QPushButton* delete_;
  QLabel* state_;
  QLabel* sentence_;
  ResultExport* export_;
  ResultCharts* charts_;
  ResultTable* table_;
  QLabel* table_note_;
  QLabel* remarks_;
  QLabel* command_;
  QWidget* body_;
};

}  // namespace noiseal::ui
