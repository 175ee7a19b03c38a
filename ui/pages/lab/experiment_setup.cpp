// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/experiment_setup.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <utility>
#include <vector>

#include "core/experiment/forecast.h"
#include "ui/pages/lab/lab_options.h"
#include "ui/pages/lab/lab_words.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kForecastDelay = 250;  // milliseconds after the last edit

QLabel* wrapped_label(const char* name, QWidget* parent) {
  auto* label = new QLabel(parent);
  label->setObjectName(QLatin1String(name));
  label->setTextFormat(Qt::PlainText);
  label->setWordWrap(true);
  return label;
}

/// What waits comes first and leaves its shared runs.
std::vector<ExperimentPlan> waiting_plans(const Project& project) {
  std::vector<ExperimentPlan> plans;
  for (const ExperimentRecord& record : project.experiments().all()) {
    if (record.state == ExperimentState::waiting) {
      plans.push_back(plan_from_json(record.plan));
    }
  }
  return plans;
}

}  // namespace

/// What is read of the project for the chosen experiment.
struct ExperimentSetup::Forecast {
  std::string text;
  ExperimentPlan plan;
};

ExperimentSetup::ExperimentSetup(ProjectSession& session, const Services& services, QWidget* parent)
    : QFrame(parent),
      session_(session),
      program_version_(services.program_version),
      options_(new LabOptions(services.llm, this)),
      head_(new QLabel(this)),
      question_(wrapped_label("lab-question", this)),
      forecast_(wrapped_label("lab-forecast", this)),
      run_(new QPushButton(tr("Run"), this)) {
  setObjectName(QStringLiteral("lab-setup"));
  set_role(this, "panel");
  head_->setObjectName(QStringLiteral("lab-title"));
  set_role(head_, "title");
  forecast_->setAccessibleName(tr("What it will take"));
  set_role(forecast_, "muted");
  run_->setObjectName(QStringLiteral("lab-run"));
  set_role(run_, "primary");
  auto* foot = new QHBoxLayout;
  foot->setSpacing(kNear);
  foot->addWidget(forecast_, 1);
  foot->addWidget(run_, 0, Qt::AlignBottom);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kNear, kNear, kNear, kNear);
  column->setSpacing(kClose);
  column->addWidget(head_);
  column->addWidget(question_);
  column->addWidget(options_);
  column->addLayout(foot);
  connect(options_, &LabOptions::changed, this, &ExperimentSetup::forecast_soon);
  connect(run_, &QPushButton::clicked, this, &ExperimentSetup::run_wanted);
  forecast_timer_.setSingleShot(true);
  forecast_timer_.setInterval(kForecastDelay);
  connect(&forecast_timer_, &QTimer::timeout, this, &ExperimentSetup::forecast);
}

ExperimentOptions ExperimentSetup::options() const {
  return options_->options();
}

void ExperimentSetup::show_kind(ExperimentKind kind) {
  kind_ = kind;
  head_->setText(words(experiment_title(kind)));
  question_->setText(words(experiment_question(kind)));
  options_->show_kind(kind);
  cannot_.clear();
  forecast_->clear();
  forecast_soon();
}

void ExperimentSetup::show_run_button(const QString& text, bool enabled, const QString& hint) {
  run_->setText(text);
  run_->setEnabled(enabled);
  run_->setToolTip(hint);
}

void ExperimentSetup::show_runs() {
  options_->show_runs(session_.facts().runs);
  forecast_soon();
}

void ExperimentSetup::read_labels() {
  session_.read(
      this, [](const Project& project, const Control&) { return read_label_facts(project); },
      [this](const LabelFacts& labels) {
        labels_ = labels;
        options_->show_labels(labels);
        forecast_soon();
      },
      {}, ReadLane::slow);
}

void ExperimentSetup::clear() {
  forecast_ticket_.cancel();
  forecast_timer_.stop();
  forecast_->clear();
  labels_ = {};
  cannot_.clear();
  options_->show_labels(labels_);
}

void ExperimentSetup::forecast_soon() {
  forecast_timer_.start();
}

void ExperimentSetup::forecast() {
  forecast_ticket_.cancel();
  if (!session_.is_open() || !isVisible()) {
    return;
  }
  forecast_ticket_ = session_.read(
      this,
      [kind = kind_, options = options_->options(), labels = labels_, version = program_version_](
          const Project& project, const Control&) {
        std::vector<ExperimentPlan> plans = waiting_plans(project);
        plans.push_back(make_plan(kind, options, labels));
        std::string text = forecast_text(forecast_experiments(project, plans, version).back()) +
                           " " + labels_sentence(plans.back());
        return Forecast{std::move(text), std::move(plans.back())};
      },
      [this](const Forecast& forecast) {
        take_forecast(QString::fromStdString(forecast.text), {});
        Q_EMIT planned(forecast.plan);
      },
      [this](const QString& sentence) { take_forecast(sentence, sentence); }, ReadLane::slow);
}

void ExperimentSetup::take_forecast(const QString& text, const QString& cannot) {
  forecast_->setText(text);
  cannot_ = cannot;
  Q_EMIT changed();
}

}  // namespace noiseal::ui
