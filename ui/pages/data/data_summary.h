// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <cstddef>
#include <vector>

#include "core/data/data_checks.h"
#include "ui/bridge/project_session.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace noiseal::ui {

/// What the project's data are: rows by part, gold labels, noise, text lengths, findings.
class DataSummary : public QFrame {
  Q_OBJECT

 public:
  explicit DataSummary(ProjectSession& session, QWidget* parent = nullptr);

  void project_opened() { refresh(); }
  void project_closed();
  void refresh();

 Q_SIGNALS:
  void merges_found(const std::vector<noiseal::MergeProposal>& proposals);
  /// Rows of all parts that have a gold label; each time that they are counted.
  void gold_counted(std::size_t rows);
  void problems_wanted();
  void noise_wanted();

 private:
  struct Facts;
  void show_facts(const Facts& facts);
  void show_checks(const DataReport& report);

  ProjectSession& session_;
  QLabel* facts_;
  QLabel* lengths_;
  QLabel* checks_;
  QPushButton* problems_;
  QPushButton* noise_;
  ReadTicket facts_read_;
  ReadTicket checks_read_;
};

}  // namespace noiseal::ui
