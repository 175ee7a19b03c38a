// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/run_worker.h"

#include <QPointer>
#include <utility>

#include "ui/bridge/run_watch.h"

namespace noiseal::ui {

RunWorker::RunWorker(ProjectSession& session, RunParts parts, QObject* parent)
    : QObject(parent), session_(session), parts_(std::move(parts)) {}

bool RunWorker::start(const Recipe& recipe, UseDecisions use_decisions, AfterPilot after_pilot) {
  return begin([recipe, use_decisions, parts = parts_for(after_pilot)](
                   JobContext& context, const RunObserver& observer) {
    start_run(context.project(), recipe, use_decisions, parts, observer, context.control());
  });
}

bool RunWorker::resume(std::optional<std::int64_t> run, AfterPilot after_pilot) {
  return begin(
      [run, parts = parts_for(after_pilot)](JobContext& context, const RunObserver& observer) {
        resume_run(context.project(), run, parts, observer, context.control());
      });
}

RunParts RunWorker::parts_for(AfterPilot after_pilot) const {
  RunParts parts = parts_;
  parts.after_pilot = after_pilot;
  return parts;
}

bool RunWorker::begin(Work work) {
  if (at_work_ || session_.job() != nullptr || !session_.writable()) {
    return false;
  }
  run_ = 0;
  // The session outlives its worker's thread; this object may be gone before.
  const auto to_me = [session = &session_, me = QPointer<RunWorker>(this)](auto function) {
    session->to_gui([me, function = std::move(function)] {
      if (me) {
        function();
      }
    });
  };
  auto on_worker = [this, to_me, work = std::move(work)](JobContext& context) {
    RunWatch::Listeners listeners;
    listeners.started = [this, to_me](const RunStarted& run) {
      to_me([this, run] {
        run_ = run.run;
        session_.announce(ProjectPart::runs);
        Q_EMIT started(run);
      });
    };
    listeners.progressed = [&context](const RunProgress& now) {
      context.report(now.share, now.what);
    };
    listeners.moved = [this, to_me](EpochCharts charts) {
      to_me([this, charts = std::move(charts)] { Q_EMIT moved(charts); });
    };
    listeners.stored = [this, to_me](const EpochStored& epoch) {
      to_me([this, epoch = epoch.epoch] {
        session_.announce(ProjectPart::runs);
        Q_EMIT epoch_stored(epoch);
      });
    };
    listeners.metered = [this, to_me](const AnnotatorMeter& meter) {
      to_me([this, meter] { Q_EMIT metered(meter); });
    };
    listeners.forecast = [this, to_me](const AnnotatorForecast& rest) {
      to_me([this, rest] { Q_EMIT forecast(rest); });
    };
    RunWatch watch(context.project(), context.control(), std::move(listeners));
    work(context, [&watch](const RunEvent& event) { watch.take(event); });
  };
  const QString name = QString::fromStdString(session_.facts().name());
  LongJob* job = session_.start_job(
      {.title = tr("Training on %1").arg(name),
       .when_stopped =
           tr("What the finished epochs have brought is kept; the run can go on later."),
       .can_pause = true},
      this, std::move(on_worker),
      [this] {
        finish();
        Q_EMIT ended();
      },
      [this](const Failure& failure) {
        finish();
        Q_EMIT ended_early(QString::fromStdString(failure.sentence), failure.stopped);
      });
  if (job == nullptr) {
    return false;
  }
  at_work_ = true;
  Q_EMIT begun();
  return true;
}

void RunWorker::finish() {
  at_work_ = false;
  session_.announce(ProjectPart::runs);
}

}  // namespace noiseal::ui
