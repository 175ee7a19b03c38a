// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QStringList>
#include <vector>

#include "ui/bridge/project_session.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QTableWidget;

namespace noiseal::ui {

/// Every decision, newest first, with search; any of them can be taken back. Beside it, what two
/// reviewers' names on one file say about each other.
class HistoryDialog : public QDialog {
  Q_OBJECT

 public:
  HistoryDialog(ProjectSession& session, const QStringList& labels, QWidget* parent = nullptr);

  void reload();
  void say(const QString& sentence);

 Q_SIGNALS:
  void take_back_wanted(std::int64_t decision);
  void row_wanted(std::int64_t row);

 private:
  void load(std::int64_t before);
  void add(const std::vector<HistoryStep>& steps);
  [[nodiscard]] QString label_name(std::int32_t label) const;

  ProjectSession& session_;
  QStringList labels_;
  QLineEdit* words_;
  QTableWidget* table_;
  QPushButton* more_;
  QPushButton* take_back_;
  QLabel* said_;
  std::vector<HistoryStep> steps_;
  bool before_first_resize_ = true;
};

}  // namespace noiseal::ui
