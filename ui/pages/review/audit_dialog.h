// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <string>

#include "core/pipeline/random_review.h"
#include "ui/bridge/project_session.h"

class QDoubleSpinBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace noiseal::ui {

class StepProgress;

/// Auto-accept and the estimate of errors left: a score and a sample size first, then a random
/// sample is reviewed blind, then what was measured is stated with its interval; only then can the
/// rest be accepted.
class AuditDialog : public QDialog {
  Q_OBJECT

 public:
  AuditDialog(ProjectSession& session, std::string reviewer, QWidget* parent = nullptr);

 Q_SIGNALS:
  void review_wanted(std::int64_t sample);
  void accepted_rest(std::size_t rows);

 private:
  void load();
  void draw(SamplePurpose purpose);
  void accept_the_rest();

  ProjectSession& session_;
  std::string reviewer_;
  QDoubleSpinBox* score_;
  QSpinBox* size_;
  QLabel* audit_;
  QLabel* estimate_;
  QLabel* said_;
  QPushButton* start_;
  QPushButton* estimate_start_;
  QPushButton* go_on_;
  QPushButton* accept_;
  StepProgress* progress_;
  std::int64_t open_sample_ = 0;  ///< that waits for decisions
  std::int64_t audited_ = 0;      ///< complete and not used; 0: none
  std::size_t population_ = 0;    ///< rows that it stands for
};

}  // namespace noiseal::ui
