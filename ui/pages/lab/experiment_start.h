// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <string>
#include <vector>

#include "core/experiment/options.h"
#include "ui/bridge/project_session.h"
#include "ui/window/services.h"

class QWidget;

namespace noiseal::ui {

class ExperimentQueue;
class LlmConsent;

/// Puts experiments in the queue, after the questions that a person must have answered before.
class ExperimentStart : public QObject {
  Q_OBJECT

 public:
  /// page: that the questions are shown over; it owns this.
  ExperimentStart(ProjectSession& session, ExperimentQueue& queue, const Services& services,
                  QWidget* page);

  void run(ExperimentKind kind, const ExperimentOptions& options, const LabelFacts& labels);
  void go_on(const std::vector<std::int64_t>& experiments);
  /// Says first what all of them will take.
  void ask_to_run_all(const ExperimentOptions& options, const LabelFacts& labels);

 Q_SIGNALS:
  void refused(const QString& sentence);

 private:
  void run_all(const ExperimentOptions& options, const LabelFacts& labels);

  ProjectSession& session_;
  ExperimentQueue& queue_;
  std::string program_version_;
  QWidget* page_;
  LlmConsent* consent_;
};

}  // namespace noiseal::ui
