// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <optional>

#include "core/pipeline/row_course.h"

class QLabel;
class QPlainTextEdit;

namespace noiseal::ui {

class CourseLines;

/// One row: its text, its labels, and over the epochs how likely both models took its given label
/// to be, and its sets.
class RowCourseView : public QWidget {
  Q_OBJECT

 public:
  explicit RowCourseView(QWidget* parent = nullptr);
  void show_course(const RowCourse& course);
  void clear();

 private:
  QPlainTextEdit* text_;
  QLabel* labels_;
  QLabel* words_;
  CourseLines* lines_;
};

}  // namespace noiseal::ui
