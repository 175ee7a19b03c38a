// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <string>
#include <vector>

#include "core/experiment/plan.h"
#include "ui/bridge/project_session.h"
#include "ui/window/llm_tools.h"

class QWidget;

namespace noiseal::ui {

/// Whether some arm asks a language model on a server.
bool asks_llm(const ExperimentPlan& plan);

/// Stands before experiments: where a language model is asked, the person sees first what will be
/// sent, in how many runs, and what it costs at most.
class LlmConsent : public QObject {
  Q_OBJECT

 public:
  /// page: that the question is shown over; it owns the gate.
  LlmConsent(ProjectSession& session, const LlmTools& tools, std::string program_version,
             QWidget* page);

  using Plans = std::function<std::vector<ExperimentPlan>(const Project&)>;
  /// plans: read on another thread. go is called after the person's yes, or never.
  void ask(Plans plans, const std::function<void()>& go);

 Q_SIGNALS:
  void refused(const QString& sentence);

 private:
  ProjectSession& session_;
  const LlmTools& tools_;
  std::string program_version_;
  QWidget* page_;
};

}  // namespace noiseal::ui
