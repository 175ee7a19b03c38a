// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/decision_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/data/file_format.h"
#include "core/data/record_reader.h"
#include "core/pipeline/review_queue.h"
#include "core/pipeline/reviewing.h"

namespace noiseal {
namespace {

constexpr std::size_t kShownCharacters = 60;
constexpr std::size_t kProblemsShown = 10;
constexpr std::string_view kLabelPrefix = "label:";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos
             ? std::string_view()
             : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

struct DecisionColumns {
  std::size_t id = 0;
  std::size_t decision = 0;
  std::optional<std::size_t> note;
};

DecisionColumns find_columns(const std::vector<std::string>& names, const std::string& file) {
  const auto place = [&](std::string_view name) -> std::optional<std::size_t> {
    const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& column) {
      return trimmed(column) == name;
    });
    return found != names.end() ? std::optional(static_cast<std::size_t>(found - names.begin()))
                                : std::nullopt;
  };
  const auto needed = [&](std::string_view name) {
    if (const auto found = place(name)) {
      return *found;
    }
    throw Error(
        fmt::format("{} has no column \"{}\"; its header line must name id, decision and, "
                    "if wanted, note.",
                    file, name));
  };
  return {needed("id"), needed("decision"), place("note")};
}

/// Reads decisions against the project; collects what is wrong.
class DecisionReader {
 public:
  DecisionReader(const Project& project, std::filesystem::path file,
                 const DecisionFileOptions& options)
      : project_(project),
        file_(std::move(file)),
        options_(options),
        run_(scored_run(project, options.run)),
        ids_(project.rows().ids_by_external_id()) {
    screen_.file = file_.filename().string();
    screen_.mode = options.settles ? ReviewMode::settle : ReviewMode::file;
    screen_.run = run_.value_or(0);
    if (options.sample != 0) {
      screen_.mode = ReviewMode::sample;
      screen_.sample = options.sample;
      const ReviewSample sample = project.review_samples().find(options.sample);
      screen_.run = sample.run;
      run_ = sample.run;
      for (const SampleRow& row : project.review_samples().rows(options.sample)) {
        sample_.emplace(row.row, row.suggestion);
      }
    }
    labels_ = project.labels().names();
  }

  std::vector<Decision> read() {
    KnownFormat known;
    known.has_header = true;
    RecordReader reader(file_, guess_format(file_, known));
    const DecisionColumns columns = find_columns(reader.columns(), file_.string());
    while (const Record* record = reader.next()) {
      if (record->state == RecordState::blank) {
        continue;
      }
      std::string problem =
          record->state == RecordState::bad ? record->reason : read_record(*record, columns);
      if (!problem.empty()) {
        problems_.push_back(fmt::format("line {}: {}", record->line, problem));
      }
    }
    if (!problems_.empty()) {
      refuse();
    }
    return std::move(decisions_);
  }

 private:
  [[noreturn]] void refuse() const {
    const std::size_t n = std::min(problems_.size(), kProblemsShown);
    const std::vector<std::string> shown(problems_.begin(),
                                         problems_.begin() + static_cast<std::ptrdiff_t>(n));
    throw Error(fmt::format(
        "{}: nothing was applied, {} {} wrong: {}{}. Correct them and try again.", file_.string(),
        problems_.size(), problems_.size() == 1 ? "line is" : "lines are", fmt::join(shown, "; "),
        problems_.size() > n ? "; ..." : ""));
  }

