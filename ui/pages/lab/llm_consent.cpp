// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/llm_consent.h"

#include <QWidget>
#include <algorithm>
#include <utility>

#include "core/experiment/forecast.h"
#include "ui/window/llm_question.h"

namespace noiseal::ui {
namespace {

/// The recipe of one arm for each server and model.
std::vector<Recipe> llm_recipes(const std::vector<ExperimentPlan>& plans) {
  std::vector<Recipe> recipes;
  for (const ExperimentPlan& plan : plans) {
    for (const Arm& arm : plan.arms) {
      const bool known = std::ranges::any_of(recipes, [&](const Recipe& recipe) {
        return recipe.llm_url == arm.recipe.llm_url && recipe.llm_model == arm.recipe.llm_model;
      });
      if (arm.recipe.annotator == "llm" && !known) {
        recipes.push_back(arm.recipe);
      }
    }
  }
  return recipes;
}

}  // namespace

bool asks_llm(const ExperimentPlan& plan) {
  return std::ranges::any_of(plan.arms,
                             [](const Arm& arm) { return arm.recipe.annotator == "llm"; });
}

LlmConsent::LlmConsent(ProjectSession& session, const LlmTools& tools, std::string program_version,
                       QWidget* page)
    : QObject(page),
      session_(session),
      tools_(tools),
      program_version_(std::move(program_version)),
      page_(page) {}

void LlmConsent::ask(Plans plans, const std::function<void()>& go) {
  if (!tools_.notice) {
    Q_EMIT refused(tr("This program can't ask a server; take another annotator."));
    return;
  }
  session_.read(
      this,
      [plans = std::move(plans), notice = tools_.notice, version = program_version_](
          const Project& project, const Control&) {
        const std::vector<ExperimentPlan> wanted = plans(project);
        LlmNotice whole;
        whole.free = true;
        whole.sentences.push_back(
            forecast_text(sum_of(forecast_experiments(project, wanted, version))));
        for (const Recipe& recipe : llm_recipes(wanted)) {
          const LlmNotice one = notice(project, recipe, UseDecisions::no);
          whole.sentences.push_back(
              "Each run: " + (one.sentences.empty() ? recipe.llm_model : one.sentences.front()));
          if (!one.sentences.empty()) {
            whole.sentences.insert(whole.sentences.end(), one.sentences.begin() + 1,
                                   one.sentences.end());
          }
          whole.free = whole.free && one.free;
          whole.address = one.address;
          whole.request = one.request;
        }
        return whole;
      },
      [this, go](const LlmNotice& notice) {
        if (page_->findChild<LlmQuestion*>() != nullptr) {
          return;
        }
        auto* question = new LlmQuestion(notice, PilotState::over, page_);
        question->setAttribute(Qt::WA_DeleteOnClose);
        connect(question, &QDialog::accepted, this, [go] { go(); });
        question->open();
      },
      [this](const QString& sentence) { Q_EMIT refused(sentence); }, ReadLane::slow);
}

}  // namespace noiseal::ui
