// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/training_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include "core/base/error.h"
#include "core/pipeline/annotation_stage.h"
#include "core/pipeline/epoch_runner.h"
#include "core/pipeline/epoch_state.h"
#include "core/pipeline/run_facts.h"
#include "core/pipeline/trial.h"

namespace noiseal {
namespace {

using Clock = std::chrono::steady_clock;

/// Stored states of a run that a stop, a kill or an error has left behind.
bool is_unfinished(RunState state) {
  return state != RunState::finished;
}

RunRecord unfinished_run(const Project& project, std::optional<std::int64_t> id) {
  if (id) {
    RunRecord run = project.runs().run(*id);
    if (!is_unfinished(run.state)) {
      throw Error(fmt::format("Run {} of {} is finished; there is nothing to resume.", run.id,
                              project.path().string()));
    }
    return run;
  }
  const std::vector<RunRecord> runs = project.runs().all();
  const auto newest = std::find_if(runs.rbegin(), runs.rend(),
                                   [](const RunRecord& run) { return is_unfinished(run.state); });
  if (newest == runs.rend()) {
    throw Error(
        fmt::format("{} has no unfinished run to resume; start one with \"noiseal run {}\".",
                    project.path().string(), project.path().string()));
  }
  return *newest;
}

/// Steps of one epoch on so many rows.
std::size_t steps_of(std::size_t rows, int batch) {
  const auto size = static_cast<std::size_t>(batch);
  return std::max<std::size_t>(1, (rows + size - 1) / size);
}

std::string longer_warm_up(const Recipe& recipe, const RunRows& rows, const EpochCounts& epochs) {
  const auto fewest = static_cast<std::size_t>(recipe.min_warm_up_steps);
  const std::size_t steps =
      steps_of(rows.trained_rows(), recipe.batch) * static_cast<std::size_t>(epochs.warm_up);
  const std::string added = epochs.added_warm_up == 1
                                ? "1 warm-up epoch was"
                                : fmt::format("{} warm-up epochs were", epochs.added_warm_up);
  if (steps < fewest) {
    return fmt::format(
        "The set is very small: {} added, the most there can be, and warm-up still has only {} of "
        "{} steps; a smaller batch makes more of them.",
        added, steps, fewest);
  }
  return fmt::format("The set is small: {} added, so that warm-up has at least {} steps.", added,
                     fewest);
}

std::vector<std::string> remarks_of(const Recipe& recipe, const RunRows& rows,
                                    const EpochCounts& epochs, const AnnotationStage& annotation) {
  std::vector<std::string> remarks;
  if (epochs.added_warm_up > 0) {
    remarks.push_back(longer_warm_up(recipe, rows, epochs));
  }
  if (rows.valid.size() == 0) {
    const bool held_out = std::any_of(rows.held_out.begin(), rows.held_out.end(),
                                      [](std::uint8_t mark) { return mark != 0; });
    remarks.emplace_back(
        held_out ? "There is no clean validation split: 10 % of the training rows are left out of "
                   "training, and the best epoch is chosen by their given labels."
                 : "There is no clean validation split, and the training rows are too few to leave "
                   "any out, so the last epoch counts as the best.");
  }
  remarks.insert(remarks.end(), annotation.remarks().begin(), annotation.remarks().end());
  if (annotation.simulated()) {
    remarks.emplace_back(
        "The annotator is simulated: it answers from the gold labels, so gold leaks into training "
        "and the figures show what such an annotator would bring, not what you would get.");
  }
  return remarks;
}

/// Everything between a stored run and its epochs.
class RunSession {
 public:
  RunSession(const Project& project, RunRecord record, const Recipe& recipe, RunRows rows,
             const RunParts& parts, const RunObserver& observer, const Control& control)
      : project_(project),
        record_(std::move(record)),
        recipe_(recipe),
        rows_(std::move(rows)),
        observer_(observer ? observer : RunObserver([](const RunEvent&) {})),
        control_(control),
        epochs_(plan_epochs(recipe_, rows_.trained_rows())),
        texts_(rows_.texts()),
        after_pilot_(parts.after_pilot),
        trial_(parts.trial) {
    set_up(parts);
  }

  /// Stores the run as a new one. What is wrong with its recipe, its encoder or its texts has
  /// shown before.
  void add_to_project() { record_.id = project_.runs().add(record_, rows_.train.ids); }

