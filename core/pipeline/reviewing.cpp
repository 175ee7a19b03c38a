// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/reviewing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

namespace noiseal {
namespace {

constexpr std::array<const char*, 7> kModes = {"single", "blind", "table",      "sample",
                                               "settle", "file",  "auto-accept"};

std::string name_of(std::int32_t label, const std::vector<std::string>& labels) {
  return label >= 0 ? labels.at(static_cast<std::size_t>(label)) : std::string("no label");
}

}  // namespace

std::string_view review_mode_name(ReviewMode mode) {
  return kModes.at(static_cast<std::size_t>(mode));
}

std::string on_screen_json(const OnScreen& screen, const std::vector<std::string>& labels) {
  nlohmann::ordered_json json;
  json["mode"] = review_mode_name(screen.mode);
  if (screen.run != 0) {
    json["run"] = screen.run;
  }
  if (screen.score) {
    json["error_score"] = screen.score->score;
    json["p_strong"] = screen.score->p_strong;
    json["p_weak"] = screen.score->p_weak;
    if (screen.score->suggestion >= 0) {
      json["suggestion"] = name_of(screen.score->suggestion, labels);
    }
    if (screen.score->annotator_label >= 0) {
      json["annotator"] = name_of(screen.score->annotator_label, labels);
    }
  }
  if (screen.order) {
    json["order"] = queue_order_name(*screen.order);
  }
  if (screen.first_label) {
    json["first_label"] = *screen.first_label >= 0 ? name_of(*screen.first_label, labels) : "";
  }
  if (screen.sample != 0) {
    json["sample"] = screen.sample;
  }
  if (!screen.file.empty()) {
    json["file"] = screen.file;
  }
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

StoredScreen stored_screen(const std::string& context) {
  StoredScreen screen;
  const nlohmann::json json = nlohmann::json::parse(context, nullptr, false);
  if (!json.is_object()) {
    return screen;
  }
  const auto text = [&](const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  screen.mode = text("mode");
  screen.first_label = text("first_label");
  screen.suggestion = text("suggestion");
  if (const auto found = json.find("sample"); found != json.end() && found->is_number_integer()) {
    screen.sample = found->get<std::int64_t>();
  }
  return screen;
}

DecisionKind kind_of_label(std::int32_t label, std::int32_t given, std::int32_t suggestion) {
  if (label == given) {
    return DecisionKind::keep;
  }
  return label == suggestion ? DecisionKind::accept : DecisionKind::label;
}

Decision decision_on(std::int64_t row, std::int32_t given, std::int32_t suggestion,
                     DecisionKind kind, std::int32_t label) {
  Decision decision;
  decision.row = row;
  decision.kind = kind;
  decision.from_label = given;
  decision.to_label = kind == DecisionKind::accept  ? suggestion
                      : kind == DecisionKind::label ? label
                                                    : given;
  return decision;
}

BulkDecision bulk_decision(const ReviewList& list, std::span<const std::uint32_t> places,
                           DecisionKind kind, std::int32_t label, const std::string& reviewer,
                           const std::string& context) {
  const ReviewColumns& columns = list.columns();
  BulkDecision bulk;
  std::map<std::pair<std::int32_t, std::int32_t>, std::size_t> moves;
  for (const std::uint32_t place : places) {
    if (kind == DecisionKind::accept && columns.suggestion[place] < 0) {
      ++bulk.left_out;
      continue;
    }
    Decision decision = decision_on(columns.id[place], columns.given[place],
                                    columns.suggestion[place], kind, label);
    decision.reviewer = reviewer;
    decision.context = context;
    ++moves[{decision.from_label, decision.to_label}];
    bulk.decisions.push_back(std::move(decision));
  }
  for (const auto& [labels, rows] : moves) {
    bulk.moves.push_back({labels.first, labels.second, rows});
  }
  std::stable_sort(bulk.moves.begin(), bulk.moves.end(),
                   [](const LabelMove& a, const LabelMove& b) { return a.rows > b.rows; });
  return bulk;
}

std::string bulk_sentence(const BulkDecision& bulk, const std::vector<std::string>& labels) {
  constexpr std::size_t shown = 5;
  std::string text =
      fmt::format("{} row{}", bulk.decisions.size(), bulk.decisions.size() == 1 ? "" : "s");
  for (std::size_t i = 0; i < std::min(shown, bulk.moves.size()); ++i) {
    const LabelMove& move = bulk.moves[i];
    text += i == 0 ? ": " : ", ";
    text += move.from == move.to ? fmt::format("{} stay {}", move.rows, name_of(move.from, labels))
                                 : fmt::format("{} {} -> {}", move.rows, name_of(move.from, labels),
                                               name_of(move.to, labels));
  }
  if (bulk.moves.size() > shown) {
    text += fmt::format(" and {} more kinds of change", bulk.moves.size() - shown);
  }
  if (bulk.left_out > 0) {
    text += fmt::format("; {} left out, they have no suggestion", bulk.left_out);
  }
  return text;
}

TakenBack take_back(const Project& project, std::int64_t decision, const std::string& reviewer) {
  TakenBack taken;
  const Decisions decisions = project.decisions();
  project.in_transaction([&] {
    taken.entry = decisions.find(decision);
    const std::optional<CurrentDecision> before = decisions.current(taken.entry.row);
    project.decisions().undo(decision, reviewer);
    taken.stands = decisions.current(taken.entry.row);
    taken.later_stands = before && taken.stands && before->decision == taken.stands->decision &&
                         before->decision > decision;
  });
  return taken;
}

std::string taken_back_sentence(const TakenBack& taken, const std::vector<std::string>& labels) {
  const std::string what =
      taken.entry.kind == DecisionKind::undo
          ? fmt::format("Decision {} is in force again", taken.entry.undoes)
          : fmt::format("Decision {} ({} by {}) is taken back", taken.entry.id,
                        decision_kind_name(taken.entry.kind), taken.entry.reviewer);
  if (taken.later_stands) {
    return fmt::format("{}; the later decision {} on the same row ({}, {}, by {}) stays in force.",
                       what, taken.stands->decision, decision_kind_name(taken.stands->kind),
                       name_of(taken.stands->label, labels), taken.stands->reviewer);
  }
  if (taken.stands) {
    return fmt::format("{}; for the row decision {} stands ({}, {}, by {}).", what,
                       taken.stands->decision, decision_kind_name(taken.stands->kind),
                       name_of(taken.stands->label, labels), taken.stands->reviewer);
  }
  return fmt::format("{}; the row is undecided.", what);
}

}  // namespace noiseal
