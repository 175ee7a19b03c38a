// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <vector>

#include "core/data/label_set.h"
#include "ui/bridge/project_session.h"

class QPushButton;
class QTableView;

namespace noiseal::ui {

class LabelTableModel;

/// The labels with their counts, descriptions and colours; offers to merge near-equal names.
class LabelPanel : public QFrame {
  Q_OBJECT

 public:
  explicit LabelPanel(ProjectSession& session, QWidget* parent = nullptr);

  void project_opened();
  void project_closed();
  void refresh();
  /// Labels that are probably one, found by the data checks.
  void offer_merges(const std::vector<MergeProposal>& proposals);

 Q_SIGNALS:
  void label_chosen(int label);

 private:
  void choose_colour(int label);
  void ask_to_merge();

  ProjectSession& session_;
  LabelTableModel* model_;
  QTableView* table_;
  QPushButton* merge_;
  std::vector<MergeProposal> proposals_;
};

}  // namespace noiseal::ui
