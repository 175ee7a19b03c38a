// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/experiment_start.h"

#include <QMessageBox>
#include <QPushButton>
#include <algorithm>

#include "core/base/error.h"
#include "core/experiment/forecast.h"
#include "ui/pages/lab/experiment_queue.h"
#include "ui/pages/lab/llm_consent.h"

namespace noiseal::ui {
namespace {

std::vector<ExperimentPlan> all_plans(const ExperimentOptions& options, const LabelFacts& labels) {
  std::vector<ExperimentPlan> plans;
  plans.reserve(all_experiments().size());
  for (const ExperimentKind kind : all_experiments()) {
    plans.push_back(make_plan(kind, options, labels));
  }
  return plans;
}

std::vector<ExperimentPlan> stored_plans(const Project& project,
                                         const std::vector<std::int64_t>& experiments) {
  std::vector<ExperimentPlan> plans;
  plans.reserve(experiments.size());
  for (const std::int64_t experiment : experiments) {
    plans.push_back(plan_from_json(project.experiments().find(experiment).plan));
  }
  return plans;
}

}  // namespace

ExperimentStart::ExperimentStart(ProjectSession& session, ExperimentQueue& queue,
                                 const Services& services, QWidget* page)
    : QObject(page),
      session_(session),
      queue_(queue),
      program_version_(services.program_version),
      page_(page),
      consent_(new LlmConsent(session, services.llm, services.program_version, page)) {
  connect(consent_, &LlmConsent::refused, this, &ExperimentStart::refused);
}

void ExperimentStart::run(ExperimentKind kind, const ExperimentOptions& options,
                          const LabelFacts& labels) {
  const auto go = [this, kind, options, labels] { queue_.run(kind, options, labels); };
  try {
    const ExperimentPlan plan = make_plan(kind, options, labels);
    if (asks_llm(plan)) {
      consent_->ask([plan](const Project&) { return std::vector{plan}; }, go);
    } else {
      go();
    }
  } catch (const Error& error) {
    Q_EMIT refused(QString::fromStdString(error.what()));
  }
}

void ExperimentStart::go_on(const std::vector<std::int64_t>& experiments) {
  const auto go = [this, experiments] {
    for (const std::int64_t experiment : experiments) {
      queue_.go_on(experiment);
    }
  };
  const bool llm = std::ranges::any_of(experiments, [&](std::int64_t experiment) {
    const StoredExperiment* stored = queue_.find(experiment);
    return stored != nullptr && stored->asks_llm;
  });
  if (!llm) {
    go();
    return;
  }
  consent_->ask(
      [experiments](const Project& project) { return stored_plans(project, experiments); }, go);
}

void ExperimentStart::ask_to_run_all(const ExperimentOptions& options, const LabelFacts& labels) {
  session_.read(
      this,
      [options, labels, version = program_version_](const Project& project, const Control&) {
        return forecast_text(
            sum_of(forecast_experiments(project, all_plans(options, labels), version)));
      },
      [this, options, labels](const std::string& text) {
        auto* box = new QMessageBox(QMessageBox::Question, tr("Run all experiments"),
                                    tr("All eight, one after the other: %1 They can be paused and "
                                       "stopped, and go on later.")
                                        .arg(QString::fromStdString(text)),
                                    QMessageBox::NoButton, page_);
        box->setObjectName(QStringLiteral("lab-all-question"));
        box->setTextFormat(Qt::PlainText);
        box->setAttribute(Qt::WA_DeleteOnClose);
        QPushButton* yes = box->addButton(tr("Run all"), QMessageBox::AcceptRole);
        yes->setObjectName(QStringLiteral("lab-all-yes"));
        QPushButton* no = box->addButton(QMessageBox::Cancel);
        no->setObjectName(QStringLiteral("lab-all-no"));
        connect(yes, &QPushButton::clicked, this,
                [this, options, labels] { run_all(options, labels); });
        box->open();
      },
      [this](const QString& sentence) { Q_EMIT refused(sentence); }, ReadLane::slow);
}

void ExperimentStart::run_all(const ExperimentOptions& options, const LabelFacts& labels) {
  const std::vector<ExperimentPlan> plans = all_plans(options, labels);
  const auto go = [this, options, labels] {
    for (const ExperimentKind kind : all_experiments()) {
      queue_.run(kind, options, labels);
    }
  };
  if (std::ranges::any_of(plans, asks_llm)) {
    consent_->ask([plans](const Project&) { return plans; }, go);
  } else {
    go();
  }
}

}  // namespace noiseal::ui
