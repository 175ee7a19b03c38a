// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>
#include <string>

#include "core/experiment/options.h"
#include "ui/bridge/project_session.h"
#include "ui/window/services.h"

class QLabel;
class QPushButton;

namespace noiseal::ui {

class LabOptions;

/// The chosen experiment before it runs: its question, what a person can choose, what it will take,
/// and the button that runs it.
class ExperimentSetup : public QFrame {
  Q_OBJECT

 public:
  ExperimentSetup(ProjectSession& session, const Services& services, QWidget* parent = nullptr);

  void show_kind(ExperimentKind kind);
  [[nodiscard]] ExperimentOptions options() const;
  /// Of the open project, as last read.
  [[nodiscard]] const LabelFacts& labels() const { return labels_; }
  /// Why the experiment can't be run as it is set; empty: it can.
  [[nodiscard]] const QString& cannot() const { return cannot_; }
  /// hint: the button's tooltip.
  void show_run_button(const QString& text, bool enabled, const QString& hint);

  void show_runs();
  void read_labels();
  /// After a moment, and only while it is seen.
  void forecast_soon();
  void clear();

 Q_SIGNALS:
  void run_wanted();
  void changed();  ///< cannot()
  /// What would be run, each time that its forecast is there.
  void planned(const noiseal::ExperimentPlan& plan);

 private:
  void forecast();
  void take_forecast(const QString& text, const QString& cannot);
  struct Forecast;

  ProjectSession& session_;
  std::string program_version_;
  ExperimentKind kind_ = ExperimentKind::separation;
  LabOptions* options_;
  QLabel* head_;
  QLabel* question_;
  QLabel* forecast_;
  QPushButton* run_;
  LabelFacts labels_;
  QString cannot_;
  QTimer forecast_timer_;
  ReadTicket forecast_ticket_;
};

}  // namespace noiseal::ui
