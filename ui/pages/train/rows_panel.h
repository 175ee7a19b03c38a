// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <cstdint>
#include <vector>

#include "core/pipeline/row_course.h"
#include "ui/bridge/project_session.h"
#include "ui/window/page.h"

class QLabel;
class QPushButton;
class QTableView;

namespace noiseal::ui {

class RowCourseView;
class SelectedRowsModel;

/// The rows behind a choice in a chart, and the one of them that is looked at.
class RowsPanel : public QFrame {
  Q_OBJECT

 public:
  RowsPanel(ProjectSession& session, Navigator& navigator, QWidget* parent = nullptr);

  void show_rows(const QString& title, const std::vector<std::int64_t>& rows, std::int64_t run);
  void show_course(const RowCourse& course);
  void clear();

 Q_SIGNALS:
  void row_chosen(std::int64_t row);
  void close_wanted();

 private:
  Navigator& navigator_;
  SelectedRowsModel* model_;
  QLabel* count_;
  QLabel* title_;
  QTableView* table_;
  RowCourseView* course_;
  QPushButton* review_;
  std::int64_t run_ = 0;
};

}  // namespace noiseal::ui
