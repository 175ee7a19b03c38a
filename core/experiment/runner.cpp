// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <numeric>
#include <set>

#include "core/base/count_text.h"
#include "core/base/error.h"
#include "core/base/time_left.h"
#include "core/experiment/measure.h"
#include "core/experiment/paid_answers.h"
#include "core/experiment/result.h"
#include "core/experiment/scratch_shelf.h"
#include "core/experiment/work.h"
#include "core/pipeline/trial.h"

namespace noiseal {
namespace {

using Clock = std::chrono::steady_clock;

/// An experiment with the runs that are still to come.
struct QueuedWork {
  std::int64_t id = 0;
  ExperimentPlan plan;
  std::vector<PlannedRun> runs;
  std::size_t done = 0;  ///< runs of an earlier start
};

void refuse_changed_data(const Project& project, const ExperimentRecord& record,
                         const std::vector<PlannedRun>& runs,
                         const std::vector<OutcomeRecord>& outcomes) {
  for (const OutcomeRecord& outcome : outcomes) {
    const bool same = std::ranges::any_of(runs, [&](const PlannedRun& run) {
      return run.arm == outcome.arm && run.seed == outcome.seed && run.key == outcome.key;
    });
    if (!same) {
      throw Error(fmt::format(
          "The rows or labels of {}, or the program, have changed since experiment {} ({}) began; "
          "start it anew.",
          project.path().string(), record.id, record.name));
    }
  }
}

/// Works through a queue; all runs of all its experiments use one scratch project.
class QueueWorker {
 public:
  QueueWorker(const Project& project, const ExperimentParts& parts,
              const ExperimentObserver& observer, const Control& control)
      : project_(project),
        parts_(parts),
        observer_(observer ? observer : ExperimentObserver([](const ExperimentEvent&) {})),
        control_(control),
        data_(read_data_facts(project, parts.run.program_version)) {
    keep_left_answers(project);
    scratch_ = std::make_unique<ScratchProject>(project, control);
    shelf_ = std::make_unique<ScratchShelf>(scratch_->project());
    give_known_answers(project, scratch_->project());
  }

  /// Takes it into account for what is worth keeping; work() comes later.
  void expect(std::int64_t id) {
    QueuedWork work;
    work.id = id;
    const ExperimentRecord record = project_.experiments().find(id);
    work.plan = plan_from_json(record.plan);
    if (parts_.sharing == Sharing::yes) {
      add_stored_outcomes(before_, project_, work.plan, data_);
    }
    work.runs = planned_runs(work.plan, data_, before_);
    const std::vector<OutcomeRecord> outcomes = project_.experiments().outcomes(id);
    refuse_changed_data(project_, record, work.runs, outcomes);
    std::erase_if(work.runs, [&](const PlannedRun& run) {
      return std::ranges::any_of(outcomes, [&](const OutcomeRecord& outcome) {
        return outcome.arm == run.arm && outcome.seed == run.seed;
      });
    });
    work.done = outcomes.size();
    for (const PlannedRun& run : work.runs) {
      if (!run.reused) {
        shelf_->expect(run.start);
      }
    }
    queue_.push_back(std::move(work));
  }

  void work_on_next() {
    const QueuedWork work = std::move(queue_.front());
    queue_.erase(queue_.begin());
    begin(work);
    for (std::size_t i = 0; i < work.runs.size(); ++i) {
      control_.check_point();
      run(work, i);
    }
    project_.experiments().set_state(work.id, ExperimentState::finished);
    observer_(ExperimentEnded{work.id, ExperimentState::finished,
                              read_experiment(project_, work.id).sentence});
  }

 private:
  void begin(const QueuedWork& work) {
    project_.experiments().set_state(work.id, ExperimentState::running);
    observer_(ExperimentBegun{work.id, std::string(experiment_name(work.plan.kind)),
                              work.runs.size() + work.done, work.done});
    time_left_ = {};
    begun_ = Clock::now();
    epochs_done_ = 0;
    share_ = 0;
    epochs_all_ =
        std::accumulate(work.runs.begin(), work.runs.end(), 0.0,
                        [](double sum, const PlannedRun& run) { return sum + run.to_train(); });
  }

