// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/next_run_bar.h"

#include <QHBoxLayout>
#include <QMessageBox>
#include <QPushButton>
#include <string>

#include "core/pipeline/review_queue.h"
#include "core/pipeline/run_changes.h"
#include "core/pipeline/run_facts.h"
#include "ui/theme/spacing.h"

namespace noiseal::ui {
namespace {

/// What the run changed against the one before it; empty unless it went on from decisions.
std::string changes_of(const Project& project, std::optional<std::int64_t> wanted) {
  const std::optional<std::int64_t> run = scored_run(project, wanted);
  if (!run || !run_facts_from_json(project.runs().run(*run).facts).use_decisions) {
    return {};
  }
  const std::optional<RunChanges> changes = run_changes(project, *run);
  return changes ? run_changes_text(*changes) : std::string();
}

}  // namespace

NextRunBar::NextRunBar(ProjectSession& session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      again_(new QPushButton(tr("Train again with these decisions"), this)),
      changes_(new QPushButton(tr("What this run changed"), this)) {
  again_->setObjectName(QStringLiteral("review-train-again"));
  changes_->setObjectName(QStringLiteral("review-changes"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kClose);
  for (QPushButton* button : {changes_, again_}) {
    button->setFocusPolicy(Qt::TabFocus);
    button->hide();
    layout->addWidget(button);
  }
  connect(again_, &QPushButton::clicked, this, &NextRunBar::train_again_wanted);
  connect(changes_, &QPushButton::clicked, this, &NextRunBar::show_changes);
}

void NextRunBar::show_run(std::optional<std::int64_t> run) {
  changes_->hide();
  session_.read(
      this, [run](const Project& project, const Control&) { return changes_of(project, run); },
      [this](const std::string& text) {
        changes_text_ = QString::fromStdString(text);
        changes_->setVisible(!changes_text_.isEmpty());
      },
      [](const QString&) {}, ReadLane::slow);
}

void NextRunBar::show_decided(std::size_t decided) {
  again_->setVisible(decided > 0 && session_.writable());
}

void NextRunBar::show_changes() {
  auto* box = new QMessageBox(QMessageBox::NoIcon, tr("What this run changed"), changes_text_,
                              QMessageBox::Close, this);
  box->setObjectName(QStringLiteral("review-changes-box"));
  box->setTextFormat(Qt::PlainText);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
}

}  // namespace noiseal::ui
