// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/export_row.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace noiseal {
namespace {

/// Places of the added columns.
enum Added : std::size_t {
  kOriginalLabel,
  kDecision,
  kDecider,
  kAnnotator,
  kModel,
  kErrorScore,
  kTime,
  kNote,
  kAddedCount,
};

constexpr std::array<const char*, kAddedCount> kAddedNames = {
    "original_label", "decision", "decider", "annotator", "model", "error_score", "time", "note"};

std::string label_name(std::int32_t label, const std::vector<std::string>& labels) {
  return label >= 0 ? labels[static_cast<std::size_t>(label)] : std::string();
}

void clear(std::vector<AddedField>& columns) {
  for (AddedField& column : columns) {
    column.value.clear();
  }
}

}  // namespace

ExportedRow decide_export(const ReviewedRecord& row, ExportLabels labels, const ExportRun& run) {
  ExportedRow exported;
  exported.label = row.given;
  if (row.decision) {
    const DecisionKind kind = row.decision->kind;
    exported.decision = decision_kind_name(kind);
    exported.decider = row.decision->reviewer;
    exported.excluded = kind == DecisionKind::exclude;
    const bool sets_label = kind == DecisionKind::accept || kind == DecisionKind::label;
    if (sets_label && labels != ExportLabels::given && row.decision->label >= 0) {
      exported.label = row.decision->label;
    }
  } else if (labels == ExportLabels::suggested && row.score && row.score->suggestion >= 0 &&
             row.score->suggestion != row.given) {
    exported.label = row.score->suggestion;
    exported.decision = "suggested";
    exported.decider = fmt::format("run {}", run.id);
  }
  exported.changed = exported.label != row.given;
  return exported;
}

std::vector<AddedField> added_columns(const std::vector<std::string>& file_columns) {
  std::vector<AddedField> columns;
  for (const char* name : kAddedNames) {
    const bool taken =
        std::find(file_columns.begin(), file_columns.end(), name) != file_columns.end();
    columns.push_back({(taken ? "noiseal_" : "") + std::string(name), {}});
  }
  return columns;
}

void fill_added(std::vector<AddedField>& columns, const ReviewedRecord& row,
                const ExportedRow& exported, const std::vector<std::string>& labels,
                const ExportRun& run) {
  clear(columns);
  columns[kOriginalLabel].value = label_name(row.given, labels);
  columns[kDecision].value = exported.decision;
  columns[kDecider].value = exported.decider;
  if (row.score) {
    columns[kAnnotator].value = row.score->annotator_label >= 0 ? run.annotator : std::string();
    columns[kModel].value = run.model;
    columns[kErrorScore].value = fmt::format("{:.6g}", row.score->score);
  }
  if (row.decision) {
    columns[kTime].value = row.decision->time;
    columns[kNote].value = row.decision->note;
  }
}

void fill_added_set_aside(std::vector<AddedField>& columns, std::string_view reason) {
  clear(columns);
  columns[kDecision].value = "set aside";
  columns[kNote].value = reason;
}

std::string provenance_line(const ReviewedRecord& row, const ExportedRow& exported,
                            const std::vector<std::string>& labels, const ExportRun& run) {
  nlohmann::ordered_json line;
  line["id"] = row.shown_id();
  line["row"] = row.record.row.value_or(0);
  line["line"] = row.record.line;
  line["from"] = label_name(row.given, labels);
  line["to"] = label_name(exported.label, labels);
  line["decision"] = exported.decision;
  line["decider"] = exported.decider;
  line["time"] = row.decision ? row.decision->time : std::string();
  line["note"] = row.decision ? row.decision->note : std::string();
  if (row.decision) {
    line["decision_number"] = row.decision->decision;
    line["seconds"] = 0.001 * static_cast<double>(row.decision->milliseconds);
    auto on_screen = nlohmann::ordered_json::parse(row.decision->context, nullptr, false);
    line["on_screen"] = on_screen.is_discarded() ? nullptr : std::move(on_screen);
  }
  line["error_score"] = nullptr;
  line["suggestion"] = nullptr;
  line["annotator"] = nullptr;
  line["annotator_answer"] = nullptr;
  if (row.score) {
    line["error_score"] = row.score->score;
    line["suggestion"] = label_name(row.score->suggestion, labels);
    if (row.score->annotator_label >= 0) {
      line["annotator"] = run.annotator;
      line["annotator_answer"] = label_name(row.score->annotator_label, labels);
    }
    line["run"] = run.id;
    line["model"] = run.model;
  }
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace noiseal
