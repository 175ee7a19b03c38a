// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/project_import.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/base/error.h"
#include "core/data/data_part.h"
#include "core/data/label_set.h"
#include "core/pipeline/import_file.h"
#include "core/store/project_builder.h"

namespace noiseal {
namespace {

void check_options(const ImportOptions& options) {
  if (!(options.valid_share >= 0 && options.valid_share < 1)) {
    throw UsageError(fmt::format(
        "A validation share of {} is out of range; give a value from 0 to below 1, e.g. 0.1.",
        options.valid_share));
  }
  if (options.valid_share > 0 && options.valid_file) {
    throw UsageError("A validation file and a validation share can't both be given; choose one.");
  }
  if (options.test_overlap == TestOverlap::set_aside && !options.test_file) {
    throw UsageError("Setting aside texts that recur in the test file needs a test file (--test).");
  }
}

std::string names_of(const ImportFile& file, const std::vector<std::size_t>& places) {
  std::vector<std::string> names;
  names.reserve(places.size());
  for (const std::size_t place : places) {
    names.push_back(file.facts.names[place]);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string name_of(const ImportFile& file, const std::optional<std::size_t>& place) {
  return place ? file.facts.names[*place] : std::string();
}

/// Moves a share of the training rows, by label, to the validation split.
void draw_validation(ImportState& state) {
  Rows rows = state.builder.project().rows();
  const SplitLabels labels = rows.read_labels(Split::train);
  SplitShares shares;
  shares.valid = state.options.valid_share;
  shares.seed = state.options.seed;
  const std::vector<DataPart> parts = draw_parts(labels.given, shares);
  std::vector<std::int64_t> drawn;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i] == DataPart::valid) {
      drawn.push_back(labels.ids[i]);
      state.gold_rows -= labels.gold[i] >= 0 ? 1U : 0U;
    }
  }
  rows.set_split(drawn, Split::valid);
  state.rows[0] -= drawn.size();
  state.rows[1] += drawn.size();
}

void check_can_be_learnt_from(const ImportState& state, const ImportFile& train) {
  if (state.rows[0] == 0) {
    const std::vector<BadRecordGroup> groups = state.bad.groups();
    throw Error(groups.empty()
                    ? fmt::format("{} has no training rows; check that it is the right file.",
                                  train.path.string())
                    : fmt::format("{} has no usable training rows: {} were set aside, the first at "
                                  "line {}: {}.",
                                  train.path.string(), state.bad.count(),
                                  groups.front().first_lines.front(), groups.front().reason));
  }
  require_two_labels(LabelSet(state.builder.project().labels().names()), train.path.string());
}

std::vector<std::size_t> counts_by_label(const Project& project) {
  std::vector<std::size_t> counts(project.labels().names().size());
  for (const std::int32_t label : project.rows().read_labels(Split::train).given) {
    ++counts[static_cast<std::size_t>(label)];
  }
  return counts;
}

ImportReport make_report(const ImportState& state, const ImportFile& train) {
  const Project& project = state.builder.project();
  ImportReport report;
  report.train_rows = state.rows[0];
  report.valid_rows = state.rows[1];
  report.test_rows = state.rows[2];
  report.labels = project.labels().names();
  report.label_counts = counts_by_label(project);
  report.bad_records = state.bad.groups();
  report.bad_record_count = state.bad.count();
  report.notices = state.checks.report().sentences();
  report.text_columns = names_of(train, train.roles.text);
  report.label_column = name_of(train, train.roles.label);
  report.gold_column = name_of(train, train.roles.gold);
  report.gold_known = state.gold_rows > 0;
  return report;
}

}  // namespace

ImportReport import_project(const ImportOptions& options, const ImportProgress& progress,
                            const Control& control) {
  check_options(options);
  ProjectBuilder builder(options.project);
  ImportState state{options, progress, control, builder};
  ImportFile train = look_at_file(options, options.file, Split::train);
  train.roles = find_columns(options, train.facts);
  std::vector<ImportFile> others;
  const auto add_other = [&](const std::optional<std::filesystem::path>& path, Split role) {
    if (path) {
      others.push_back(look_at_file(options, *path, role));
      others.back().roles = find_same_columns(train.roles, train.facts, others.back().facts);
    }
  };
  add_other(options.valid_file, Split::valid);
  add_other(options.test_file, Split::test);
  if (options.test_overlap == TestOverlap::set_aside) {
    state.test_texts = hash_texts(state, others.back());
  }
  import_file(state, train);
  for (const ImportFile& other : others) {
    import_file(state, other);
  }
  check_can_be_learnt_from(state, train);
  if (options.valid_share > 0) {
    draw_validation(state);
  }
  const ImportReport report = make_report(state, train);
  control.check_point();
  builder.finish();
  return report;
}

}  // namespace noiseal
