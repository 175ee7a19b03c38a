// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/annotation_stage.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>
#include <unordered_map>

#include "core/annotate/annotator_name.h"
#include "core/annotate/local_annotators.h"
#include "core/base/error.h"

namespace noiseal {
namespace {

/// Answers that cost nothing are stored so many at a time.
constexpr std::size_t kAnswersPerTransaction = 1024;
/// The first rows of a run that an LLM answers, to forecast the rest from.
constexpr std::size_t kPilotRows = 20;

std::string demonstrations_json(const Question& question) {
  nlohmann::json shown = nlohmann::json::array();
  for (const Demonstration& demonstration : question.demonstrations) {
    shown.push_back({{"row", demonstration.row},
                     {"label", demonstration.label},
                     {"similarity", demonstration.similarity}});
  }
  return shown.dump();
}

AnswerRecord record_of(const Answer& answer, const Question& question, int epoch) {
  AnswerRecord record;
  record.index = answer.row;
  record.epoch = epoch;
  record.state = static_cast<std::uint8_t>(answer.state);
  record.label = answer.label;
  record.raw = answer.raw;
  record.request_hash = answer.request_hash;
  record.tokens_in = answer.tokens_in;
  record.tokens_out = answer.tokens_out;
  record.cost = answer.cost;
  record.demonstrations = demonstrations_json(question);
  return record;
}

}  // namespace

RunAnnotator make_offline_annotator(const AnnotatorSetup& setup) {
  LocalAnnotatorOptions options;
  options.n_labels = setup.labels.size();
  options.seed = setup.recipe.seed;
  options.gold = setup.gold;
  options.nearest = static_cast<std::size_t>(std::max(setup.recipe.demonstrations, 1));
  options.threads = setup.threads;
  options.demonstrations = setup.demonstrations;
  return {make_local_annotator(parse_annotator(setup.recipe.annotator), options), nullptr};
}

AnnotationStage::AnnotationStage(const Project& project, std::int64_t run, const Recipe& recipe,
                                 const RunRows& rows, RunAnnotator annotator,
                                 AfterPilot after_pilot, const DemonstrationTrial& trial)
    : project_(project),
      run_(run),
      recipe_(recipe),
      rows_(rows),
      annotator_(std::move(annotator)),
      asks_(parse_annotator(recipe.annotator).kind != AnnotatorKind::none),
      budget_{recipe.budget_share, recipe.budget_rows, recipe.budget_money},
      account_(project, run, budget_, used_),
      answers_(rows.size()),
      after_pilot_(after_pilot),
      trial_(trial) {}

bool AnnotationStage::wants_vectors() const {
  return asks_ &&
         (annotator_.annotator->wants_vectors() || recipe_.ask_order == AskOrder::farthest_first);
}

void AnnotationStage::resume_after(int epoch) {
  if (!costs_money()) {
    project_.answers().drop_after_epoch(run_, epoch);
  }
  std::uint64_t open_again = 0;
  for (const AnswerRecord& record : project_.answers().all(run_)) {
    KeptAnswer& kept = answers_.at(record.index);
    kept.state = static_cast<AnswerState>(record.state);
    if (kept.state == AnswerState::failed && record.epoch > epoch) {
      ++open_again;  // of the epoch that begins anew
      continue;
    }
    kept.asked = true;
    kept.label = record.label;
  }
  const AnswerTotals totals = project_.answers().totals(run_);
  used_ = {static_cast<std::uint64_t>(totals.asked) - open_again, totals.cost};
  account_.restore();
}

std::vector<Question> AnnotationStage::questions_for(const std::vector<std::uint32_t>& chosen,
                                                     const AnnotationContext& context,
                                                     const Control& control) {
  DemonstrationOptions options;
  if (annotator_.annotator->wants_demonstrations()) {
    options.count = static_cast<std::size_t>(recipe_.demonstrations);
  } else {
    options.count = 0;
  }
  options.n_labels = rows_.n_labels();
  options.seed = recipe_.seed;
  options.corrupted_share = trial_.corrupted;
  options.threads = std::max(1U, std::thread::hardware_concurrency());
  return make_questions(chosen, context, options, control);
}

std::size_t AnnotationStage::ask(const AnnotationRound& round, const Control& control) {
  demonstrations_ = {};
  two_asks_ = {};
  observer_ = round.observer;
  if (!asks_) {
    return 0;
  }
  const std::vector<std::uint32_t> reliable = demonstrable_rows(round.roles);
  const std::vector<std::int32_t> labels = labels_of(round.roles);
  AnnotationContext context;
  context.epoch = round.epoch;
  context.pooled = round.pooled;
  context.p_joint = round.p_joint;
  context.reliable = reliable;
  context.labels = labels;
  context.ledger = &account_;
  AskPool pool;
  pool.selection = round.selection;
  pool.rule = recipe_.rule;
  pool.acceptance = recipe_.acceptance;
  pool.answers = answers_;
  pool.decisions = rows_.decisions;
  pool.scores = round.scores;
  pool.given = rows_.train.given;
  pool.vectors = round.pooled;
  const std::vector<std::uint32_t> chosen =
      rows_to_ask(pool, budget_, used_, recipe_.ask_order, control);
  const std::vector<Question> questions = questions_for(chosen, context, control);
  demonstrations_ = demonstration_facts(questions, round.selection->joint);
  const std::uint64_t before = used_.rows;
  ask_all(questions, context, control);
  ask_twice(questions, context, control);
  return static_cast<std::size_t>(used_.rows - before);
}

void AnnotationStage::ask_all(std::span<const Question> questions, const AnnotationContext& context,
                              const Control& control) {
  std::unordered_map<std::uint32_t, const Question*> open;
  for (const Question& question : questions) {
    open.emplace(question.row, &question);
  }
  const AnswerSink sink = [&](const Answer& answer) {
    const auto found = open.find(answer.row);
    if (found == open.end()) {
      throw Error("An annotator answered for a row that was not asked; this is a fault of it.");
    }
    take(answer, *found->second, context.epoch);
    open.erase(found);
  };
  if (annotator_.annotator->keeps_ledger()) {
    ask_network(questions, context, sink, control);
    return;
  }
  while (!questions.empty()) {
    const std::size_t now = affordable(questions, budget_, used_, annotator_.cost);
    if (now == 0) {
      break;
    }
    annotator_.annotator->ask(questions.first(now), context, sink, control);
    store_pending();
    questions = questions.subspan(now);
  }
}

void AnnotationStage::ask_network(std::span<const Question> questions,
                                  const AnnotationContext& context, const AnswerSink& sink,
                                  const Control& control) {
  const bool first = used_.rows == 0;
  progress_.begin(questions.size());
  if (first && questions.size() > 0) {
    const std::size_t pilot = std::min(kPilotRows, questions.size());
    annotator_.annotator->ask(questions.first(pilot), context, sink, control);
    if (observer_ != nullptr) {
      (*observer_)(progress_.forecast(
          project_.answers().totals(run_), questions.size() - pilot,
          budget_.money ? std::optional(*budget_.money - used_.money) : std::nullopt));
    }
    if (after_pilot_ == AfterPilot::stop) {
      throw Interrupted();
    }
    questions = questions.subspan(pilot);
  }
  annotator_.annotator->ask(questions, context, sink, control);
}

/// The first answered rows once more, each with its examples in reversed order.
void AnnotationStage::ask_twice(std::span<const Question> questions,
                                const AnnotationContext& context, const Control& control) {
  if (!annotator_.annotator->keeps_ledger() || recipe_.llm_ask_twice == 0) {
    return;
  }
  std::vector<Question> again;
  for (const Question& question : questions) {
    const KeptAnswer& first = answers_.at(question.row);
    if (again.size() < static_cast<std::size_t>(recipe_.llm_ask_twice) && first.asked &&
        first.state == AnswerState::answered && question.demonstrations.size() > 1) {
      again.push_back(question);
      std::reverse(again.back().demonstrations.begin(), again.back().demonstrations.end());
    }
  }
  const AnswerSink sink = [&](const Answer& answer) {
    const bool known = answer.state != AnswerState::failed;
    const bool changed = known && answer.label != answers_.at(answer.row).label;
    used_.money += answer.cost;
    account_.settle_again({answer, changed});
    two_asks_.asked += known ? 1U : 0U;
    two_asks_.changed += changed ? 1U : 0U;
  };
  annotator_.annotator->ask(again, context, sink, control);
}

void AnnotationStage::take(const Answer& answer, const Question& question, int epoch) {
  const AnswerRecord record = record_of(answer, question, epoch);
  if (costs_money()) {
    project_.answers().add(run_, record);
  } else {
    pending_.push_back(record);
    if (pending_.size() >= kAnswersPerTransaction) {
      store_pending();
    }
  }
  ++used_.rows;
  used_.money += answer.cost;
  account_.settle(answer);
  answers_.at(answer.row) = {true, answer.state, answer.label};
  if (observer_ != nullptr && annotator_.annotator->keeps_ledger()) {
    progress_.count(answer);
    (*observer_)(progress_.meter(epoch, used_.money, budget_.money));
  }
}

void AnnotationStage::store_pending() {
  if (!pending_.empty()) {
    project_.answers().add_all(run_, pending_);
    pending_.clear();
  }
}

}  // namespace noiseal
