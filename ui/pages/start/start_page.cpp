// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/start_page.h"

#include <QAction>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShowEvent>
#include <QVBoxLayout>

#include "ui/pages/start/project_actions.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"
#include "ui/window/recent_projects.h"

namespace noiseal::ui {
namespace {

constexpr int kWidth = 620;

QPushButton* button_for(QAction& action, const char* name, QWidget* parent) {
  auto* button = new QPushButton(action.text(), parent);
  button->setObjectName(QString::fromLatin1(name));
  QObject::connect(button, &QPushButton::clicked, &action, &QAction::trigger);
  return button;
}

QLabel* muted(const QString& text, QWidget* parent) {
  auto* label = new QLabel(text, parent);
  label->setWordWrap(true);
  set_role(label, "muted");
  return label;
}

}  // namespace

StartPage::StartPage(ProjectActions& actions, QWidget* parent)
    : QWidget(parent), actions_(actions) {
  setObjectName(QStringLiteral("start-page"));
  auto* box = new QWidget(this);
  box->setFixedWidth(kWidth);
  auto* column = new QVBoxLayout(box);
  column->setSpacing(kNear);
  auto* title = new QLabel(tr("Find and repair wrong labels"), box);
  set_role(title, "banner");
  column->addWidget(title);
  column->addWidget(
      muted(tr("Open a project, or read a labelled file (CSV, TSV, JSON lines) into a new one: "
               "choose it, or drop it here. Everything stays on this machine."),
            box));
  auto* row = new QHBoxLayout;
  row->setSpacing(kClose);
  QPushButton* import = button_for(actions.import_action(), "start-import", box);
  set_role(import, "primary");
  row->addWidget(import);
  row->addWidget(button_for(actions.open_action(), "start-open", box));
  row->addStretch();
  column->addLayout(row);
  column->addSpacing(kNear);

  auto* show = new QFrame(box);
  set_role(show, "panel");
  auto* inside = new QVBoxLayout(show);
  inside->setContentsMargins(kApart, kNear, kApart, kNear);
  auto* show_title = new QLabel(tr("Never tried it?"), show);
  set_role(show_title, "title");
  demonstration_words_ =
      muted(tr("Invented requests to a shop, 40 % of their labels made wrong on purpose. Two "
               "models learn "
               "from them before your eyes: first what is right, then, by heart, what is wrong."),
            show);
  demonstration_ = button_for(actions.demonstration_action(), "start-demonstration", show);
  inside->addWidget(show_title);
  inside->addWidget(demonstration_words_);
  auto* show_row = new QHBoxLayout;
  show_row->addWidget(demonstration_);
  show_row->addStretch();
  inside->addLayout(show_row);
  column->addWidget(show);
  show->setVisible(actions.has_demonstration());
  column->addSpacing(kNear);

  recent_box_ = new QWidget(box);
  auto* recent_column = new QVBoxLayout(recent_box_);
  recent_column->setContentsMargins(0, 0, 0, 0);
  recent_column->setSpacing(kTight);
  auto* recent_title = new QLabel(tr("Recent projects"), recent_box_);
  set_role(recent_title, "title");
  recent_column->addWidget(recent_title);
  recent_ = new QVBoxLayout;
  recent_->setSpacing(0);
  recent_column->addLayout(recent_);
  column->addWidget(recent_box_);

  column->addSpacing(kNear);
  column->addWidget(muted(tr("Ctrl+K finds every command, F1 explains what you see."), box));

  auto* across = new QHBoxLayout;
  across->addStretch();
  across->addWidget(box);
  across->addStretch();
  auto* down = new QVBoxLayout(this);
  down->addStretch(2);
  down->addLayout(across);
  down->addStretch(3);
}

void StartPage::showEvent(QShowEvent* event) {
  fill_recent();
  QWidget::showEvent(event);
}

void StartPage::fill_recent() {
  while (QLayoutItem* item = recent_->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  int n = 0;
  for (const QString& file : recent_projects()) {
    const QFileInfo info(file);
    auto* button = new QPushButton(
        QStringLiteral("%1   %2").arg(info.fileName(), info.absolutePath()), recent_box_);
    button->setObjectName(QStringLiteral("recent-%1").arg(++n));
    set_role(button, "link");
    connect(button, &QPushButton::clicked, this, [this, file] { actions_.open(file); });
    recent_->addWidget(button);
  }
  recent_box_->setVisible(n > 0);
}

}  // namespace noiseal::ui