  void run(const QueuedWork& work, std::size_t place) {
    const PlannedRun& planned = work.runs[place];
    const Arm& arm = work.plan.arms.at(planned.arm);
    observer_(ArmBegun{work.id, planned.arm, arm.name, planned.seed, work.done + place + 1,
                       work.done + work.runs.size()});
    if (!planned.reused) {
      shelf_->begin_run(planned.start);
    }
    OutcomeRecord record;
    record.arm = planned.arm;
    record.seed = planned.seed;
    record.key = planned.key;
    ArmEnded ended{work.id, planned.arm, planned.seed, false, 0, 0};
    const auto known = parts_.sharing == Sharing::yes
                           ? project_.experiments().outcome_of(planned.key)
                           : std::nullopt;
    if (known) {
      record.outcome = known->outcome;
      record.reused = ended.reused = true;
    } else {
      const RunOutcome outcome = make(work, planned, arm);
      record.outcome = outcome_to_json(outcome);
      ended.shared_epochs = outcome.shared_epochs;
      ended.seconds = outcome.seconds;
    }
    shelf_->end_run();
    project_.experiments().add_outcome(work.id, record);
    epochs_done_ += planned.to_train();
    observer_(ended);
  }

  RunOutcome make(const QueuedWork& work, const PlannedRun& planned, const Arm& arm) {
    scratch_->set_noise(arm.noise, planned.seed, parts_.evidence, control_);
    Trial trial;
    trial.demonstrations = arm.demonstrations;
    trial.shelf = parts_.sharing == Sharing::yes ? shelf_.get() : nullptr;
    RunParts parts = parts_.run;
    parts.trial = &trial;
    const Project& scratch = scratch_->project();
    const RunObserver observer = [&](const RunEvent& event) { pass_on(work, planned, event); };
    const KeptOnTheWay paid(scratch, project_);
    const std::int64_t id = start_run(scratch, run_recipe(arm, planned.seed), UseDecisions::no,
                                      parts, observer, control_);
    RunOutcome outcome = measure_run(
        scratch, id, work.plan.histograms ? KeepHistograms::yes : KeepHistograms::no, control_);
    if (arm.recipe.annotator != "llm") {  // whose answers the next runs may have use for
      scratch.runs().remove(id);
    }
    return outcome;
  }

  void pass_on(const QueuedWork& work, const PlannedRun& planned, const RunEvent& event) {
    if (const auto* progress = std::get_if<RunProgress>(&event)) {
      const double done = epochs_done_ + progress->share * planned.to_train();
      share_ = epochs_all_ > 0 ? std::min(done / epochs_all_, 1.0) : 0;
      time_left_.update(share_, std::chrono::duration<double>(Clock::now() - begun_).count());
      say(work, planned, progress->what);
    } else if (const auto* meter = std::get_if<AnnotatorMeter>(&event)) {
      say(work, planned,
          fmt::format("asked {} of {} rows, {:.4f} in money so far", count_text(meter->asked),
                      count_text(meter->selected), meter->cost));
    } else if (const auto* stored = std::get_if<EpochStored>(&event)) {
      observer_(ArmEpoch{work.id, planned.arm, planned.seed, stored->epoch, stored->figures});
    }
  }

  void say(const QueuedWork& work, const PlannedRun& planned, const std::string& what) {
    observer_(ExperimentProgress{
        work.id, share_, time_left_.seconds_left(),
        fmt::format("{}, seed {}: {}", work.plan.arms[planned.arm].name, planned.seed, what)});
  }

