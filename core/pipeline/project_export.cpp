// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/project_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"
#include "core/data/csv_writer.h"
#include "core/data/record_parser.h"
#include "core/pipeline/export_row.h"
#include "core/pipeline/html_report.h"
#include "core/pipeline/review_list.h"
#include "core/pipeline/review_queue.h"
#include "core/pipeline/source_format.h"
#include "core/pipeline/whole_file.h"

namespace noiseal {
namespace {

constexpr std::size_t kRecordsPerCheck = 1024;

SourceFile source_to_export(const Project& project, Split role) {
  if (std::optional<SourceFile> source = project.sources().with_role(role)) {
    return *source;
  }
  const std::string drawn =
      role != Split::train && project.rows().count(role) > 0
          ? " Its rows of this part are in the training file: export that (--source train)."
          : " Import with one, or choose another with --source.";
  throw Error(fmt::format("The project {} has no {} file.{}", project.path().string(),
                          split_name(role), drawn));
}

ExportRun run_to_export(const Project& project, const ExportOptions& options) {
  const std::optional<std::int64_t> id = scored_run(project, options.run);
  if (!id) {
    if (options.labels == ExportLabels::suggested) {
      throw Error(
          fmt::format("The project {} has no suggestions yet; start a run with \"noiseal "
                      "run\", or export with --labels decided.",
                      project.path().string()));
    }
    return {};
  }
  ExportRun run;
  run.id = *id;
  const nlohmann::json recipe =
      nlohmann::json::parse(project.runs().run(*id).recipe, nullptr, false);
  if (recipe.is_object()) {
    const auto text = [&](const char* key) {
      const auto found = recipe.find(key);
      return found != recipe.end() && found->is_string() ? found->get<std::string>()
                                                         : std::string();
    };
    run.annotator = text("annotator");
    run.model = text("encoder");
  }
  return run;
}

/// Takes the export's pieces in order: bytes to write, what the source has there, and whether the
/// label is another one.
using Sink = std::function<void(std::string_view, std::string_view, bool)>;

/// Row ids, in their order.
std::vector<std::int64_t> filtered_rows(const Project& project, const ExportOptions& options) {
  ReviewList list(project, options.run, Control());
  list.apply(options.filter);
  std::vector<std::int64_t> rows;
  rows.reserve(list.order().size());
  for (std::size_t i = 0; i < list.order().size(); ++i) {
    rows.push_back(list.row_at(i));
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

/// Turns the records of one source into the records of the output.
class Exporter {
 public:
  Exporter(const Project& project, const ExportOptions& options)
      : project_(project),
        options_(options),
        source_(source_to_export(project, options.source)),
        run_(run_to_export(project, options)),
        format_(source_format_from_json(source_.format)),
        parser_(format_.format),
        labels_(project.labels().names()) {
    if (options.add_columns == AddedColumns::provenance) {
      added_ = added_columns(format_.format.columns);
    }
    if (options.rows == ExportRows::filtered) {
      filtered_ = filtered_rows(project, options);
    }
  }

  [[nodiscard]] std::string header() const {
    return added_.empty() ? source_.header : parser_.append_to_header(source_.header, added_);
  }
  [[nodiscard]] const ExportRun& run() const { return run_; }

  ExportReport write(const Sink& out, WholeFile* provenance, const Control& control,
                     const ExportProgress& progress = {}) {
    out(header(), {}, false);
    std::size_t n = 0;
    const std::optional<std::int64_t> run = run_.id != 0 ? std::optional(run_.id) : std::nullopt;
    for_each_reviewed_record(project_, source_.id, run, [&](const ReviewedRecord& row) {
      if (n++ % kRecordsPerCheck == 0) {
        control.check_point();
        if (progress) {
          progress(n - 1, static_cast<std::size_t>(source_.records));
        }
      }
      row.record.row ? write_row(row, out, provenance) : write_other(row.record, out);
    });
    control.check_point();
    out(source_.tail, {}, false);
    return report_;
  }

 private:
  [[nodiscard]] bool wanted(const ReviewedRecord& row, const ExportedRow& exported) const {
    switch (options_.rows) {
      case ExportRows::reviewed:
        return row.decision.has_value();
      case ExportRows::changed:
        return exported.changed;
      case ExportRows::filtered:
        return std::binary_search(filtered_.begin(), filtered_.end(), *row.record.row);
      default:
        return true;
    }
  }

  void write_row(const ReviewedRecord& row, const Sink& out, WholeFile* provenance) {
    const ExportedRow exported = decide_export(row, options_.labels, run_);
    if (!wanted(row, exported)) {
      return;
    }
    if (provenance != nullptr && (row.decision || exported.changed)) {
      provenance->write(provenance_line(row, exported, labels_, run_));
    }
    if (exported.excluded && options_.excluded == ExcludedRows::drop) {
      ++report_.dropped;
      return;
    }
    ++report_.records;
    report_.changed += exported.changed ? 1U : 0U;
    const bool other_label = exported.label != row.file_label && format_.roles.label;
    report_.noisy += other_label && !exported.changed ? 1U : 0U;
    if (!other_label && added_.empty() && options_.formula_guard == FormulaGuard::off) {
      out(row.record.raw, row.record.raw, exported.changed);
      return;
    }
    if (!added_.empty()) {
      fill_added(added_, row, exported, labels_, run_);
    }
    out(rewritten(row.record, other_label ? exported.label : -1), row.record.raw, exported.changed);
  }

  /// Records that are no rows: as they are, but for added columns where that can be.
  void write_other(const RecordView& record, const Sink& out) {
    if (options_.rows != ExportRows::all) {
      return;
    }
    const bool blank = record.reason.empty();
    report_.records += blank ? 0U : 1U;
    if (blank || (added_.empty() && options_.formula_guard == FormulaGuard::off)) {
      out(record.raw, record.raw, false);
      return;
    }
    if (parser_.parse(record.raw).state != RecordState::good) {
      out(record.raw, record.raw, false);
      return;
    }
    if (!added_.empty()) {
      fill_added_set_aside(added_, record.reason);
    }
    out(rewritten(record, -1), record.raw, false);
  }

  /// The record with another label (-1: its own), guarded fields and added columns.
  std::string rewritten(const RecordView& record, std::int32_t label) {
    const Record& parsed = parser_.parse(record.raw, static_cast<std::uint64_t>(record.line));
    std::vector<FieldChange> changes;
    const bool guard =
        options_.formula_guard == FormulaGuard::on && format_.format.kind != FileKind::json_lines;
    for (std::size_t i = 0; i < parsed.fields.size(); ++i) {
      const bool is_label = label >= 0 && i == *format_.roles.label;
      const std::string_view value =
          is_label ? std::string_view(labels_[static_cast<std::size_t>(label)])
                   : parsed.fields[i].text;
      if (guard && is_formula(value)) {
        changes.push_back({i, guard_formula(value)});
      } else if (is_label) {
        changes.push_back({i, std::string(value)});
      }
    }
    std::string bytes =
        changes.empty() ? std::string(record.raw) : parser_.replace_fields(parsed, changes);
    if (added_.empty()) {
      return bytes;
    }
    std::vector<AddedField> added = added_;
    for (AddedField& field : added) {
      if (guard) {
        field.value = guard_formula(field.value);
      }
    }
    return parser_.append_fields(parser_.parse(bytes, static_cast<std::uint64_t>(record.line)),
                                 added);
  }

  const Project& project_;
  const ExportOptions& options_;
  SourceFile source_;
  ExportRun run_;
  SourceFormat format_;
  RecordParser parser_;
  std::vector<std::string> labels_;
  std::vector<AddedField> added_;
  std::vector<std::int64_t> filtered_;  ///< sorted
  ExportReport report_;
};

/// One file for two contents, or the project itself, is a slip.
void check_targets(const Project& project, const ExportOptions& options) {
  std::set<std::filesystem::path> names;
  for (const auto& target :
       {std::optional(options.output), options.provenance, options.recipe, options.report}) {
    if (!target) {
      continue;
    }
    require_not_the_project(*target, project);
    if (!names.insert(std::filesystem::weakly_canonical(std::filesystem::absolute(*target)))
             .second) {
      throw UsageError(
          fmt::format("{} can't be both the export and what goes beside it; name "
                      "another file.",
                      target->string()));
    }
  }
}

std::unique_ptr<WholeFile> file_beside(const std::optional<std::filesystem::path>& target) {
  return target ? std::make_unique<WholeFile>(*target) : nullptr;
}

/// The recipe of the run whose suggestions are exported.
std::string recipe_of(const Project& project, const ExportRun& run) {
  if (run.id == 0) {
    throw Error(fmt::format("The project {} has no run whose recipe could be written.",
                            project.path().string()));
  }
  const std::string recipe = project.runs().run(run.id).recipe;
  const auto json = nlohmann::ordered_json::parse(recipe, nullptr, false);
  return json.is_discarded() ? recipe : json.dump(2) + "\n";
}

}  // namespace

ExportReport export_project(const Project& project, const ExportOptions& options,
                            const Control& control, const ExportProgress& progress) {
  check_targets(project, options);
  Exporter exporter(project, options);
  WholeFile out(options.output);
  const std::unique_ptr<WholeFile> provenance = file_beside(options.provenance);
  const std::unique_ptr<WholeFile> recipe = file_beside(options.recipe);
  const std::unique_ptr<WholeFile> page = file_beside(options.report);
  const ExportReport report =
      exporter.write([&](std::string_view bytes, std::string_view, bool) { out.write(bytes); },
                     provenance.get(), control, progress);
  if (recipe) {
    recipe->write(recipe_of(project, exporter.run()));
  }
  if (page) {
    page->write(html_report(project, report, options.run));
  }
  out.finish();
  for (WholeFile* beside : {provenance.get(), recipe.get(), page.get()}) {
    if (beside != nullptr) {
      beside->finish();
    }
  }
  control.check_point();
  for (WholeFile* beside : {provenance.get(), recipe.get(), page.get()}) {
    if (beside != nullptr) {
      beside->publish();
    }
  }
  out.publish();
  return report;
}

ExportPreview preview_export(const Project& project, const ExportOptions& options,
                             std::size_t records, const Control& control) {
  Exporter exporter(project, options);
  ExportPreview preview;
  preview.header = exporter.header();
  std::vector<std::string> others_before;
  std::vector<std::string> others_after;
  preview.report = exporter.write(
      [&](std::string_view bytes, std::string_view source, bool changed) {
        std::vector<std::string>& before = changed ? preview.before : others_before;
        if (!source.empty() && before.size() < records) {
          before.emplace_back(source);
          (changed ? preview.after : others_after).emplace_back(bytes);
        }
      },
      nullptr, control);
  for (std::size_t i = 0; i < others_before.size() && preview.before.size() < records; ++i) {
    preview.before.push_back(std::move(others_before[i]));
    preview.after.push_back(std::move(others_after[i]));
  }
  return preview;
}

}  // namespace noiseal
