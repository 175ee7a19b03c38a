// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"
#include "core/pipeline/request_account.h"
#include "core/pipeline/run_facts.h"
#include "core/stats/classification.h"
#include "core/stats/ranking.h"

namespace noiseal {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// A value deep in stored figures, null when a step is missing.
Json at(const Json& json, std::initializer_list<const char*> path) {
  const Json* here = &json;
  for (const char* step : path) {
    if (!here->is_object() || !here->contains(step)) {
      return nullptr;
    }
    here = &(*here)[step];
  }
  return *here;
}

RunRecord reported_run(const Project& project, std::optional<std::int64_t> id) {
  if (id) {
    RunRecord run = project.runs().run(*id);
    if (run.last_epoch > 0) {
      return run;
    }
    throw Error(fmt::format("Run {} of {} has no finished epoch to report on.", *id,
                            project.path().string()));
  }
  const std::vector<RunRecord> runs = project.runs().all();
  const auto newest = std::find_if(runs.rbegin(), runs.rend(),
                                   [](const RunRecord& run) { return run.last_epoch > 0; });
  if (newest == runs.rend()) {
    throw Error(
        fmt::format("{} has no run with a finished epoch; start one with \"noiseal run {}\".",
                    project.path().string(), project.path().string()));
  }
  return *newest;
}

/// The run's rows side by side with what is known about them, in order of row id.
struct ScoredRows {
  std::vector<float> score;
  std::vector<std::int32_t> given;
  std::vector<std::int32_t> gold;
  std::vector<std::int32_t> suggestion;
  std::vector<std::uint8_t> asked;
};

ScoredRows scored_rows(const Project& project, const RunRecord& run) {
  const SplitLabels labels = project.rows().read_labels(Split::train);
  std::unordered_map<std::int64_t, std::size_t> place;
  for (std::size_t i = 0; i < labels.ids.size(); ++i) {
    place.emplace(labels.ids[i], i);
  }
  const std::vector<std::int64_t> ids = project.runs().row_ids(run.id);
  std::unordered_set<std::int64_t> asked;
  for (const AnswerRecord& answer : project.answers().all(run.id)) {
    asked.insert(ids.at(answer.index));
  }
  ScoredRows rows;
  project.scores().for_each_by_row(run.id, [&](const RowScore& score) {
    if (const auto found = place.find(score.row); found != place.end()) {
      rows.score.push_back(static_cast<float>(score.score));
      rows.given.push_back(labels.given[found->second]);
      rows.gold.push_back(labels.gold[found->second]);
      rows.suggestion.push_back(score.suggestion);
      rows.asked.push_back(asked.contains(score.row) ? 1 : 0);
    }
    return true;
  });
  return rows;
}

/// Scores and truth of the rows whose gold is known.
struct Judged {
  std::vector<float> score;
  std::vector<std::uint8_t> wrong;
  void add(float value, bool is_wrong) {
    score.push_back(value);
    wrong.push_back(is_wrong ? 1 : 0);
  }
};

Json error_score(const ScoredRows& rows) {
  Judged all;
  Judged never_asked;
  for (std::size_t i = 0; i < rows.score.size(); ++i) {
    if (rows.gold[i] >= 0) {
      const bool wrong = rows.gold[i] != rows.given[i];
      all.add(rows.score[i], wrong);
      if (rows.asked[i] == 0) {
        never_asked.add(rows.score[i], wrong);
      }
    }
  }
  Json precision;
  for (const std::size_t k : {100UL, 500UL}) {
    precision[std::to_string(k)] =
        all.wrong.empty() ? Json(nullptr) : number(precision_at(all.score, all.wrong, k));
  }
  return {{"roc_auc", number(roc_auc(all.score, all.wrong))},
          {"average_precision", number(average_precision(all.score, all.wrong))},
          {"precision_at", precision},
          {"roc_auc_never_asked", number(roc_auc(never_asked.score, never_asked.wrong))}};
}

Json suggestions(const ScoredRows& rows) {
  std::size_t count = 0;
  std::size_t known = 0;
  std::size_t wrong_given = 0;
  std::size_t right = 0;
  for (std::size_t i = 0; i < rows.score.size(); ++i) {
    if (rows.suggestion[i] == rows.given[i]) {
      continue;
    }
    ++count;
    if (rows.gold[i] >= 0) {
      ++known;
      wrong_given += rows.gold[i] != rows.given[i] ? 1 : 0;
      right += rows.gold[i] == rows.suggestion[i] ? 1 : 0;
    }
  }
  return {{"count", count},
          {"wrong_given_found", known == 0 ? Json(nullptr) : Json(wrong_given)},
          {"accuracy", known == 0 ? Json(nullptr)
                                  : Json(static_cast<double>(right) / static_cast<double>(known))}};
}

Json transition(const ScoredRows& rows, std::size_t n_labels) {
  const auto counts = confusion(rows.given, rows.suggestion, n_labels);
  Json table = Json::array();
  for (std::size_t i = 0; i < counts.rows(); ++i) {
    table.push_back(counts.row(i));
  }
  return table;
}

/// The test figures of one model at the best and the last epoch.
Json test_figures(const std::map<int, Json>& epochs, int best, const char* model) {
  const Json& best_epoch = epochs.at(best);
  const Json& last_epoch = epochs.rbegin()->second;
  return {{"best", at(best_epoch, {"test", model, "accuracy"})},
          {"last", at(last_epoch, {"test", model, "accuracy"})},
          {"macro_f1_best", at(best_epoch, {"test", model, "macro_f1"})},
          {"macro_f1_last", at(last_epoch, {"test", model, "macro_f1"})}};
}

Json epoch_entry(const EpochRecord& epoch, const Json& figures) {
  return {{"epoch", epoch.epoch},
          {"phase", epoch.phase},
          {"sets", at(figures, {"sets"})},
          {"noise", at(figures, {"noise"})},
          {"memorised", at(figures, {"memorised"})},
          {"ks_distance", at(figures, {"ks_distance"})},
          {"valid_accuracy", at(figures, {"valid", "strong", "accuracy"})},
          {"test_accuracy", at(figures, {"test", "strong", "accuracy"})},
          {"choosing_accuracy", at(figures, {"choosing_accuracy"})},
          {"separation", at(figures, {"separation"})},
          {"asked", at(figures, {"asked"})},
          {"seconds", epoch.seconds}};
}

Json annotator(const Project& project, const RunRecord& run, const RunFacts& facts) {
  const AnswerTotals totals = project.answers().totals(run.id);
  const AskedTwice twice = asked_twice(project, run.id);
  return {{"name", facts.annotator},
          {"simulated", facts.simulated_annotator},
          {"asked", totals.asked},
          {"answered", totals.answered},
          {"unparsable", totals.unparsable},
          {"failed", totals.failed},
          {"refused_by_witness", facts.refused_by_witness},
          {"asked_twice", twice.asked},
          {"answers_changed", twice.changed},
          {"tokens_in", totals.tokens_in},
          {"tokens_out", totals.tokens_out},
          {"cost", totals.cost + reserved_money(project, run.id)}};
}

Json seconds(const std::vector<EpochRecord>& epochs, const RunFacts& facts) {
  double train_strong = 0;
  double train_weak = 0;
  double predict = 0;
  double annotate = 0;
  for (const EpochRecord& epoch : epochs) {
    const Json spent = at(Json::parse(epoch.figures), {"seconds"});
    train_strong += spent.value("train_strong", 0.0);
    train_weak += spent.value("train_weak", 0.0);
    predict += spent.value("predict", 0.0);
    annotate += spent.value("annotate", 0.0);
  }
  const double named = train_strong + train_weak + predict + annotate;
  return {{"total", facts.total_seconds}, {"train_strong", train_strong},
          {"train_weak", train_weak},     {"predict", predict},
          {"annotate", annotate},         {"other", std::max(facts.total_seconds - named, 0.0)}};
}

Json signatures(const Project& project, std::int64_t run) {
  Json list = Json::array();
  for (const RunNotice& notice : project.runs().notices(run)) {
    list.push_back({{"name", notice.name}, {"epoch", notice.epoch}, {"message", notice.message}});
  }
  return list;
}

}  // namespace

