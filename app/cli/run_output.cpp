// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_output.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/base/printable.h"
#include "core/base/time_left.h"

namespace noiseal::cli {
namespace {

using Json = nlohmann::ordered_json;

template <typename... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <typename... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

std::string percent(const Json& value) {
  return value.is_number() ? fmt::format("{:.1f} %", 100 * value.get<double>()) : "-";
}

std::string figure(const Json& value) {
  return value.is_number() ? fmt::format("{:.3f}", value.get<double>()) : "-";
}

std::string sets_text(const Json& sets) {
  if (!sets.is_object()) {
    return "all rows";
  }
  return fmt::format("{} reliable, {} hard, {} purified, {} unused",
                     sets["reliable"].get<std::size_t>(), sets["hard"].get<std::size_t>(),
                     sets["purified"].get<std::size_t>(), sets["unused"].get<std::size_t>());
}

void append_epochs(std::string& text, const Json& report) {
  text += fmt::format("\n{:>5}  {:<11} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}\n", "epoch",
                      "phase", "reliable", "hard", "purified", "unused", "valid", "test", "detect",
                      "asked");
  for (const Json& epoch : report["epochs"]) {
    const Json& sets = epoch["sets"];
    const auto size = [&](const char* name) {
      return sets.is_object() ? std::to_string(sets[name].get<std::size_t>()) : "-";
    };
    const Json& separation = epoch["separation"];
    text += fmt::format("{:>5}  {:<11} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8} {:>8}\n",
                        epoch["epoch"].get<int>(), epoch["phase"].get<std::string>(),
                        size("reliable"), size("hard"), size("purified"), size("unused"),
                        figure(epoch["valid_accuracy"]), figure(epoch["test_accuracy"]),
                        separation.is_object() ? figure(separation["strong"]["roc_auc"]) : "-",
                        epoch["asked"].is_number() ? epoch["asked"].dump() : "-");
  }
  text +=
      "  valid, test: accuracy of the strong model; detect: ROC-AUC of finding wrong labels, where "
      "gold is known\n";
}

void append_quality(std::string& text, const Json& report) {
  const Json& test = report["test"];
  text += fmt::format("\n{:<24} {:>10} {:>10} {:>10} {:>10}\n", "on the test split", "best epoch",
                      "last epoch", "F1 best", "F1 last");
  for (const char* model : {"strong", "weak", "both"}) {
    const Json& entry = test[model];
    text += fmt::format("  {:<22} {:>10} {:>10} {:>10} {:>10}\n", model, figure(entry["best"]),
                        figure(entry["last"]), figure(entry["macro_f1_best"]),
                        figure(entry["macro_f1_last"]));
  }
  const Json& score = report["error_score"];
  text += fmt::format(
      "\nError score: ROC-AUC {}, average precision {}, of the first 100 {} wrong, of the first "
      "500 "
      "{}\n",
      figure(score["roc_auc"]), figure(score["average_precision"]),
      percent(score["precision_at"]["100"]), percent(score["precision_at"]["500"]));
}

void append_suggestions(std::string& text, const Json& report) {
  const Json& suggestions = report["suggestions"];
  text +=
      fmt::format("Suggestions: {} rows are suggested another label", suggestions["count"].dump());
  if (suggestions["wrong_given_found"].is_number()) {
    text += fmt::format("; {} of them carry a wrong label, {} of the suggestions are right",
                        suggestions["wrong_given_found"].dump(), percent(suggestions["accuracy"]));
  }
  text += '\n';
}

void append_annotator(std::string& text, const Json& report) {
  const Json& annotator = report["annotator"];
  if (annotator["asked"].get<std::int64_t>() == 0) {
    return;
  }
  const auto count = [&](const char* name) { return annotator[name].get<std::int64_t>(); };
  text += fmt::format("Annotator {}: {} asked, {} answered, {} refused by the second witness",
                      annotator["name"].get<std::string>(), count("asked"), count("answered"),
                      count("refused_by_witness"));
  if (count("unparsable") + count("failed") > 0) {
    text += fmt::format(", {} without a label, {} failed", count("unparsable"), count("failed"));
  }
  if (count("tokens_in") > 0) {
    text += fmt::format("; {} tokens in, {} out, cost {:.4f}", count("tokens_in"),
                        count("tokens_out"), annotator["cost"].get<double>());
  }
  if (count("asked_twice") > 0) {
    text += fmt::format("; {} of {} changed when asked again", count("answers_changed"),
                        count("asked_twice"));
  }
  text += annotator["simulated"].get<bool>()
              ? " (simulated from gold: the figures above contain leaked gold)\n"
              : "\n";
}

/// What stands behind the best epoch's number; empty for a validation split.
const char* how_best_was_chosen(const Json& report) {
  if (report["run"]["clean_validation"].get<bool>() || report["epochs"].empty()) {
    return "";
  }
  return report["epochs"].front()["choosing_accuracy"].is_null()
             ? " (no clean validation and too few rows to leave any out: the last one)"
             : " (no clean validation: chosen by the given labels of rows left out of training)";
}

}  // namespace

void RunOutput::started(const RunStarted& run) {
  epochs_ = run.epochs;
  progress_.line(fmt::format("Run {}: {} rows, {} epochs ({} of warm-up), {} {}{}", run.run,
                             run.rows, run.epochs, run.warm_up_epochs, run.device, run.precision,
                             run.epochs_done > 0
                                 ? fmt::format(", going on after epoch {}", run.epochs_done)
                                 : std::string()));
  for (const std::string& remark : run.remarks) {
    progress_.line(remark);
  }
}

void RunOutput::stored(const EpochStored& epoch) {
  const Json figures = Json::parse(epoch.figures);
  std::string text = fmt::format("Epoch {} of {} ({}): {}, {:.0f} s", epoch.epoch, epochs_,
                                 epoch.phase, sets_text(figures["sets"]), epoch.seconds);
  const Json& valid = figures["valid"];
  if (valid.is_object()) {
    text += fmt::format(", validation accuracy {}", figure(valid["strong"]["accuracy"]));
  }
  progress_.line(text);
}

void RunOutput::metered(const AnnotatorMeter& meter) {
  std::string text = fmt::format("asked {} of {} rows", meter.asked, meter.selected);
  if (meter.unparsable + meter.failed > 0) {
    text += fmt::format(" ({} without a label, {} failed)", meter.unparsable, meter.failed);
  }
  if (meter.budget_money) {
    text += fmt::format(", {:.4f} of {:.4f} spent", meter.cost, *meter.budget_money);
  } else if (meter.cost > 0) {
    text += fmt::format(", {:.4f} spent", meter.cost);
  }
  if (meter.seconds_left) {
    text += ", " + duration_text(*meter.seconds_left) + " of asking left";
  }
  progress_.show(text, share_);
}

void RunOutput::forecast(const AnnotatorForecast& forecast) {
  std::string text = fmt::format(
      "Pilot of {} rows: {:.0f} tokens in and {:.1f} out a row, {} without a usable answer. The {} "
      "other rows of this selection take about {}",
      forecast.pilot, forecast.tokens_in, forecast.tokens_out, forecast.unanswered, forecast.rest,
      duration_text(forecast.seconds));
  text += forecast.cost > 0 ? fmt::format(" and {:.4f}", forecast.cost) : " and cost nothing";
  if (forecast.money_left) {
    text += fmt::format("; {:.4f} of the budget is left", *forecast.money_left);
    if (forecast.cost > *forecast.money_left) {
      text += ", so not all of them will be asked";
    }
  }
  progress_.line(text + ".");
}

void RunOutput::show(const RunEvent& event) {
  std::visit(
      Overloaded{[this](const RunStarted& run) { started(run); },
                 [this](const RunProgress& now) {
                   share_ = now.share;
                   progress_.show(now.what, now.share);
                 },
                 [this](const AnnotatorMeter& meter) { metered(meter); },
                 [this](const AnnotatorForecast& rest) { forecast(rest); },
                 [](const BatchLosses&) {}, [this](const EpochStored& epoch) { stored(epoch); },
                 [this](const SignatureSeen& seen) {
                   progress_.line(fmt::format("Epoch {}: {}", seen.epoch, seen.message));
                 }},
      event);
}

std::string report_text(const std::string& report_json) {
  const Json report = Json::parse(report_json);
  const Json& rows = report["rows"];
  const Json& run = report["run"];
  std::string text = fmt::format(
      "Run {} ({}), seed {}: {} training rows, {} validation, {} test; {} labels; best epoch "
      "{}{}\n",
      run["id"].dump(), run["state"].get<std::string>(), run["seed"].dump(), rows["train"].dump(),
      rows["valid"].dump(), rows["test"].dump(), report["labels"].size(), run["best_epoch"].dump(),
      how_best_was_chosen(report));
  append_epochs(text, report);
  append_quality(text, report);
  append_suggestions(text, report);
  append_annotator(text, report);
  for (const Json& signature : report["signatures"]) {
    text += fmt::format("Epoch {}: {}\n", signature["epoch"].dump(),
                        signature["message"].get<std::string>());
  }
  const Json& seconds = report["seconds"];
  text += fmt::format(
      "{:.0f} s on {} in {}: {:.0f} s training the strong model, {:.0f} s the weak one, {:.0f} s "
      "predicting, {:.0f} s annotating\n",
      seconds["total"].get<double>(), report["device"].get<std::string>(),
      report["precision"].get<std::string>(), seconds["train_strong"].get<double>(),
      seconds["train_weak"].get<double>(), seconds["predict"].get<double>(),
      seconds["annotate"].get<double>());
  return text;
}

}  // namespace noiseal::cli
