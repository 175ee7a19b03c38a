// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>

#include "core/pipeline/queue_query.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace noiseal::ui {

class ElidedLabel;
class FilterBar;

/// Above the row: which rows come up, how far the review is, and the ways to work.
class ReviewHead : public QWidget {
  Q_OBJECT

 public:
  explicit ReviewHead(QWidget* parent = nullptr);

  [[nodiscard]] FilterBar& filters() const { return *filters_; }
  void show_counts(const QString& words);
  void show_advice(const QString& words);
  /// How far the text index is; empty: nothing is built.
  void show_indexing(const QString& words);
  /// Whose name is on the decisions.
  void show_reviewer(const QString& name);
  /// Back to one row at a time.
  void leave_table();

 Q_SIGNALS:
  void query_changed(const noiseal::QueueQuery& query);
  void table_toggled(bool table);
  void blind_toggled(bool blind);
  void audit_wanted();
  void history_wanted();
  void reviewers_wanted();
  /// Another name was entered; never empty.
  void reviewer_changed(const QString& name);

 private:
  void take_reviewer();
  QPushButton* add_button(const char* name, const QString& words);

  FilterBar* filters_;
  QLabel* counts_;
  ElidedLabel* advice_;
  QLabel* indexing_;
  QPushButton* table_;
  QLineEdit* reviewer_;
  QString shown_reviewer_;
};

}  // namespace noiseal::ui
