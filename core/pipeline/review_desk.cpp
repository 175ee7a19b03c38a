// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/review_desk.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/base/printable.h"

namespace noiseal {
namespace {

constexpr std::size_t kLineCharacters = 120;

}  // namespace

ReviewDesk::ReviewDesk(const Project& project, std::optional<std::int64_t> run,
                       std::string reviewer, const Control& control)
    : project_(project),
      reviewer_(std::move(reviewer)),
      list_(project, run, control),
      cards_(project, list_.run()),
      steps_(project.decision_steps(reviewer_)),
      labels_(project.labels().names()) {}

DeskView ReviewDesk::view(std::string said) {
  DeskView view;
  view.position = position_;
  view.size = list_.order().size();
  view.counts = list_.counts();
  if (row_ != 0) {
    view.card = cards_.read(row_);
  }
  const std::optional<DecisionStep> undo = steps_.next_undo();
  const std::optional<DecisionStep> redo = steps_.next_redo();
  view.can_undo = undo.has_value();
  view.can_redo = redo.has_value();
  view.undo_size = undo ? undo->size() : 0;
  view.redo_size = redo ? redo->size() : 0;
  view.said = std::move(said);
  return view;
}

DeskView ReviewDesk::apply(const QueueQuery& query,
                           const std::optional<std::vector<std::int64_t>>& found) {
  list_.refresh();
  list_.apply(query, found);
  const std::size_t first = list_.next_undecided(0);
  return show(first < list_.order().size() ? first : 0);
}

DeskView ReviewDesk::show(std::size_t position) {
  const std::size_t n = list_.order().size();
  position_ = std::min(position, n);
  row_ = position_ < n ? list_.row_at(position_) : 0;
  return view({});
}

DeskView ReviewDesk::show_row(std::int64_t row) {
  row_ = project_.rows().exists(row) ? row : 0;
  position_ = list_.position_of(row);
  return view({});
}

DeskView ReviewDesk::set_reviewer(const std::string& reviewer) {
  reviewer_ = reviewer;
  steps_ = project_.decision_steps(reviewer);
  return view({});
}

OnScreen ReviewDesk::screen_for(std::int64_t row, const Choice& choice) const {
  OnScreen screen;
  screen.mode = choice.mode;
  screen.run = list_.run();
  screen.score = project_.scores().get(list_.run(), row);
  screen.order = list_.query().order;
  screen.first_label = choice.first_label;
  screen.sample = choice.sample;
  return screen;
}

std::int64_t ReviewDesk::store(std::int64_t row, const Choice& choice) {
  const OnScreen screen = screen_for(row, choice);
  const std::int32_t given = project_.rows().row(row).given;
  const std::int32_t suggestion = screen.score ? screen.score->suggestion : -1;
  if (choice.kind == DecisionKind::accept && suggestion < 0) {
    throw Error("This row has no suggestion to accept; choose a label.");
  }
  const DecisionKind kind = choice.kind == DecisionKind::label
                                ? kind_of_label(choice.label, given, suggestion)
                                : choice.kind;
  Decision decision = decision_on(row, given, suggestion, kind, choice.label);
  decision.reviewer = reviewer_;
  decision.note = choice.note;
  decision.milliseconds = choice.milliseconds;
  decision.context = on_screen_json(screen, labels_);
  const std::int64_t id = project_.decisions().add(decision);
  list_.refresh({row});
  return id;
}

DeskView ReviewDesk::decide(const Choice& choice) {
  if (row_ == 0) {
    throw Error("No row is shown that could be decided.");
  }
  const std::int64_t id = store(row_, choice);
  const std::size_t n = list_.order().size();
  const std::size_t here = position_ < n ? position_ : 0;
  const bool goes_to_undecided = decides(choice.kind) && list_.query().state != QueueState::decided;
  position_ = goes_to_undecided ? list_.next_undecided(here) : std::min(position_ + 1, n);
  row_ = position_ < n ? list_.row_at(position_) : 0;
  return view(fmt::format("Decision {} saved", id));
}

DeskView ReviewDesk::settle(std::int64_t row, Choice choice) {
  if (!decides(choice.kind)) {
    throw Error("A conflict is settled by a label, ambiguous or exclude.");
  }
  choice.mode = ReviewMode::settle;
  return view(fmt::format("Settled: decision {} saved", store(row, choice)));
}

DeskView ReviewDesk::after_step(const std::optional<DecisionStep>& step, const char* done,
                                const char* nothing) {
  if (!step) {
    return view(nothing);
  }
  if (step->size() > 1) {
    list_.refresh();
  } else {
    list_.refresh({step->decision.row});
  }
  row_ = step->decision.row;
  position_ = list_.position_of(row_);
  return view(step->size() > 1
                  ? fmt::format("{}: a step of {} decisions", done, step->size())
                  : fmt::format("{}: {}", done, decision_kind_name(step->decision.kind)));
}

DeskView ReviewDesk::undo(const BatchProgress& progress) {
  return after_step(steps_.undo(progress), "Taken back", "Nothing is left to undo");
}

DeskView ReviewDesk::redo(const BatchProgress& progress) {
  return after_step(steps_.redo(progress), "Redone", "Nothing is left to redo");
}

DeskView ReviewDesk::take_back_entry(std::int64_t decision) {
  const TakenBack taken = take_back(project_, decision, reviewer_);
  list_.refresh({taken.entry.row});
  return view(taken_back_sentence(taken, labels_));
}

BulkDecision ReviewDesk::preview_many(const std::vector<std::size_t>& positions,
                                      const Choice& choice) const {
  std::vector<std::uint32_t> places;
  places.reserve(positions.size());
  for (const std::size_t position : positions) {
    if (position < list_.order().size()) {
      places.push_back(list_.order()[position]);
    }
  }
  OnScreen screen;
  screen.mode = ReviewMode::table;
  screen.run = list_.run();
  screen.order = list_.query().order;
  BulkDecision bulk = bulk_decision(list_, places, choice.kind, choice.label, reviewer_,
                                    on_screen_json(screen, labels_));
  for (Decision& decision : bulk.decisions) {
    decision.note = choice.note;
  }
  return bulk;
}

DeskView ReviewDesk::decide_many(const std::vector<std::size_t>& positions, const Choice& choice,
                                 const BatchProgress& progress) {
  const BulkDecision bulk = preview_many(positions, choice);
  if (bulk.decisions.empty()) {
    return view("No row was changed");
  }
  project_.decisions().add_batch(bulk.decisions, progress);
  list_.refresh();
  return view(bulk_sentence(bulk, labels_));
}

SentRequest ReviewDesk::request_of(std::int64_t row) const {
  return rebuild_request(project_, project_.runs().run(list_.run()), cards_.read(row));
}

std::vector<QueueLine> ReviewDesk::lines(std::size_t from, std::size_t n) const {
  std::vector<QueueLine> lines;
  const ReviewColumns& columns = list_.columns();
  for (std::size_t i = from; i < std::min(from + n, list_.order().size()); ++i) {
    const std::uint32_t place = list_.order()[i];
    const Row row = project_.rows().row(columns.id[place]);
    QueueLine line;
    line.row = row.id;
    line.shown_id = row.shown_id();
    line.text = printable_start(row.text, kLineCharacters);
    line.score = columns.score[place];
    line.given = columns.given[place];
    line.suggestion = columns.suggestion[place];
    line.decided = columns.decided[place];
    if (columns.decision[place] != 0) {
      line.kind = static_cast<DecisionKind>(columns.kind[place]);
    }
    line.flagged = columns.flagged[place] != 0;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace noiseal
