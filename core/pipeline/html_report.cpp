// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/html_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/base/printable.h"
#include "core/pipeline/html_page.h"
#include "core/pipeline/random_review.h"
#include "core/pipeline/review_queue.h"
#include "core/pipeline/reviewers.h"
#include "core/store/utc_time.h"

namespace noiseal {
namespace {

constexpr std::size_t kMostLabelsInMap = 40;
constexpr std::size_t kChangedRowsShown = 100;
constexpr std::size_t kTextCharacters = 160;
constexpr std::size_t kBars = 40;

constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<style>
body{font:14px/1.5 system-ui,sans-serif;max-width:960px;margin:24px auto;padding:0 16px;color:#1d232b;background:#fff}
h1{font-size:22px}h2{font-size:16px;margin:28px 0 8px;border-bottom:1px solid #dfe3e8}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
th,td{text-align:left;padding:3px 12px 3px 0;border-bottom:1px solid #dfe3e8;vertical-align:top}
td.n{text-align:right}.muted{color:#667080}
svg{max-width:100%;height:auto}svg text{font:11px system-ui,sans-serif;fill:#667080}
svg line{stroke:#dfe3e8}
</style>
)";

std::string row(const std::vector<std::string>& cells, std::string_view tag = "td") {
  std::string html = "<tr>";
  for (const std::string& cell : cells) {
    html += fmt::format("<{0}>{1}</{0}>", tag, html_text(cell));
  }
  return html + "</tr>\n";
}

std::string name_of(std::int32_t label, const std::vector<std::string>& labels) {
  return label >= 0 ? labels.at(static_cast<std::size_t>(label)) : std::string();
}

double number_at(const nlohmann::json& json, const std::string& pointer) {
  const nlohmann::json::json_pointer path(pointer);
  return json.contains(path) && json.at(path).is_number()
             ? json.at(path).get<double>()
             : std::numeric_limits<double>::quiet_NaN();
}

std::string decisions_part(const Project& project) {
  std::map<std::string, std::map<std::string, std::size_t>> by_reviewer;
  project.decisions().for_each_current([&](const CurrentDecision& decision) {
    ++by_reviewer[decision.reviewer][std::string(decision_kind_name(decision.kind))];
  });
  std::string html = "<h2>Decisions in force</h2>\n";
  if (by_reviewer.empty()) {
    return html + "<p>No row is decided.</p>\n";
  }
  const std::vector<std::string> kinds{"accept", "keep", "label", "ambiguous", "exclude"};
  html += "<table>" + row({"reviewer", "suggestion accepted", "given label kept", "another label",
                           "ambiguous", "excluded"},
                          "th");
  for (const auto& [reviewer, counts] : by_reviewer) {
    std::vector<std::string> cells{reviewer};
    for (const std::string& kind : kinds) {
      const auto found = counts.find(kind);
      cells.push_back(std::to_string(found != counts.end() ? found->second : 0));
    }
    html += row(cells);
  }
  html += "</table>\n";
  for (const ReviewerPair& pair : compare_reviewers(project).pairs) {
    html += fmt::format(
        "<p>{} and {}: {} rows decided by both, the same on {}, Cohen's kappa {}.</p>\n",
        html_text(pair.first), html_text(pair.second), pair.agreement.items, pair.agreement.agreed,
        pair.agreement.kappa ? fmt::format("{:.3f}", *pair.agreement.kappa)
                             : std::string("not defined"));
  }
  html += fmt::format("<p>{}</p>\n", html_text(stop_advice(project).sentence));
  for (const ReviewSample& sample : project.review_samples().all()) {
    const SampleProgress progress = sample_progress(project, sample.id);
    if (sample.purpose == SamplePurpose::accept && progress.complete()) {
      const AuditResult result = audit_result(progress);
      html += fmt::format(
          "<p>Audit {} of suggestions with an error score of {} or more: {} of {} right, {:.1f} % "
          "({:.1f} to {:.1f} %, 95 % Clopper-Pearson){}.</p>\n",
          sample.id, sample.threshold.value_or(0), result.right, result.reviewed,
          100 * result.precision, 100 * result.interval.low, 100 * result.interval.high,
          sample.batch != 0 ? "; the rest was accepted" : "");
    }
  }
  return html;
}

std::string run_part(const Project& project, std::int64_t run) {
  const RunRecord record = project.runs().run(run);
  std::string html = fmt::format("<h2>Run {}</h2>\n<p>Started {}, seed {}, {} epochs stored.</p>\n",
                                 run, html_text(record.created), record.seed, record.last_epoch);
  std::vector<ChartLine> lines{{"validation, strong", "#2f6feb", {}},
                               {"test, strong", "#159a8c", {}},
                               {"memorised, strong", "#d9483b", {}}};
  for (const EpochRecord& epoch : project.runs().epochs(run)) {
    const nlohmann::json figures = nlohmann::json::parse(epoch.figures, nullptr, false);
    lines[0].values.push_back(number_at(figures, "/valid/strong/accuracy"));
    lines[1].values.push_back(number_at(figures, "/test/strong/accuracy"));
    lines[2].values.push_back(number_at(figures, "/memorised/strong"));
  }
  lines.erase(std::remove_if(lines.begin(), lines.end(),
                             [](const ChartLine& line) {
                               return std::none_of(line.values.begin(), line.values.end(),
                                                   [](double v) { return std::isfinite(v); });
                             }),
              lines.end());
  if (!lines.empty()) {
    html += "<p class=\"muted\">Shares by epoch</p>\n" + svg_lines(lines, "epoch");
  }
  double low = 0;
  double high = 0;
  std::vector<double> scores;
  project.scores().for_each_by_row(run, [&](const RowScore& score) {
    scores.push_back(score.score);
    low = std::min(low, score.score);
    high = std::max(high, score.score);
    return true;
  });
  std::vector<std::size_t> bars(kBars, 0);
  for (const double score : scores) {
    const double share = high > low ? (score - low) / (high - low) : 0;
    ++bars[std::min(kBars - 1, static_cast<std::size_t>(share * static_cast<double>(kBars)))];
  }
  html += fmt::format("<p class=\"muted\">Error score of {} rows</p>\n", scores.size()) +
          svg_bars(bars, low, high, "error score");
  return html;
}

std::string changes_part(const Project& project, const std::vector<std::string>& labels) {
  Matrix<std::uint32_t> matrix(labels.size(), labels.size(), 0U);
  std::string rows;
  std::size_t changed = 0;
  project.decisions().for_each_current([&](const CurrentDecision& decision) {
    const Row data = project.rows().row(decision.row);
    if (data.given < 0 || decision.label < 0) {
      return;
    }
    ++matrix(static_cast<std::size_t>(data.given), static_cast<std::size_t>(decision.label));
    if (decision.label != data.given && changed++ < kChangedRowsShown) {
      rows += row({data.shown_id(), name_of(data.given, labels), name_of(decision.label, labels),
                   decision.reviewer, decision.time.substr(0, 10), decision.note,
                   printable_start(data.text, kTextCharacters)});
    }
  });
  std::string html = "<h2>Given label (down) and decided label (across)</h2>\n";
  html += labels.size() <= kMostLabelsInMap
              ? svg_heat_map(matrix, labels)
              : fmt::format("<p>{} labels are too many for a map.</p>\n", labels.size());
  html += fmt::format(
      "<h2>Changed labels</h2>\n<p>{} rows carry another label by decision{}.</p>\n", changed,
      changed > kChangedRowsShown ? fmt::format("; the first {} are listed", kChangedRowsShown)
                                  : std::string());
  return html + "<table>" + row({"row", "from", "to", "by", "on", "note", "text"}, "th") + rows +
         "</table>\n";
}

}  // namespace

std::string html_report(const Project& project, const ExportReport& written,
                        std::optional<std::int64_t> run) {
  const std::vector<std::string> labels = project.labels().names();
  const std::string name = project.path().filename().string();
  std::string html = kHead;
  html += fmt::format("<title>{}</title></head><body>\n<h1>{}</h1>\n", html_text(name),
                      html_text(name));
  html += fmt::format(
      "<p class=\"muted\">Made {}. {} training, {} validation and {} test rows, {} labels.</p>\n"
      "<p>The export holds {} records, {} of them with a changed label; {} excluded rows were left "
      "out. {} rows are decided.</p>\n",
      utc_now(), project.rows().count(Split::train), project.rows().count(Split::valid),
      project.rows().count(Split::test), labels.size(), written.records, written.changed,
      written.dropped, project.decisions().decided_count());
  html += decisions_part(project);
  html += changes_part(project, labels);
  if (const auto scored = scored_run(project, run)) {
    html += run_part(project, *scored);
  }
  return html + "</body></html>\n";
}

}  // namespace noiseal
