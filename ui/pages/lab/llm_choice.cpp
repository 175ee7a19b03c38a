// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/llm_choice.h"

#include <QAction>
#include <QMenu>
#include <algorithm>

#include "ui/window/known_servers.h"
#include "ui/window/llm_server_dialog.h"

namespace noiseal::ui {
namespace {

bool same(const ModelOnServer& a, const ModelOnServer& b) {
  return a.url == b.url && a.model == b.model;
}

}  // namespace

LlmChoiceButton::LlmChoiceButton(const LlmTools& tools, QWidget* parent)
    : QPushButton(parent), tools_(tools) {
  setObjectName(QStringLiteral("lab-models"));
  setMenu(new QMenu(this));
  menu()->setToolTipsVisible(true);
  for (const KnownServer& server : known_servers()) {
    entries_.push_back({{server.url, server.model}, false});
  }
  fill();
}

std::vector<ModelOnServer> LlmChoiceButton::chosen() const {
  std::vector<ModelOnServer> models;
  for (const Entry& entry : entries_) {
    if (entry.chosen) {
      models.push_back(entry.model);
    }
  }
  return models;
}

std::vector<ModelOnServer> LlmChoiceButton::known() const {
  std::vector<ModelOnServer> models;
  for (const Entry& entry : entries_) {
    models.push_back(entry.model);
  }
  return models;
}

void LlmChoiceButton::show_runs(const std::vector<RunRecord>& runs) {
  for (const RunRecord& run : runs) {
    const Recipe recipe = recipe_from_json(run.recipe, "run");
    if (recipe.annotator == "llm" && !recipe.llm_url.empty() && !recipe.llm_model.empty()) {
      add_known({recipe.llm_url, recipe.llm_model}, false);
    }
  }
}

void LlmChoiceButton::add_model(const ModelOnServer& model) {
  add_known(model, true);
  remember_server({model.url, model.model});
  fill();
  Q_EMIT changed();
}

void LlmChoiceButton::add_known(const ModelOnServer& model, bool chosen) {
  const auto found =
      std::ranges::find_if(entries_, [&](const Entry& entry) { return same(entry.model, model); });
  if (found != entries_.end()) {
    found->chosen = found->chosen || chosen;
  } else {
    entries_.push_back({model, chosen});
    Q_EMIT models_known();
  }
  fill();
}

void LlmChoiceButton::fill() {
  menu()->clear();
  std::size_t ticked = 0;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    QAction* action = menu()->addAction(model_words(entries_[i].model));
    action->setCheckable(true);
    action->setChecked(entries_[i].chosen);
    ticked += entries_[i].chosen ? 1U : 0U;
    connect(action, &QAction::toggled, this, [this, i](bool on) {
      entries_[i].chosen = on;
      // Not now: it would take the menu from under the click.
      QMetaObject::invokeMethod(
          this, [this] { fill(); }, Qt::QueuedConnection);
      Q_EMIT changed();
    });
  }
  QAction* other = menu()->addAction(tr("Another…"));
  other->setObjectName(QStringLiteral("lab-another-model"));
  connect(other, &QAction::triggered, this, &LlmChoiceButton::choose_other);
  if (!known_servers().empty()) {
    QAction* forget = menu()->addAction(tr("Forget the added ones"));
    forget->setObjectName(QStringLiteral("lab-forget-models"));
    forget->setToolTip(tr("Takes addresses and names out of this program's settings."));
    connect(forget, &QAction::triggered, this, &LlmChoiceButton::forget_added,
            Qt::QueuedConnection);
  }
  setText(ticked == 0 ? tr("none") : tr("%1 chosen").arg(ticked));
}

void LlmChoiceButton::forget_added() {
  for (const KnownServer& server : known_servers()) {
    forget_server(server);
    std::erase_if(entries_, [&](const Entry& entry) {
      return same(entry.model, {server.url, server.model});
    });
  }
  fill();
  Q_EMIT models_known();
  Q_EMIT changed();
}

void LlmChoiceButton::choose_other() {
  auto* dialog = new LlmServerDialog(tools_, {}, window());
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QDialog::accepted, this, [this, dialog] {
    const LlmChoice choice = dialog->choice();
    if (!choice.url.empty() && !choice.model.empty()) {
      add_model({choice.url, choice.model});
    }
  });
  dialog->open();
}

QString model_words(const ModelOnServer& model) {
  return LlmChoiceButton::tr("%1 at %2")
      .arg(QString::fromStdString(model.model), QString::fromStdString(model.url));
}

}  // namespace noiseal::ui