  [[nodiscard]] std::int64_t id() const { return record_.id; }

  void work() {
    annotation_ = std::make_unique<AnnotationStage>(project_, record_.id, recipe_, rows_,
                                                    std::move(annotator_), after_pilot_,
                                                    demonstration_trial());
    EpochState state = restored_state();
    say_started(state.epoch);
    project_.runs().set_state(record_.id, RunState::running);
    EpochRunner runner({project_, record_.id, recipe_, rows_, *learners_, *annotation_, epochs_,
                        observer_, control_, trial_, start_of_trial()},
                       std::move(state), facts_);
    while (runner.state().epoch < epochs_.all()) {
      runner.run_next();
    }
  }

 private:
  void set_up(const RunParts& parts) {
    const Clock::time_point start = Clock::now();
    observer_(RunProgress{0, 0, "reading texts and models"});
    AnnotatorSetup setup;
    setup.recipe = recipe_;
    setup.labels = rows_.labels;
    for (const Label& label : project_.labels().all()) {
      setup.descriptions.push_back(label.description);
    }
    setup.gold = rows_.train.gold;
    setup.given = rows_.train.given;
    setup.texts = &texts_;
    setup.threads = std::max(1U, std::thread::hardware_concurrency());
    setup.demonstrations = demonstration_trial();
    annotator_ = parts.annotators(setup);
    learners_ = parts.learners(recipe_, rows_.n_labels(), texts_, control_);
    const LearnerFacts learner = learners_->strong().facts();
    facts_ = run_facts_from_json(record_.facts);
    facts_.device = learner.device;
    facts_.precision = learner.precision;
    facts_.warm_up_epochs = epochs_.warm_up;
    facts_.noise_aware_epochs = epochs_.noise_aware;
    facts_.added_warm_up_epochs = epochs_.added_warm_up;
    facts_.clean_validation = rows_.valid.size() > 0;
    facts_.annotator = annotator_.annotator->name();
    facts_.simulated_annotator = annotator_.annotator->simulated();
    facts_.setup_seconds = std::chrono::duration<double>(Clock::now() - start).count();
  }

  [[nodiscard]] DemonstrationTrial demonstration_trial() const {
    return trial_ == nullptr ? DemonstrationTrial() : trial_->demonstrations;
  }

  [[nodiscard]] WarmUpStart start_of_trial() const {
    return trial_ == nullptr ? WarmUpStart()
                             : warm_up_start(recipe_, rows_.trained_rows(), facts_.fingerprint);
  }

  EpochState restored_state() {
    annotation_->resume_after(record_.last_epoch);
    if (record_.last_epoch == 0) {
      return {};
    }
    const Checkpoints checkpoints = project_.checkpoints();
    EpochState state = load_epoch_state(checkpoints.read(record_.id, "last", "run"));
    if (state.epoch != record_.last_epoch || state.p_strong.rows() != rows_.size()) {
      throw Error(fmt::format(
          "The stored state of run {} does not belong to its last epoch; start a new run.",
          record_.id));
    }
    learners_->strong().load_state(checkpoints.read(record_.id, "last", "strong"));
    learners_->weak().load_state(checkpoints.read(record_.id, "last", "weak"));
    return state;
  }

  void say_started(int epochs_done) const {
    RunStarted started;
    started.run = record_.id;
    started.epochs = epochs_.all();
    started.warm_up_epochs = epochs_.warm_up;
    started.epochs_done = epochs_done;
    started.rows = rows_.size();
    started.device = facts_.device;
    started.precision = facts_.precision;
    started.remarks = remarks_of(recipe_, rows_, epochs_, *annotation_);
    observer_(started);
  }

