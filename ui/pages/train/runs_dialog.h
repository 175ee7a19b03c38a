// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <cstdint>

#include "ui/bridge/project_session.h"

class QPushButton;
class QTableWidget;

namespace noiseal::ui {

/// All runs of the project: rename one in place, delete one after a question.
class RunsDialog : public QDialog {
  Q_OBJECT

 public:
  explicit RunsDialog(ProjectSession& session, QWidget* parent = nullptr);

 Q_SIGNALS:
  void run_deleted(std::int64_t run);

 private:
  void list();
  void rename(int line);
  void ask_to_delete();
  void remove(std::int64_t run);
  [[nodiscard]] std::int64_t run_of(int line) const;
  void show_buttons();

  ProjectSession& session_;
  QTableWidget* table_;
  QPushButton* delete_;
  bool listing_ = false;
};

}  // namespace noiseal::ui
