// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/pipeline/run_parts.h"
#include "core/pipeline/run_rows.h"
#include "ui/bridge/project_session.h"
#include "ui/window/llm_question.h"
#include "ui/window/llm_tools.h"

class QWidget;

namespace noiseal::ui {

/// Stands before every run: one whose recipe asks an LLM begins only once the person has seen what
/// will be sent and what it costs at most; any other at once.
class LlmGate : public QObject {
  Q_OBJECT

 public:
  /// page: that the question is shown over; it owns the gate.
  LlmGate(ProjectSession& session, const LlmTools& tools, QWidget* page);

  /// go is called now, after the person's yes, or never. resumed: the run that goes on.
  void pass(const Recipe& recipe, UseDecisions use_decisions, std::optional<std::int64_t> resumed,
            const std::function<void(AfterPilot)>& go);

 Q_SIGNALS:
  void refused(const QString& sentence);

 private:
  void ask(const LlmNotice& notice, PilotState pilot, const std::function<void(AfterPilot)>& go);

  ProjectSession& session_;
  const LlmTools& tools_;
  QWidget* page_;
};

}  // namespace noiseal::ui