  const Project& project_;
  const ExperimentParts& parts_;
  ExperimentObserver observer_;
  const Control& control_;
  DataFacts data_;
  KnownBefore before_;
  std::unique_ptr<ScratchProject> scratch_;
  std::unique_ptr<ScratchShelf> shelf_;
  std::vector<QueuedWork> queue_;
  TimeLeft time_left_;
  Clock::time_point begun_;
  double epochs_done_ = 0;
  double epochs_all_ = 0;
  double share_ = 0;  ///< of the experiment at work
};

void keep_failure(const Project& project, std::int64_t id, const Error& error,
                  const ExperimentObserver& observer) {
  project.experiments().set_state(id, ExperimentState::failed, error.what());
  observer(ExperimentEnded{id, ExperimentState::failed, error.what()});
}

/// False when the experiment can't begin; it is left as failed.
bool can_be_worked_on(const Project& project, QueueWorker& worker, std::int64_t id,
                      const ExperimentObserver& observer) {
  try {
    worker.expect(id);
    return true;
  } catch (const Error& error) {
    keep_failure(project, id, error, observer);
    return false;
  }
}

/// Works on the next experiment and stores how it ended, whatever happens.
void work_and_keep_state(const Project& project, QueueWorker& worker, std::int64_t id,
                         const ExperimentObserver& observer) {
  const auto stopped = [&] {
    project.experiments().set_state(id, ExperimentState::stopped, "stopped on request");
    throw Interrupted();
  };
  try {
    worker.work_on_next();
  } catch (const ExperimentLeft& left) {
    project.experiments().set_state(id, ExperimentState::stopped, "stopped on request");
    observer(ExperimentEnded{id, ExperimentState::stopped, left.what()});
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::interrupted) {
      stopped();
    }
    keep_failure(project, id, error, observer);
  }
}

}  // namespace

std::int64_t queue_experiment(const Project& project, const ExperimentPlan& plan,
                              const std::string& program_version) {
  ExperimentRecord record;
  record.name = experiment_name(plan.kind);
  record.plan = plan_to_json(plan);
  record.program_version = program_version;
  return project.experiments().add(record);
}

std::optional<std::int64_t> unfinished_experiment(const Project& project,
                                                  const ExperimentPlan& plan) {
  const std::string json = plan_to_json(plan);
  std::optional<std::int64_t> newest;
  for (const ExperimentRecord& record : project.experiments().all()) {
    if (record.state != ExperimentState::finished && record.plan == json) {
      newest = record.id;
    }
  }
  return newest;
}

std::vector<std::int64_t> experiments_to_do(const Project& project) {
  std::vector<std::int64_t> ids;
  for (const ExperimentRecord& record : project.experiments().all()) {
    if (record.state != ExperimentState::finished && record.state != ExperimentState::failed) {
      ids.push_back(record.id);
    }
  }
  return ids;
}

void run_experiments(const Project& project, const std::vector<std::int64_t>& ids,
                     const ExperimentParts& parts, const ExperimentObserver& given_observer,
                     const Control& control) {
  const ExperimentObserver observer =
      given_observer ? given_observer : ExperimentObserver([](const ExperimentEvent&) {});
  std::vector<std::int64_t> queue = ids.empty() ? experiments_to_do(project) : ids;
  if (queue.empty()) {
    return;
  }
  QueueWorker worker(project, parts, observer, control);
  std::set<std::int64_t> expected;
  while (!queue.empty()) {
    std::erase_if(queue, [&](std::int64_t id) {
      return expected.insert(id).second && !can_be_worked_on(project, worker, id, observer);
    });
    if (!queue.empty()) {
      work_and_keep_state(project, worker, queue.front(), observer);
      queue.erase(queue.begin());
    }
    if (ids.empty()) {
      const std::vector<std::int64_t> later = experiments_to_do(project);
      std::ranges::copy_if(later, std::back_inserter(queue),
                           [&](std::int64_t id) { return !expected.contains(id); });
    }
  }
}

}  // namespace noiseal
