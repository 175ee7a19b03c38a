// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/run_start.h"

#include <algorithm>

#include "ui/pages/train/llm_gate.h"
#include "ui/pages/train/recipe_panel.h"
#include "ui/window/llm_server_dialog.h"

namespace noiseal::ui {
namespace {

/// Both models learn from all labels as they stand, wrong ones included.
Recipe plain_recipe() {
  Recipe recipe = preset_recipe(Preset::standard);
  recipe.rule = Rule::plain;
  recipe.correction = Correction::none;
  recipe.weight_average = 0;
  return recipe;
}

}  // namespace

RunStart::RunStart(ProjectSession& session, const Services& services, RunWorker& worker,
                   RecipePanel& recipe, QWidget* page)
    : QObject(page),
      session_(session),
      services_(services),
      worker_(worker),
      recipe_(recipe),
      page_(page),
      gate_(new LlmGate(session, services.llm, page)) {
  connect(gate_, &LlmGate::refused, this, &RunStart::refused);
}

void RunStart::start() {
  if (worker_.at_work()) {
    return;
  }
  const Recipe recipe = recipe_.recipe();
  const UseDecisions decisions = recipe_.use_decisions();
  gate_->pass(recipe, decisions, std::nullopt, [this, recipe, decisions](AfterPilot after_pilot) {
    worker_.start(recipe, decisions, after_pilot);
  });
}

void RunStart::resume(std::int64_t run) {
  if (worker_.at_work()) {
    return;
  }
  const std::vector<RunRecord>& runs = session_.facts().runs;
  const auto stored = std::ranges::find(runs, run, &RunRecord::id);
  if (stored == runs.end()) {
    worker_.resume(run);
    return;
  }
  gate_->pass(recipe_from_json(stored->recipe, "run"), recipe_.use_decisions(), run,
              [this, run](AfterPilot after_pilot) { worker_.resume(run, after_pilot); });
}

void RunStart::choose_llm_server() {
  if (page_->findChild<LlmServerDialog*>() != nullptr || worker_.at_work()) {
    return;
  }
  const Recipe& now = recipe_.recipe();
  auto* dialog =
      new LlmServerDialog(services_.llm, {now.llm_url, now.llm_model, now.llm_answer}, page_);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    const LlmChoice choice = dialog->choice();
    Recipe recipe = recipe_.recipe();
    recipe.annotator = "llm";
    set_recipe_value(recipe, "llm_url", choice.url);
    recipe.llm_model = choice.model;
    recipe.llm_answer = choice.answer;
    recipe_.set_recipe(recipe);
  });
  dialog->open();
}

bool RunStart::start_memory_effect() {
  recipe_.set_recipe(plain_recipe());
  return worker_.start(plain_recipe(), UseDecisions::no);
}

}  // namespace noiseal::ui
