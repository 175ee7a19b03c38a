// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/decision_steps.h"

#include <algorithm>

#include "core/store/decision_query.h"

namespace noiseal {
namespace {

void remove_from(std::vector<std::size_t>& stack, std::size_t step) {
  stack.erase(std::remove(stack.begin(), stack.end(), step), stack.end());
}

}  // namespace

DecisionSteps::DecisionSteps(std::shared_ptr<StoreConnection> connection, std::string reviewer)
    : connection_(std::move(connection)), reviewer_(std::move(reviewer)) {}

/// The entries of a batch lie side by side: after one the query goes on behind its end.
void DecisionSteps::catch_up() {
  Query next(*connection_,
             "SELECT id, batch, undoes, reviewer = ?1 FROM decision WHERE id > ?2 ORDER BY id");
  Query end_of_batch(*connection_, "SELECT max(id) FROM decision WHERE batch = ?");
  next.bind_text(1, reviewer_);
  next.bind(2, steps_.empty() ? std::int64_t{0} : steps_.back().last);
  while (next.step()) {
    Step step;
    step.first = next.integer(0);
    step.last = step.first;
    step.batch = next.integer(1);
    step.undoes = next.integer(2);
    step.mine = next.integer(3) != 0;
    if (step.batch != 0) {
      end_of_batch.bind(1, step.batch);
      end_of_batch.step();
      step.last = end_of_batch.integer(0);
      end_of_batch.reset();
      next.reset();
      next.bind(2, step.last);
    }
    steps_.push_back(step);
    take(steps_.size() - 1);
  }
}

/// Lets one step act on what undo and redo will do next. Taking back an undo is a redo, taking back
/// a redo is an undo, and so on.
void DecisionSteps::take(std::size_t place) {
  Step& step = steps_[place];
  if (step.undoes == 0) {
    if (step.mine) {
      to_undo_.push_back(place);
      to_redo_.clear();
    }
    return;
  }
  const std::size_t target = step_of(step.undoes);
  step.is_undo = !steps_[target].is_undo;
  const bool whole = step.batch != 0 || steps_[target].batch == 0;
  if (whole) {
    remove_from(step.is_undo ? to_undo_ : to_redo_, target);
  }
  if (step.mine) {
    (step.is_undo ? to_redo_ : to_undo_).push_back(place);
  }
}

std::size_t DecisionSteps::step_of(std::int64_t decision) const {
  const auto after =
      std::upper_bound(steps_.begin(), steps_.end(), decision,
                       [](std::int64_t id, const Step& step) { return id < step.first; });
  return static_cast<std::size_t>(after - steps_.begin()) - 1;
}

DecisionStep DecisionSteps::described(std::size_t place) const {
  const Step& step = steps_[place];
  const Decisions decisions(connection_);
  Decision entry = decisions.find(step.last);
  while (entry.undoes != 0) {
    entry = decisions.find(entry.undoes);
  }
  return {step.first, step.last, step.batch, step.is_undo, std::move(entry)};
}

std::optional<DecisionStep> DecisionSteps::next_undo() {
  catch_up();
  return to_undo_.empty() ? std::nullopt : std::optional(described(to_undo_.back()));
}

std::optional<DecisionStep> DecisionSteps::next_redo() {
  catch_up();
  return to_redo_.empty() ? std::nullopt : std::optional(described(to_redo_.back()));
}

std::optional<DecisionStep> DecisionSteps::take_back(std::vector<std::size_t>& stack,
                                                     const BatchProgress& progress) {
  catch_up();
  Query in_force(*connection_,
                 "SELECT 1 FROM decision d WHERE d.id BETWEEN ? AND ? AND NOT EXISTS(SELECT 1 FROM "
                 "decision u WHERE u.undoes = d.id) LIMIT 1");
  while (!stack.empty()) {
    const Step step = steps_[stack.back()];
    in_force.bind(1, step.first).bind(2, step.last);
    const bool left = in_force.step();
    in_force.reset();
    if (!left) {  // all of it was taken back one by one
      stack.pop_back();
      continue;
    }
    const DecisionStep taken = described(stack.back());
    if (step.batch != 0) {
      Decisions(connection_).undo_batch(step.batch, reviewer_, progress);
    } else {
      Decisions(connection_).undo(step.first, reviewer_);
    }
    catch_up();
    return taken;
  }
  return std::nullopt;
}

std::optional<DecisionStep> DecisionSteps::undo(const BatchProgress& progress) {
  return take_back(to_undo_, progress);
}

std::optional<DecisionStep> DecisionSteps::redo(const BatchProgress& progress) {
  return take_back(to_redo_, progress);
}

}  // namespace noiseal
