// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/reviewers.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "core/pipeline/reviewing.h"

namespace noiseal {
namespace {

/// One outcome's number: labels first, then ambiguous and exclude.
std::size_t outcome(const Verdict& verdict, std::size_t n_labels) {
  if (verdict.kind == DecisionKind::ambiguous) {
    return n_labels;
  }
  return verdict.kind == DecisionKind::exclude ? n_labels + 1
                                               : static_cast<std::size_t>(verdict.label);
}

Verdict verdict_of(const Decision& decision) {
  Verdict verdict;
  verdict.reviewer = decision.reviewer;
  verdict.decision = decision.id;
  verdict.kind = decision.kind;
  const bool has_label =
      decision.kind != DecisionKind::ambiguous && decision.kind != DecisionKind::exclude;
  verdict.label = has_label ? decision.to_label : -1;
  return verdict;
}

struct RowVerdicts {
  std::map<std::string, Verdict> by_reviewer;
  std::int64_t settled_by = 0;  ///< id of the newest settling decision
};

std::map<std::int64_t, RowVerdicts> read_verdicts(const Project& project) {
  std::map<std::int64_t, RowVerdicts> rows;
  project.decisions().for_each_in_force([&](const Decision& decision) {
    if (!decides(decision.kind)) {
      return true;
    }
    const std::string mode = stored_screen(decision.context).mode;
    if (mode == review_mode_name(ReviewMode::auto_accept)) {
      return true;
    }
    RowVerdicts& row = rows[decision.row];
    if (mode == review_mode_name(ReviewMode::settle)) {
      row.settled_by = std::max(row.settled_by, decision.id);
    } else {
      row.by_reviewer.emplace(decision.reviewer, verdict_of(decision));  // the newest comes first
    }
    return true;
  });
  return rows;
}

}  // namespace

ReviewersReport compare_reviewers(const Project& project) {
  const std::size_t n_labels = project.labels().names().size();
  ReviewersReport report;
  std::map<std::pair<std::string, std::string>, Matrix<std::uint32_t>> tables;
  for (const auto& [id, row] : read_verdicts(project)) {
    bool differ = false;
    std::int64_t newest = 0;
    for (auto first = row.by_reviewer.begin(); first != row.by_reviewer.end(); ++first) {
      newest = std::max(newest, first->second.decision);
      for (auto second = std::next(first); second != row.by_reviewer.end(); ++second) {
        auto& table =
            tables.try_emplace({first->first, second->first}, n_labels + 2, n_labels + 2, 0U)
                .first->second;
        const std::size_t a = outcome(first->second, n_labels);
        const std::size_t b = outcome(second->second, n_labels);
        ++table(a, b);
        differ = differ || a != b;
      }
    }
    if (differ && row.settled_by < newest) {
      Conflict conflict;
      conflict.row = id;
      for (const auto& [name, verdict] : row.by_reviewer) {
        conflict.verdicts.push_back(verdict);
      }
      report.conflicts.push_back(std::move(conflict));
    }
  }
  for (const auto& [names, table] : tables) {
    report.pairs.push_back({names.first, names.second, cohen_agreement(table)});
  }
  return report;
}

BlindReport blind_report(const Project& project) {
  const std::vector<std::string> labels = project.labels().names();
  BlindReport report;
  project.decisions().for_each_in_force([&](const Decision& decision) {
    const StoredScreen screen = stored_screen(decision.context);
    if (!decides(decision.kind) || screen.mode != review_mode_name(ReviewMode::blind) ||
        screen.first_label.empty()) {
      return true;
    }
    const Verdict verdict = verdict_of(decision);
    const std::string last =
        verdict.label >= 0 ? labels.at(static_cast<std::size_t>(verdict.label)) : std::string();
    ++report.decisions;
    report.agreed_at_first += screen.first_label == screen.suggestion ? 1U : 0U;
    report.changed += last != screen.first_label ? 1U : 0U;
    report.changed_to_suggestion +=
        last != screen.first_label && last == screen.suggestion ? 1U : 0U;
    return true;
  });
  report.changed_share = wilson_interval(report.changed, report.decisions);
  report.sentence =
      report.decisions == 0
          ? std::string("No row was decided in blind mode yet.")
          : fmt::format(
                "{} rows were decided blind: the first choice was the suggestion on {}, and seeing "
                "it changed {} of them, {} to the suggestion ({:.1f} % changed, {:.1f} to {:.1f} "
                "%, 95 % Wilson).",
                report.decisions, report.agreed_at_first, report.changed,
                report.changed_to_suggestion,
                100.0 * static_cast<double>(report.changed) / static_cast<double>(report.decisions),
                100 * report.changed_share.low, 100 * report.changed_share.high);
  return report;
}

}  // namespace noiseal