  std::string read_record(const Record& record, const DecisionColumns& columns) {
    const std::string id(trimmed(record.fields[columns.id].text));
    const std::string_view what = trimmed(record.fields[columns.decision].text);
    const std::optional<std::int64_t> row = find_row(id);
    if (!row) {
      return fmt::format("there is no row \"{}\"", printable_start(id, kShownCharacters));
    }
    if (*row == 0) {
      return fmt::format("several rows have the id \"{}\"", printable_start(id, kShownCharacters));
    }
    if (!seen_.insert(*row).second) {
      return fmt::format("the row \"{}\" has a decision further up",
                         printable_start(id, kShownCharacters));
    }
    if (screen_.sample != 0 && !sample_.contains(*row)) {
      return fmt::format("the row \"{}\" is not in sample {}",
                         printable_start(id, kShownCharacters), screen_.sample);
    }
    OnScreen screen = screen_;
    screen.score = run_ ? project_.scores().get(*run_, *row) : std::nullopt;
    const std::int32_t suggestion = screen.sample != 0 ? sample_.at(*row)
                                    : screen.score     ? screen.score->suggestion
                                                       : -1;
    Decision decision;
    decision.row = *row;
    decision.from_label = project_.rows().row(*row).given;
    std::string problem = read_decision(what, suggestion, decision);
    if (problem.empty()) {
      decision =
          decision_on(*row, decision.from_label, suggestion, decision.kind, decision.to_label);
      decision.reviewer = options_.reviewer;
      decision.context = on_screen_json(screen, labels_);
      if (columns.note) {
        decision.note = record.fields[*columns.note].text;
      }
      decisions_.push_back(std::move(decision));
    }
    return problem;
  }

  [[nodiscard]] std::optional<std::int64_t> find_row(const std::string& id) const {
    if (const auto found = ids_.find(id); found != ids_.end()) {
      return found->second;
    }
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(id.data(), id.data() + id.size(), number);
    const bool is_number = problem == std::errc() && end == id.data() + id.size();
    if (is_number && project_.rows().exists(number) &&
        project_.rows().row(number).external_id.empty()) {
      return number;
    }
    return std::nullopt;
  }

  /// Finds out kind and, for another label, to_label; else what is wrong.
  std::string read_decision(std::string_view what, std::int32_t suggestion,
                            Decision& decision) const {
    if (what.starts_with(kLabelPrefix)) {
      const std::string_view name = what.substr(kLabelPrefix.size());
      const std::optional<std::int32_t> label = project_.labels().find(name);
      if (!label) {
        return fmt::format("there is no label \"{}\"", printable_start(name, kShownCharacters));
      }
      decision.to_label = *label;
      decision.kind = screen_.sample != 0 ? kind_of_label(*label, decision.from_label, suggestion)
                                          : DecisionKind::label;
      return {};
    }
    for (const DecisionKind kind :
         {DecisionKind::keep, DecisionKind::accept, DecisionKind::ambiguous, DecisionKind::exclude,
          DecisionKind::skip, DecisionKind::flag}) {
      if (what != decision_kind_name(kind)) {
        continue;
      }
      decision.kind = kind;
      return kind == DecisionKind::accept && suggestion < 0 ? "there is no suggestion to accept"
                                                            : "";
    }
    return fmt::format(
        "\"{}\" is no decision (keep, accept, ambiguous, exclude, skip, flag or label:NAME)",
        printable_start(what, kShownCharacters));
  }

  const Project& project_;
  std::filesystem::path file_;
  DecisionFileOptions options_;
  std::optional<std::int64_t> run_;
  std::unordered_map<std::string, std::int64_t> ids_;
  std::vector<std::string> labels_;
  OnScreen screen_;
  std::unordered_map<std::int64_t, std::int32_t> sample_;  ///< suggestion by row
  std::unordered_set<std::int64_t> seen_;
  std::vector<Decision> decisions_;
  std::vector<std::string> problems_;
};

}  // namespace

DecisionFileReport apply_decision_file(const Project& project, const std::filesystem::path& file,
                                       const DecisionFileOptions& options) {
  const std::vector<Decision> decisions = DecisionReader(project, file, options).read();
  DecisionFileReport report;
  report.decisions = decisions.size();
  for (const Decision& decision : decisions) {
    report.undecided += decides(decision.kind) ? 0U : 1U;
    report.kept += decision.kind == DecisionKind::keep ? 1U : 0U;
    report.ambiguous += decision.kind == DecisionKind::ambiguous ? 1U : 0U;
    report.excluded += decision.kind == DecisionKind::exclude ? 1U : 0U;
    report.relabelled +=
        decision.kind == DecisionKind::accept || decision.kind == DecisionKind::label ? 1U : 0U;
  }
  report.batch = decisions.empty() ? 0 : project.decisions().add_batch(decisions);
  return report;
}

}  // namespace noiseal