std::string make_run_report(const Project& project, std::optional<std::int64_t> id) {
  const RunRecord run = reported_run(project, id);
  const RunFacts facts = run_facts_from_json(run.facts);
  const std::vector<EpochRecord> epochs = project.runs().epochs(run.id);
  std::map<int, Json> figures;
  Json entries = Json::array();
  for (const EpochRecord& epoch : epochs) {
    figures[epoch.epoch] = Json::parse(epoch.figures);
    entries.push_back(epoch_entry(epoch, figures[epoch.epoch]));
  }
  const ScoredRows rows = scored_rows(project, run);
  const Rows all_rows = project.rows();
  Json report;
  report["rows"] = {{"train", all_rows.count(Split::train)},
                    {"valid", all_rows.count(Split::valid)},
                    {"test", all_rows.count(Split::test)}};
  report["labels"] = run.labels;
  report["run"] = {{"id", run.id},
                   {"state", run_state_name(run.state)},
                   {"seed", run.seed},
                   {"recipe", Json::parse(run.recipe)},
                   {"best_epoch", facts.best_epoch},
                   {"clean_validation", facts.clean_validation}};
  report["test"] = {{"strong", test_figures(figures, facts.best_epoch, "strong")},
                    {"weak", test_figures(figures, facts.best_epoch, "weak")},
                    {"both", test_figures(figures, facts.best_epoch, "both")}};
  report["separation"] = at(figures.rbegin()->second, {"separation"});
  report["error_score"] = error_score(rows);
  report["suggestions"] = suggestions(rows);
  report["transition"] = transition(rows, run.labels.size());
  report["epochs"] = entries;
  report["annotator"] = annotator(project, run, facts);
  report["signatures"] = signatures(project, run.id);
  report["seconds"] = seconds(epochs, facts);
  report["device"] = facts.device;
  report["precision"] = facts.precision;
  return report.dump();
}

}  // namespace noiseal
