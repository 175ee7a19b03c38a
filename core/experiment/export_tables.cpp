// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <sstream>

#include "core/base/printable.h"
#include "core/base/time_left.h"
#include "core/data/csv_writer.h"
#include "core/experiment/compare.h"
#include "core/experiment/export.h"

namespace noiseal {
namespace {

std::string plain_number(const std::optional<double>& value) {
  return value ? fmt::format("{}", *value) : std::string();
}

void write_arm(CsvWriter& writer, const ExperimentResult& result, const ArmResult& arm) {
  for (const FigureSummary& summary : arm.figures) {
    for (std::size_t i = 0; i < summary.values.size(); ++i) {
      if (summary.values[i]) {
        writer.write({experiment_name(result.plan.kind), arm.name, arm.group,
                      figure_info(summary.figure).id, std::to_string(result.plan.seeds[i]),
                      plain_number(summary.values[i]), plain_number(summary.mean),
                      plain_number(summary.low), plain_number(summary.high)});
      }
    }
  }
}

/// The plan's figures that are known for some arm.
std::vector<Figure> shown_figures(const ExperimentResult& result) {
  std::vector<Figure> shown;
  std::ranges::copy_if(result.plan.figures, std::back_inserter(shown), [&](Figure figure) {
    return std::ranges::any_of(result.arms,
                               [&](const ArmResult& arm) { return arm.figure(figure) != nullptr; });
  });
  return shown;
}

std::string cell(const ArmResult& arm, Figure figure) {
  const FigureSummary* summary = arm.figure(figure);
  return summary == nullptr ? std::string("-") : summary_text(*summary);
}

/// Names come from recipes and servers: a bar would end the cell, a line break the table.
std::string markdown_cell(const std::string& text) {
  std::string safe;
  for (const char character : printable(text)) {
    if (character == '|' || character == '<' || character == '[' || character == '`') {
      safe += '\\';
    }
    safe += character;
  }
  return safe;
}

std::string savings_text(const ExperimentResult& result) {
  if (result.saved.epochs_not_trained == 0) {
    return fmt::format("Took {}.", duration_text(result.seconds));
  }
  return fmt::format("Took {}; sharing saved {} epochs and {} runs, {} of training.",
                     duration_text(result.seconds), result.saved.epochs_not_trained,
                     result.saved.runs_reused, duration_text(result.saved.seconds));
}

std::string state_text(const ExperimentResult& result) {
  if (result.state == ExperimentState::finished) {
    return {};
  }
  return fmt::format("{}: {} of {} runs are done{}.", experiment_state_name(result.state),
                     result.runs_done, result.runs_all,
                     result.note.empty() ? std::string() : fmt::format(" ({})", result.note));
}

std::string header_text(const ExperimentResult& result) {
  return fmt::format("Experiment {}, {}: {}", result.id, experiment_name(result.plan.kind),
                     experiment_question(result.plan.kind));
}

void append_markdown(std::string& text, const ExperimentResult& result) {
  const std::vector<Figure> figures = shown_figures(result);
  text += fmt::format("## {}\n\n{}\n\n", experiment_title(result.plan.kind),
                      experiment_question(result.plan.kind));
  text += "| arm |";
  std::string line = "|---|";
  for (const Figure figure : figures) {
    text += fmt::format(" {} |", figure_info(figure).title);
    line += "---:|";
  }
  text += "\n" + line + "\n";
  for (const ArmResult& arm : result.arms) {
    text += fmt::format("| {} |", markdown_cell(arm.name));
    for (const Figure figure : figures) {
      text += fmt::format(" {} |", cell(arm, figure));
    }
    text += "\n";
  }
  const std::string state = state_text(result);
  text += fmt::format("\n{}\n\n", result.sentence.empty() ? state : result.sentence);
  text += fmt::format("Mean over the seeds {}{}; - where a figure is not known.\n\n",
                      fmt::join(result.plan.seeds, ", "),
                      result.plan.seeds.size() > 1 ? " (lowest to highest)" : "");
  for (const std::string& remark : result.remarks) {
    text += fmt::format("- {}\n", markdown_cell(remark));
  }
  text += fmt::format(
      "- {}\n- Experiment {} of the project, made {} by noiseal {}; it holds the recipe of every "
      "arm.\n\n",
      savings_text(result), result.id, result.created, result.program_version);
}

}  // namespace

std::string experiments_to_csv(const std::vector<ExperimentResult>& results) {
  std::ostringstream out;
  CsvWriter writer(out);
  writer.write({"experiment", "arm", "group", "figure", "seed", "value", "mean", "low", "high"});
  for (const ExperimentResult& result : results) {
    for (const ArmResult& arm : result.arms) {
      write_arm(writer, result, arm);
    }
  }
  return out.str();
}

std::string experiments_to_markdown(const std::vector<ExperimentResult>& results) {
  std::string text = "# Experiments\n\n";
  for (const ExperimentResult& result : results) {
    append_markdown(text, result);
  }
  while (text.ends_with("\n\n")) {
    text.pop_back();
  }
  return text;
}

std::string experiment_to_text(const ExperimentResult& result) {
  const std::vector<Figure> figures = shown_figures(result);
  std::size_t width = 3;
  for (const ArmResult& arm : result.arms) {
    width = std::max(width, printable(arm.name).size());
  }
  std::string text = header_text(result) + "\n";
  const std::string state = state_text(result);
  text += state.empty() ? "" : state + "\n";
  for (const ArmResult& arm : result.arms) {
    if (arm.seeds.empty()) {
      continue;
    }
    text += fmt::format("\n{:<{}}", printable(arm.name), width);
    for (const Figure figure : figures) {
      text += fmt::format("\n    {:<46} {}", figure_info(figure).title, cell(arm, figure));
    }
    for (const SeenSignature& seen : arm.signatures) {
      text += fmt::format("\n    seed {}, epoch {}: {}", seen.seed, seen.signature.epoch,
                          seen.signature.message);
    }
  }
  text += fmt::format("\n\n{}{}", result.sentence, result.sentence.empty() ? "" : "\n");
  for (const std::string& remark : result.remarks) {
    text += printable(remark) + "\n";
  }
  return text + savings_text(result) + "\n";
}

}  // namespace noiseal
