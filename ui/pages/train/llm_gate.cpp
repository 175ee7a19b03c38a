// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/llm_gate.h"

#include "core/annotate/annotator_name.h"

namespace noiseal::ui {

LlmGate::LlmGate(ProjectSession& session, const LlmTools& tools, QWidget* page)
    : QObject(page), session_(session), tools_(tools), page_(page) {}

void LlmGate::pass(const Recipe& recipe, UseDecisions use_decisions,
                   std::optional<std::int64_t> resumed, const std::function<void(AfterPilot)>& go) {
  if (parse_annotator(recipe.annotator).kind != AnnotatorKind::llm) {
    go(AfterPilot::go_on);
    return;
  }
  if (recipe.llm_url.empty() || recipe.llm_model.empty()) {
    Q_EMIT refused(
        tr("The annotator llm needs a server and a model: fill in Server and Model in the "
           "recipe."));
    return;
  }
  if (!tools_.notice) {
    Q_EMIT refused(tr("This program can't ask a server; take another annotator."));
    return;
  }
  struct Told {
    LlmNotice notice;
    PilotState pilot = PilotState::to_come;
  };
  session_.read(
      this,
      [recipe, use_decisions, resumed, notice = tools_.notice](const Project& project,
                                                               const Control&) {
        const bool over = resumed && project.answers().totals(*resumed).asked > 0;
        return Told{notice(project, recipe, use_decisions),
                    over ? PilotState::over : PilotState::to_come};
      },
      [this, go](const Told& told) { ask(told.notice, told.pilot, go); },
      [this](const QString& sentence) { Q_EMIT refused(sentence); }, ReadLane::slow);
}

void LlmGate::ask(const LlmNotice& notice, PilotState pilot,
                  const std::function<void(AfterPilot)>& go) {
  if (session_.job() != nullptr || page_->findChild<LlmQuestion*>() != nullptr) {
    return;
  }
  auto* question = new LlmQuestion(notice, pilot, page_);
  question->setAttribute(Qt::WA_DeleteOnClose);
  connect(question, &QDialog::accepted, this, [question, go] { go(question->after_pilot()); });
  question->open();
}

}  // namespace noiseal::ui
