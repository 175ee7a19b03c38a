// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pipeline/stored_run.h"

#include <fmt/format.h>

#include "core/base/hash.h"
#include "core/pipeline/run_report.h"

namespace noiseal::test {
namespace {

void drop_seconds(nlohmann::json& json) {
  if (json.is_object()) {
    json.erase("seconds");
  }
  for (auto& part : json) {
    if (part.is_structured()) {
      drop_seconds(part);
    }
  }
}

std::string without_seconds(const std::string& text) {
  nlohmann::json json = nlohmann::json::parse(text);
  drop_seconds(json);
  if (json.contains("run")) {
    json["run"].erase("id");
  }
  return json.dump();
}

std::string hash_of(const SignalValues& values) {
  return std::visit(
      [](const auto& list) {
        return fmt::format("{} {}", list.size(),
                           sha256_hex({reinterpret_cast<const char*>(list.data()),
                                       list.size() * sizeof(list[0])}));
      },
      values);
}

using Trace = std::map<std::string, std::string>;

void add_signals(const Project& project, std::int64_t run, int epoch, Trace& trace) {
  std::map<std::string, std::vector<std::string>> names;
  for (const char* model : {"strong", "weak"}) {
    names[model] = {"p_given", "p_max", "argmax", "loss", "margin", "threshold"};
  }
  names["joint"] = {"selected", "set", "fate", "label"};
  for (const auto& [model, signals] : names) {
    for (const std::string& signal : signals) {
      if (const auto values = project.signals().read(run, epoch, model, signal)) {
        trace[fmt::format("epoch {} {} {}", epoch, model, signal)] = hash_of(*values);
      }
    }
  }
}

void add_rows(const Project& project, std::int64_t run, Trace& trace) {
  project.scores().for_each_by_rank(run, [&](const RowScore& row) {
    trace[fmt::format("row {}", row.row)] =
        fmt::format("{:a} {} {} {} {:a} {:a} {} {}", row.score, row.rank, row.set, row.suggestion,
                    row.p_strong, row.p_weak, row.annotator_label, row.accepted);
    return true;
  });
  for (const AnswerRecord& answer : project.answers().all(run)) {
    trace[fmt::format("answer {}", answer.index)] =
        fmt::format("{} {} {} {} {}", answer.epoch, answer.state, answer.label, answer.raw,
                    answer.demonstrations);
  }
}

}  // namespace

nlohmann::json report_of(const Project& project, std::int64_t run) {
  return nlohmann::json::parse(make_run_report(project, run));
}

RunFacts facts_of(const Project& project, std::int64_t run) {
  return run_facts_from_json(project.runs().run(run).facts);
}

std::vector<float> signal_of(const Project& project, std::int64_t run, int epoch,
                             const std::string& model, const std::string& name) {
  return project.signals().read_float(run, epoch, model, name).value_or(std::vector<float>());
}

std::map<std::int64_t, RowScore> scores_of(const Project& project, std::int64_t run) {
  std::map<std::int64_t, RowScore> scores;
  project.scores().for_each_by_row(run, [&](const RowScore& score) {
    scores[score.row] = score;
    return true;
  });
  return scores;
}

std::map<std::string, std::string> figures_trace_of(const Project& project, std::int64_t run) {
  Trace trace;
  trace["report"] = without_seconds(make_run_report(project, run));
  for (const EpochRecord& epoch : project.runs().epochs(run)) {
    trace[fmt::format("epoch {} figures", epoch.epoch)] =
        epoch.phase + " " + without_seconds(epoch.figures);
    add_signals(project, run, epoch.epoch, trace);
  }
  for (const RunNotice& notice : project.runs().notices(run)) {
    trace[fmt::format("notice {} {}", notice.epoch, notice.name)] = notice.message;
  }
  add_rows(project, run, trace);
  return trace;
}

std::map<std::string, std::string> trace_of(const Project& project, std::int64_t run) {
  Trace trace = figures_trace_of(project, run);
  trace["best weights"] = sha256_hex(project.checkpoints().read(run, "best", "strong"));
  trace["best epoch"] = fmt::format("{}", project.checkpoints().facts(run, "best")->epoch);
  trace["resumable"] = project.checkpoints().facts(run, "last") ? "yes" : "no";
  return trace;
}

}  // namespace noiseal::test
