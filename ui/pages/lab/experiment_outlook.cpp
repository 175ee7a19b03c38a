// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/experiment_outlook.h"

#include <QGridLayout>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/pages/lab/lab_words.h"
#include "ui/pages/lab/plan_words.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kRoomForTwo = 760;  // as the charts that will stand here
constexpr int kMostOnOneLine = 56;

struct Panel {
  QFrame* frame;
  QVBoxLayout* column;
};

Panel make_panel(const QString& title, QWidget* parent) {
  auto* frame = new QFrame(parent);
  set_role(frame, "panel");
  auto* column = new QVBoxLayout(frame);
  column->setContentsMargins(kNear, kNear, kNear, kNear);
  column->setSpacing(kClose);
  auto* head = new QLabel(title, frame);
  set_role(head, "title");
  column->addWidget(head);
  return {frame, column};
}

QString bulleted(const QStringList& lines) {
  QStringList points;
  for (const QString& line : lines) {
    points << QStringLiteral("• ") + line;
  }
  return points.join(QLatin1Char('\n'));
}

/// Short names side by side, long ones below each other.
QString ways_text(const std::vector<WaysCompared>& all) {
  QStringList blocks;
  for (const WaysCompared& ways : all) {
    const QString in_a_row = ways.names.join(QStringLiteral(" · "));
    const bool fits = in_a_row.size() <= kMostOnOneLine || all.size() > 2;
    const QString names = fits ? in_a_row : bulleted(ways.names);
    blocks << (ways.title.isEmpty() ? names : ways.title + QStringLiteral(":\n") + names);
  }
  return blocks.join(QStringLiteral("\n\n"));
}

}  // namespace

ExperimentOutlook::ExperimentOutlook(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("lab-outlook"));
  grid_ = new QGridLayout(this);
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(kNear);
  const Panel compared = make_panel(tr("What is compared"), this);
  background_ = add_text(*compared.column, "lab-outlook-background");
  set_role(background_, "muted");
  ways_ = add_text(*compared.column, "lab-outlook-ways");
  compared.column->addStretch();
  const Panel result = make_panel(tr("What comes out"), this);
  charts_ = add_text(*result.column, "lab-outlook-charts");
  auto* table = add_text(*result.column, "lab-outlook-table");
  table->setText(tr("And a table with these figures of every way:"));
  figures_place_ = new QVBoxLayout;
  result.column->addLayout(figures_place_);
  result.column->addStretch();
  const Panel know = make_panel(tr("Good to know"), this);
  remarks_ = add_text(*know.column, "lab-outlook-remarks");
  know.column->addStretch();
  panels_ = {compared.frame, result.frame, know.frame};
  place_panels();
  hide();
}

QLabel* ExperimentOutlook::add_text(QVBoxLayout& column, const char* name) {
  auto* label = new QLabel(this);
  label->setObjectName(QLatin1String(name));
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  column.addWidget(label);
  return label;
}

void ExperimentOutlook::show_plan(const ExperimentPlan& plan) {
  planned_ = true;
  background_->setText(words(experiment_background(plan.kind)));
  ways_->setText(ways_text(ways_compared(plan)));
  charts_->setText(bulleted(charts_to_come(plan)));
  remarks_->setText(bulleted(remarks_before(plan)));
  panels_.back()->setVisible(!remarks_->text().isEmpty());
  show_figures(plan);
  setVisible(wanted_);
}

void ExperimentOutlook::show_figures(const ExperimentPlan& plan) {
  delete figures_;
  figures_ = new QWidget(this);
  figures_->setObjectName(QStringLiteral("lab-outlook-figures"));
  auto* grid = new QGridLayout(figures_);
  grid->setContentsMargins(0, 0, 0, 0);
  grid->setHorizontalSpacing(kNear);
  grid->setVerticalSpacing(kClose);
  grid->setColumnStretch(0, 1);
  grid->setColumnStretch(1, 3);
  for (std::size_t i = 0; i < plan.figures.size(); ++i) {
    const int row = static_cast<int>(i);
    auto* name = new QLabel(sentence_start(words(figure_info(plan.figures[i]).title)), figures_);
    auto* meaning = new QLabel(figure_explanation(plan.figures[i]), figures_);
    set_role(meaning, "muted");
    for (QLabel* label : {name, meaning}) {
      label->setTextFormat(Qt::PlainText);
      label->setWordWrap(true);
      label->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    }
    grid->addWidget(name, row, 0);
    grid->addWidget(meaning, row, 1);
  }
  figures_place_->addWidget(figures_);
}

void ExperimentOutlook::set_wanted(bool wanted) {
  wanted_ = wanted;
  setVisible(wanted_ && planned_);
}

void ExperimentOutlook::clear() {
  planned_ = false;
  hide();
}

void ExperimentOutlook::place_panels() {
  const int columns = width() >= kRoomForTwo ? 2 : 1;
  if (columns == columns_) {
    return;
  }
  columns_ = columns;
  for (QFrame* panel : panels_) {
    grid_->removeWidget(panel);
  }
  grid_->addWidget(panels_[0], 0, 0);
  if (columns == 2) {
    grid_->addWidget(panels_[1], 0, 1, 2, 1);
    grid_->addWidget(panels_[2], 1, 0);
  } else {
    grid_->addWidget(panels_[1], 1, 0);
    grid_->addWidget(panels_[2], 2, 0);
  }
  grid_->setColumnStretch(0, 1);
  grid_->setColumnStretch(1, columns > 1 ? 1 : 0);
  // the last panel of the left column goes down to the end of the right
  grid_->setRowStretch(1, 1);
}

void ExperimentOutlook::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  place_panels();
}

}  // namespace noiseal::ui
