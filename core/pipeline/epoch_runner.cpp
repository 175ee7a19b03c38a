// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/epoch_runner.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/pipeline/epoch_record.h"
#include "core/pipeline/planned_training.h"
#include "core/selection/probabilities.h"
#include "core/selection/transition.h"
#include "core/stats/classification.h"
#include "core/stats/distribution.h"

namespace noiseal {
namespace {

// Shares of an epoch's time, for the progress shown: measured on MiniLM with both models.
constexpr double kStrongShare = 0.69;
constexpr double kWeakShare = 0.07;
constexpr double kPredictShare = 0.22;

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void add_share(MatrixF& sum, const MatrixF& values, int parts) {
  if (sum.empty()) {
    sum = MatrixF(values.rows(), values.columns());
  }
  const float share = 1.0F / static_cast<float>(parts);
  for (std::size_t i = 0; i < values.values().size(); ++i) {
    sum.values()[i] += share * values.values()[i];
  }
}

}  // namespace

struct EpochRunner::Work {
  int epoch = 0;
  Clock::time_point start = Clock::now();
  Selection selection;
  std::vector<RowRole> roles;
  MatrixF transition;
  HeldOutPredictions valid;
  HeldOutPredictions test;
  std::size_t asked = 0;
  std::optional<double> ks_distance;
  EpochSeconds seconds;
  std::vector<Signature> signatures;
  bool is_best = false;
};

EpochRunner::EpochRunner(const EpochContext& context, EpochState state, RunFacts facts)
    : context_(context), state_(std::move(state)), facts_(std::move(facts)) {
  if (state_.epoch == 0) {
    state_.thresholds = Thresholds::initial(context_.rows.size(), context_.rows.n_labels());
    state_.evidence = Evidence(context_.rows.size(), context_.rows.n_labels());
    state_.accepted.assign(context_.rows.size(), -1);
  }
}

void EpochRunner::say_progress(const Work& work, double share_of_epoch,
                               const std::string& what) const {
  const double done = work.epoch - 1 + std::min(share_of_epoch, 1.0);
  context_.observer(RunProgress{work.epoch, done / context_.epochs.all(), what});
}

void EpochRunner::run_next() {
  Work work;
  work.epoch = state_.epoch + 1;
  context_.control.check_point();
  const EpochPlan epoch_plan = plan(work);
  if (!take_shared(work)) {
    train_and_predict(work, epoch_plan);
    share(work);
  }
  take_evidence(work.epoch);
  choose_best(work);
  work.seconds.total = seconds_since(work.start);
  state_.epoch = work.epoch;
  state_.spent_seconds += work.seconds.total;
  find_notices(work);
  store(work);
}

EpochPlan EpochRunner::plan(Work& work) {
  const RunRows& rows = context_.rows;
  EpochPlan epoch_plan;
  work.transition = transition();
  if (is_warm_up(work.epoch)) {
    // The first epoch has nothing to estimate the noise by.
    const Correction correction = work.epoch == 1 ? Correction::none : context_.recipe.correction;
    epoch_plan = plan_warm_up(rows.train.given, rows.decisions, rows.held_out, correction);
  } else {
    epoch_plan = plan_noise_aware(work);
  }
  if (work.epoch > 1) {
    state_.thresholds.update(state_.p_strong, state_.p_weak, context_.recipe.lambda);
  }
  return epoch_plan;
}

EpochPlan EpochRunner::plan_noise_aware(Work& work) {
  const RunRows& rows = context_.rows;
  const Recipe& recipe = context_.recipe;
  say_progress(work, 0, "choosing rows");
  SelectionOptions options;
  options.rule = recipe.rule;
  options.lambda = recipe.lambda;
  options.sigma = recipe.sigma;
  options.fixed_threshold = recipe.fixed_threshold;
  work.selection =
      select_rows(options, state_.thresholds, state_.p_strong, state_.p_weak, rows.train.given);
  const MatrixF p_joint = joint_probabilities(state_.p_strong, state_.p_weak);

  const Clock::time_point asking = Clock::now();
  std::vector<RowRole> before = roles_of(work.selection, rows.train.given);
  apply_decisions(before, rows.decisions);
  if (context_.annotation.wants_vectors() && pooled_epoch_ != state_.epoch) {
    pooled_ = context_.learners.strong().predict(Corpus::train, true, context_.control).pooled;
    pooled_epoch_ = state_.epoch;
  }
  if (context_.annotation.asks()) {
    say_progress(work, 0, "asking the annotator");
    const std::vector<float> score_now = scores();
    AnnotationRound round;
    round.epoch = work.epoch;
    round.selection = &work.selection;
    round.roles = before;
    round.p_joint = &p_joint;
    round.pooled = pooled_.empty() ? nullptr : &pooled_;
    round.scores = score_now;
    round.observer = &context_.observer;
    work.asked = context_.annotation.ask(round, context_.control);
  }
  work.roles = accept_answers(work.selection, recipe.rule, recipe.acceptance, rows.train.given,
                              context_.annotation.answers());
  remember_accepted(work.roles, state_.accepted);
  facts_.refused_by_witness = count_fates(work.roles).refused;
  apply_decisions(work.roles, rows.decisions);
  work.seconds.annotate = seconds_since(asking);

  EpochPlanOptions plan_options;
  plan_options.p_loss = recipe.p_loss;
  plan_options.h_loss = recipe.h_loss;
  plan_options.correction = recipe.correction;
  if (recipe.h_target != HardTarget::sharpened) {
    plan_options.temperature = 1;
    const bool mean = recipe.h_target == HardTarget::mean_posterior;
    return plan_epoch(work.roles,
                      transition_posterior(mean ? state_.evidence.joint_mean() : p_joint,
                                           rows.train.given, work.transition),
                      rows.held_out, plan_options);
  }
  return plan_epoch(work.roles, recipe.rule == Rule::mixture ? state_.p_strong : p_joint,
                    rows.held_out, plan_options);
}

/// Estimated from the evidence so far; the identity before there is any.
MatrixF EpochRunner::transition() const {
  const std::size_t n = context_.rows.n_labels();
  if (state_.evidence.epochs == 0) {
    MatrixF identity(n, n);
    for (std::size_t k = 0; k < n; ++k) {
      identity(k, k) = 1;
    }
    return identity;
  }
  return estimate_transition(state_.evidence.joint_mean(), context_.rows.train.given);
}

bool EpochRunner::take_shared(Work& work) {
  if (work.epoch == 1 && context_.trial != nullptr && context_.trial->shelf != nullptr) {
    found_ = context_.trial->shelf->find(context_.start.key);
  }
  if (!found_) {
    return false;
  }
  TrainedEpoch& epoch = found_->epochs.at(static_cast<std::size_t>(work.epoch) - 1);
  state_.p_strong = std::move(epoch.strong);
  state_.p_weak = std::move(epoch.weak);
  work.valid = std::move(epoch.valid);
  work.test = std::move(epoch.test);
  ++facts_.shared_epochs;
  facts_.shared_seconds += epoch.seconds;
  if (static_cast<std::size_t>(work.epoch) == found_->epochs.size()) {
    context_.learners.strong().load_state(found_->strong);
    context_.learners.weak().load_state(found_->weak);
    found_.reset();
  }
  return true;
}

void EpochRunner::share(const Work& work) {
  if (context_.trial == nullptr || context_.trial->shelf == nullptr ||
      work.epoch > context_.start.epochs || !context_.trial->shelf->wants(context_.start.key)) {
    return;
  }
  left_.epochs.push_back(
      {state_.p_strong, state_.p_weak, work.valid, work.test, seconds_since(work.start)});
  if (work.epoch == context_.start.epochs) {
    left_.strong = context_.learners.strong().save_state();
    left_.weak = context_.learners.weak().save_state();
    context_.trial->shelf->keep(context_.start.key, std::move(left_));
    left_ = {};
  }
}

void EpochRunner::train_and_predict(Work& work, const EpochPlan& epoch_plan) {
  state_.p_strong = MatrixF();
  state_.p_weak = MatrixF();
  for (int part = 0; part < context_.recipe.predictions_per_epoch; ++part) {
    train(work, context_.learners.strong(), "strong", epoch_plan, part);
    train(work, context_.learners.weak(), "weak", epoch_plan, part);
    predict(work, part);
  }
}

void EpochRunner::train(Work& work, Learner& learner, const std::string& model,
                        const EpochPlan& epoch_plan, int part) {
  const Recipe& recipe = context_.recipe;
  const int parts = recipe.predictions_per_epoch;
  const Clock::time_point start = Clock::now();
  const std::vector<Example> examples = examples_of(epoch_plan);
  const bool strong = model == "strong";
  const double epochs = context_.epochs.all();
  const LearningRates rates = learning_rates(
      strong || recipe.second_model == SecondModel::two_strong ? recipe.learning_rate
                                                               : recipe.weak_learning_rate,
      recipe.schedule, (work.epoch - 1 + static_cast<double>(part) / parts) / epochs,
      (work.epoch - 1 + static_cast<double>(part + 1) / parts) / epochs);
  TrainPlan train_plan;
  train_plan.examples = examples;
  train_plan.soft_targets = &epoch_plan.soft_targets;
  train_plan.transition = &work.transition;
  train_plan.seed = recipe.seed;
  train_plan.epoch = work.epoch;
  train_plan.part = part;
  train_plan.parts = parts;
  train_plan.learning_rate_begin = rates.begin;
  train_plan.learning_rate_end = rates.end;
  const std::string what = fmt::format("epoch {} of {}, training the {} model", work.epoch,
                                       context_.epochs.all(), strong ? "strong" : "weak");
  const double begin = strong ? 0 : kStrongShare;
  const double share = strong ? kStrongShare : kWeakShare;
  learner.train(train_plan, context_.control, [&](const BatchReport& report) {
    const double done = static_cast<double>(report.batch + 1) / static_cast<double>(report.batches);
    say_progress(work, (part + begin + share * done) / parts, what);
    context_.observer(batch_losses(report, model, work.epoch, context_.rows.train.given));
  });
  (strong ? work.seconds.train_strong : work.seconds.train_weak) += seconds_since(start);
}

void EpochRunner::predict(Work& work, int part) {
  const int parts = context_.recipe.predictions_per_epoch;
  const bool last = part + 1 == parts;
  const bool vectors =
      last && work.epoch < context_.epochs.all() && context_.annotation.wants_vectors();
  const Clock::time_point start = Clock::now();
  say_progress(work, (part + kStrongShare + kWeakShare) / parts,
               fmt::format("epoch {} of {}, predicting", work.epoch, context_.epochs.all()));
  Learner& strong = context_.learners.strong();
  Learner& weak = context_.learners.weak();
  Prediction train_strong = strong.predict(Corpus::train, vectors, context_.control);
  add_share(state_.p_strong, train_strong.probabilities, parts);
  if (vectors) {
    pooled_ = std::move(train_strong.pooled);
    pooled_epoch_ = work.epoch;
  }
  say_progress(work, (part + kStrongShare + kWeakShare + kPredictShare) / parts,
               fmt::format("epoch {} of {}, predicting", work.epoch, context_.epochs.all()));
  add_share(state_.p_weak, weak.predict(Corpus::train, false, context_.control).probabilities,
            parts);
  if (last) {
    for (const auto& [corpus, predictions] :
         {std::pair{Corpus::valid, &work.valid}, std::pair{Corpus::test, &work.test}}) {
      predictions->strong = strong.predict(corpus, false, context_.control).probabilities;
      predictions->weak = weak.predict(corpus, false, context_.control).probabilities;
    }
  }
  work.seconds.predict += seconds_since(start);
}

void EpochRunner::take_evidence(int epoch) {
  const Recipe& recipe = context_.recipe;
  const int first = first_scored_epoch({.warm_up = context_.epochs.warm_up,
                                        .noise_aware = context_.epochs.noise_aware,
                                        .plain = recipe.rule == Rule::plain,
                                        .corrected = recipe.correction == Correction::forward});
  const bool counts = epoch >= first;
  if (counts && state_.evidence_is_provisional) {
    state_.evidence = Evidence(context_.rows.size(), context_.rows.n_labels());
    state_.evidence_is_provisional = false;
  }
  state_.evidence.add(state_.p_strong, state_.p_weak, context_.rows.train.given);
}

std::vector<float> EpochRunner::scores() const {
  return error_scores(state_.evidence, context_.rows.train.given, {.kind = context_.recipe.score});
}

void EpochRunner::choose_best(Work& work) {
  const std::optional<double> accuracy = choosing_accuracy(context_.rows, state_, work.valid);
  // Where nothing can be compared the last epoch counts.
  if (!accuracy || *accuracy > state_.best_accuracy) {
    state_.best_accuracy = accuracy.value_or(state_.best_accuracy);
    state_.best_epoch = work.epoch;
    work.is_best = true;
  }
}

void EpochRunner::find_notices(Work& work) {
  const std::span<const std::int32_t> given = context_.rows.train.given;
  work.ks_distance =
      ks_distance(losses_of_given(state_.p_strong, given), losses_of_given(state_.p_weak, given));
  if (work.epoch == context_.epochs.warm_up) {
    state_.ks_after_warm_up = work.ks_distance;
  }
  if (is_warm_up(work.epoch)) {
    return;
  }
  SignatureFacts facts;
  facts.epoch = work.epoch;
  facts.ks_distance = work.ks_distance;
  facts.ks_distance_after_warm_up = state_.ks_after_warm_up;
  facts.demonstrations = context_.annotation.last_demonstrations().shown;
  facts.demonstrations_denied = context_.annotation.last_demonstrations().denied;
  facts.asked_again = context_.annotation.last_two_asks().asked;
  facts.answers_changed = context_.annotation.last_two_asks().changed;
  const PurifiedTruth truth = purified_truth(work.roles, context_.rows.train.gold);
  facts.purified_known = truth.known;
  facts.purified_wrong = truth.wrong;
  facts.purified_from_gold = true;
  facts.training_rows = context_.rows.size();
  work.signatures = find_signatures(facts);
}

void EpochRunner::store(Work& work) {
  const RunRows& rows = context_.rows;
  const bool last = work.epoch == context_.epochs.all();
  std::vector<RowSet> selected = work.selection.set;
  EpochFacts epoch_facts;
  epoch_facts.rows = &rows;
  epoch_facts.state = &state_;
  epoch_facts.selected = selected;
  epoch_facts.roles = work.roles;
  epoch_facts.valid = std::move(work.valid);
  epoch_facts.test = std::move(work.test);
  epoch_facts.asked = work.asked;
  epoch_facts.ks_distance = work.ks_distance;
  epoch_facts.seconds = work.seconds;

  EpochCommit commit;
  commit.epoch = {work.epoch, is_warm_up(work.epoch) ? "warm-up" : "noise-aware",
                  epoch_figures(epoch_facts), work.seconds.total};
  const ModelSignals strong(state_.p_strong, rows.train.given);
  const ModelSignals weak(state_.p_weak, rows.train.given);
  strong.append_to(commit.signals, "strong", state_.thresholds.strong);
  weak.append_to(commit.signals, "weak", state_.thresholds.weak);
  std::optional<RoleSignals> roles;
  if (!work.roles.empty()) {
    roles.emplace(work.selection, work.roles);
    roles->append_to(commit.signals);
  }
  for (const Signature& signature : work.signatures) {
    commit.notices.push_back({signature.epoch, signature.name, signature.message});
  }

  const bool keep_models = context_.trial == nullptr;
  const std::string best =
      work.is_best && keep_models ? context_.learners.strong().save_prediction_weights() : "";
  if (work.is_best && keep_models) {
    commit.checkpoints.push_back({"best", work.epoch, {{"strong", best}}});
  }
  facts_.best_epoch = state_.best_epoch;
  facts_.total_seconds = facts_.setup_seconds + state_.spent_seconds;
  std::string strong_state;
  std::string weak_state;
  std::string own_state;
  if (last) {
    commit.state = RunState::finished;
    commit.drop_checkpoints = {"last"};
  } else if (keep_models) {
    strong_state = context_.learners.strong().save_state();
    weak_state = context_.learners.weak().save_state();
    own_state = save_epoch_state(state_);
    commit.checkpoints.push_back(
        {"last", work.epoch, {{"strong", strong_state}, {"weak", weak_state}, {"run", own_state}}});
  }
  commit.facts = run_facts_to_json(facts_);
  const std::vector<RowScore> row_scores =
      row_scores_of(rows, state_, scores(), work.roles, context_.annotation.answers());
  commit.scores = row_scores;
  context_.project.runs().commit_epoch(context_.run, commit);
  for (const Signature& signature : work.signatures) {
    context_.observer(SignatureSeen{signature.epoch, signature.name, signature.message});
  }
  context_.observer(
      EpochStored{work.epoch, commit.epoch.phase, commit.epoch.figures, commit.epoch.seconds});
}

}  // namespace noiseal