  const Project& project_;
  RunRecord record_;
  Recipe recipe_;
  RunRows rows_;
  RunObserver observer_;
  const Control& control_;
  EpochCounts epochs_;
  RunTexts texts_;
  AfterPilot after_pilot_;
  const Trial* trial_;
  RunFacts facts_;
  RunAnnotator annotator_;  ///< until work() gives it to annotation_
  std::unique_ptr<RunLearners> learners_;
  std::unique_ptr<AnnotationStage> annotation_;
};

/// Stores how a run ended early. A run whose last epoch is stored has ended well, whatever its
/// observer did then.
void keep_state(const Project& project, std::int64_t run, RunState state, const std::string& why) {
  if (project.runs().run(run).state != RunState::finished) {
    project.runs().set_state(run, state, why);
  }
}

/// Works on the run and stores how it ended, whatever happens.
void work_and_keep_state(const Project& project, RunSession& session) {
  try {
    session.work();
  } catch (const Interrupted&) {
    keep_state(project, session.id(), RunState::stopped, "stopped on request");
    throw;
  } catch (const std::exception& error) {
    try {
      keep_state(project, session.id(), RunState::failed, error.what());
    } catch (const Error&) {
      // The first failure is the one to be told.
    }
    throw;
  }
}

/// Reads texts and models of a run that is not in the project yet.
std::unique_ptr<RunSession> new_session(const Project& project, const RunRecord& record,
                                        const Recipe& recipe, RunRows rows, const RunParts& parts,
                                        const RunObserver& observer, const Control& control) {
  try {
    return std::make_unique<RunSession>(project, record, recipe, std::move(rows), parts, observer,
                                        control);
  } catch (const Interrupted&) {
    throw Error("Stopped on request before the run began; start it again.", ErrorKind::interrupted);
  }
}

}  // namespace

EpochCounts plan_epochs(const Recipe& recipe, std::size_t trained_rows) {
  EpochCounts counts{recipe.warm_up_epochs, recipe.noise_aware_epochs, 0};
  if (recipe.rule == Rule::plain) {
    counts.warm_up += counts.noise_aware;
    counts.noise_aware = 0;
  }
  const std::size_t steps = steps_of(trained_rows, recipe.batch);
  const auto fewest = static_cast<std::size_t>(recipe.min_warm_up_steps);
  const auto needed = static_cast<int>(std::min<std::size_t>((fewest + steps - 1) / steps, 50));
  // A warm-up of no epochs is a choice, not a small set.
  if (recipe.warm_up_epochs > 0 && needed > counts.warm_up) {
    counts.added_warm_up = needed - counts.warm_up;
    counts.warm_up = needed;
  }
  return counts;
}

std::int64_t start_run(const Project& project, const Recipe& recipe, UseDecisions use_decisions,
                       const RunParts& parts, const RunObserver& observer, const Control& control) {
  RunRows rows = read_run_rows(project, recipe.seed, use_decisions);
  if (plan_epochs(recipe, rows.trained_rows()).all() == 0) {
    throw UsageError("The recipe plans no epoch at all; set warm_up_epochs or noise_aware_epochs.");
  }
  if (recipe.warm_up_epochs == 0 && recipe.rule != Rule::plain) {
    throw UsageError(
        "The rows can be split only by predictions of a trained model; set warm_up_epochs to at "
        "least 1.");
  }
  RunFacts facts;
  facts.use_decisions = use_decisions == UseDecisions::yes;
  facts.newest_decision = facts.use_decisions ? project.decisions().newest() : 0;
  facts.fingerprint = rows.fingerprint();
  RunRecord record;
  record.seed = recipe.seed;
  record.recipe = recipe_to_json(recipe);
  record.program_version = parts.program_version;
  record.facts = run_facts_to_json(facts);
  record.labels = rows.labels;
  const std::unique_ptr<RunSession> session =
      new_session(project, record, recipe, std::move(rows), parts, observer, control);
  session->add_to_project();
  work_and_keep_state(project, *session);
  return session->id();
}

std::int64_t resume_run(const Project& project, std::optional<std::int64_t> run,
                        const RunParts& parts, const RunObserver& observer,
                        const Control& control) {
  const RunRecord record = unfinished_run(project, run);
  const Recipe recipe = recipe_from_json(record.recipe, fmt::format("run {}", record.id));
  const RunFacts facts = run_facts_from_json(record.facts);
  RunRows rows = read_run_rows(project, recipe.seed,
                               facts.use_decisions ? UseDecisions::yes : UseDecisions::no);
  if (rows.fingerprint() != facts.fingerprint) {
    throw Error(
        fmt::format("The rows, labels or decisions of {} have changed since run {} began; start a "
                    "new run instead of resuming it.",
                    project.path().string(), record.id));
  }
  RunSession session(project, record, recipe, std::move(rows), parts, observer, control);
  work_and_keep_state(project, session);
  return session.id();
}

}  // namespace noiseal
