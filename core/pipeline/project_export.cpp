// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/project_export.h"

#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/data/csv_writer.h"
#include "core/data/record_parser.h"
#include "core/pipeline/export_row.h"
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
  }

  ExportReport write(WholeFile& out, WholeFile* provenance, const Control& control) {
    out.write(added_.empty() ? source_.header : parser_.append_to_header(source_.header, added_));
    std::size_t n = 0;
    const std::optional<std::int64_t> run = run_.id != 0 ? std::optional(run_.id) : std::nullopt;
    for_each_reviewed_record(project_, source_.id, run, [&](const ReviewedRecord& row) {
      if (n++ % kRecordsPerCheck == 0) {
        control.check_point();
      }
      row.record.row ? write_row(row, out, provenance) : write_other(row.record, out);
    });
    control.check_point();
    out.write(source_.tail);
    return report_;
  }

 private:
  [[nodiscard]] bool wanted(const ReviewedRecord& row, const ExportedRow& exported) const {
    switch (options_.rows) {
      case ExportRows::reviewed:
        return row.decision.has_value();
      case ExportRows::changed:
        return exported.changed;
      default:
        return true;
    }
  }

  void write_row(const ReviewedRecord& row, WholeFile& out, WholeFile* provenance) {
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
    if (!other_label && added_.empty() && options_.formula_guard == FormulaGuard::off) {
      out.write(row.record.raw);
      return;
    }
    if (!added_.empty()) {
      fill_added(added_, row, exported, labels_, run_);
    }
    out.write(rewritten(row.record, other_label ? exported.label : -1));
  }

  /// Records that are no rows: as they are, but for added columns where that can be.
  void write_other(const RecordView& record, WholeFile& out) {
    if (options_.rows != ExportRows::all) {
      return;
    }
    const bool blank = record.reason.empty();
    report_.records += blank ? 0U : 1U;
    if (blank || (added_.empty() && options_.formula_guard == FormulaGuard::off)) {
      out.write(record.raw);
      return;
    }
    if (parser_.parse(record.raw).state != RecordState::good) {
      out.write(record.raw);
      return;
    }
    if (!added_.empty()) {
      fill_added_set_aside(added_, record.reason);
    }
    out.write(rewritten(record, -1));
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
  ExportReport report_;
};

/// One file for two contents, or the project itself, is a slip.
void check_targets(const Project& project, const ExportOptions& options) {
  require_not_the_project(options.output, project);
  if (!options.provenance) {
    return;
  }
  require_not_the_project(*options.provenance, project);
  const auto whole_name = [](const std::filesystem::path& file) {
    return std::filesystem::weakly_canonical(std::filesystem::absolute(file));
  };
  if (whole_name(options.output) == whole_name(*options.provenance)) {
    throw UsageError(fmt::format("{} can't be both the export and its provenance; name two files.",
                                 options.output.string()));
  }
}

}  // namespace

ExportReport export_project(const Project& project, const ExportOptions& options,
                            const Control& control) {
  check_targets(project, options);
  Exporter exporter(project, options);
  WholeFile out(options.output);
  std::unique_ptr<WholeFile> provenance;
  if (options.provenance) {
    provenance = std::make_unique<WholeFile>(*options.provenance);
  }
  const ExportReport report = exporter.write(out, provenance.get(), control);
  out.finish();
  if (provenance) {
    provenance->finish();
    provenance->publish();
  }
  out.publish();
  return report;
}

}  // namespace noiseal
