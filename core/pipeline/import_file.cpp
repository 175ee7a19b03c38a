// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/import_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/printable.h"
#include "core/data/data_part.h"
#include "core/data/record_reader.h"
#include "core/pipeline/source_format.h"

namespace noiseal {
namespace {

constexpr std::size_t kShownCharacters = 60;
constexpr std::size_t kSampleRecords = 200;
constexpr std::size_t kRecordsPerCheck = 1024;
constexpr std::size_t kMostReasons = 1000;  ///< beyond, only counted

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

/// The texts of several columns as one; buffer holds it where there is more than one.
std::string_view join_text(const Record& record, const std::vector<std::size_t>& places,
                           const std::string& separator, std::string& buffer) {
  if (places.size() == 1) {
    return record.fields[places.front()].text;
  }
  buffer.clear();
  for (const std::size_t place : places) {
    const std::string_view part = record.fields[place].text;
    if (!part.empty()) {
      buffer += buffer.empty() ? "" : separator;
      buffer += part;
    }
  }
  return buffer;
}

/// What one good record says.
struct RecordValues {
  Split split = Split::train;
  std::string_view given;
  std::string_view gold;
  std::string_view id;
};

/// Reads rows out of records.
class RowReader {
 public:
  RowReader(ImportState& state, const ImportFile& file) : state_(state), file_(file) {}

  /// Adds the record as a row; returns why not, empty when it was added.
  std::string add(const Record& record) {
    RecordValues values;
    if (std::string problem = read_values(record, values); !problem.empty()) {
      return problem;
    }
    const std::string_view text =
        join_text(record, file_.roles.text, state_.options.text_separator, text_);
    if (is_blank(text)) {
      return "the text is empty";
    }
    if (values.split == Split::train && !state_.test_texts.empty() &&
        state_.test_texts.contains(fnv1a(text))) {
      return "its text stands in the test file, too";
    }
    NewRow row;
    row.line = static_cast<std::int64_t>(record.line);
    row.raw = record.raw;
    row.split = values.split;
    row.text = text;
    row.external_id = values.id;
    if (std::string problem = find_labels(values, row); !problem.empty()) {
      return problem;
    }
    const std::int64_t id = state_.builder.add_row(row);
    count(row);
    state_.checks.add({id, text, values.given, static_cast<DataPart>(values.split)});
    return {};
  }

 private:
  static std::string_view field(const Record& record, const std::optional<std::size_t>& place) {
    return place ? record.fields[*place].text : std::string_view();
  }

  std::string read_values(const Record& record, RecordValues& values) const {
    const ColumnRoles& roles = file_.roles;
    values.split = file_.role;
    if (roles.split) {
      const std::string_view name = field(record, roles.split);
      const std::optional<DataPart> part = part_from_name(name);
      if (!part) {
        return fmt::format("the split \"{}\" is none of train, valid and test",
                           printable_start(name, kShownCharacters));
      }
      values.split = static_cast<Split>(*part);
    }
    values.gold = field(record, roles.gold);
    values.given = roles.label ? field(record, roles.label) : values.gold;
    values.id = field(record, roles.id);
    if (is_blank(values.given)) {
      return "the label is empty";
    }
    if (roles.gold && is_blank(values.gold)) {
      values.gold = {};
    }
    // Labels of a valid or test row are taken for right where no gold column says otherwise.
    if (!roles.gold && values.split != Split::train) {
      values.gold = values.given;
    }
    return {};
  }

  /// The training file makes the label set; other files must keep to it.
  std::string find_labels(const RecordValues& values, NewRow& row) {
    if (file_.role == Split::train) {
      row.given = state_.builder.label_key(values.given);
      row.gold = values.gold.empty() ? -1 : state_.builder.label_key(values.gold);
      return {};
    }
    row.given = state_.builder.find_label_key(values.given);
    row.gold = values.gold.empty() ? -1 : state_.builder.find_label_key(values.gold);
    if (row.given < 0 || (row.gold < 0 && !values.gold.empty())) {
      return fmt::format(
          "the label \"{}\" does not occur in the training data",
          printable_start(row.given < 0 ? values.given : values.gold, kShownCharacters));
    }
    return {};
  }

  void count(const NewRow& row) {
    ++state_.rows[static_cast<std::size_t>(row.split)];
    if (row.split == Split::train) {
      state_.gold_rows += row.gold >= 0 ? 1U : 0U;
    }
  }

  ImportState& state_;
  const ImportFile& file_;
  std::string text_;
};

void set_aside(ImportState& state, const ImportFile& file, const Record& record,
               const std::string& reason) {
  const auto line = static_cast<std::int64_t>(record.line);
  if (state.options.bad_records == BadRecords::refuse_file) {
    throw Error(
        fmt::format("{}, line {}: {}; correct the line, or import without --strict to set "
                    "it aside.",
                    file.path.string(), line, reason));
  }
  state.builder.add_bad_record(line, record.raw, reason);
  state.bad.add(file.name(), line, reason);
}

}  // namespace

void BadRecordTally::add(const std::string& file, std::int64_t line, std::string_view reason) {
  constexpr std::size_t kLinesShown = 5;
  ++count_;
  const auto key = std::make_pair(file, std::string(reason));
  if (groups_.size() >= kMostReasons && !groups_.contains(key)) {
    return;
  }
  BadRecordGroup& group = groups_[key];
  group.file = file;
  group.reason = key.second;
  ++group.count;
  if (group.first_lines.size() < kLinesShown) {
    group.first_lines.push_back(line);
  }
}

std::vector<BadRecordGroup> BadRecordTally::groups() const {
  std::vector<BadRecordGroup> groups;
  for (const auto& [key, group] : groups_) {
    groups.push_back(group);
  }
  std::stable_sort(
      groups.begin(), groups.end(),
      [](const BadRecordGroup& a, const BadRecordGroup& b) { return a.count > b.count; });
  return groups;
}

ImportFile look_at_file(const ImportOptions& options, const std::filesystem::path& path,
                        Split role) {
  KnownFormat known;
  if (!options.encoding.empty()) {
    known.encoding = options.encoding;
  }
  if (!options.delimiter.empty()) {
    known.delimiter = delimiter_from_text(options.delimiter);
  }
  if (options.header != HeaderLine::guess) {
    known.has_header = options.header == HeaderLine::present;
  }
  ImportFile file;
  file.path = path;
  file.role = role;
  file.format = guess_format(path, known);
  FilePreview preview = preview_file(path, file.format, kSampleRecords);
  file.facts.file = path.string();
  file.facts.names = std::move(preview.columns);
  file.facts.sample = std::move(preview.rows);
  file.format.columns = file.facts.names;
  return file;
}

void import_file(ImportState& state, const ImportFile& file) {
  state.control.check_point();
  RecordReader reader(file.path, file.format);
  SourceFile source;
  source.role = file.role;
  source.file_name = file.name();
  source.format = source_format_to_json({reader.format(), file.roles});
  source.header = reader.header();
  state.builder.begin_source(source);
  RowReader rows(state, file);
  std::size_t n = 0;
  while (const Record* record = reader.next()) {
    if (++n % kRecordsPerCheck == 0) {
      state.control.check_point();
      if (state.progress) {
        state.progress(file.path, reader.bytes_done(), reader.bytes_total());
      }
    }
    if (record->state == RecordState::blank) {
      state.builder.add_blank_record(static_cast<std::int64_t>(record->line), record->raw);
      continue;
    }
    const std::string problem =
        record->state == RecordState::bad ? record->reason : rows.add(*record);
    if (!problem.empty()) {
      set_aside(state, file, *record, problem);
    }
  }
  state.builder.end_source("");
  if (state.progress) {
    state.progress(file.path, reader.bytes_total(), reader.bytes_total());
  }
}

std::unordered_set<std::uint64_t> hash_texts(const ImportState& state, const ImportFile& file) {
  std::unordered_set<std::uint64_t> hashes;
  RecordReader reader(file.path, file.format);
  std::string buffer;
  while (const Record* record = reader.next()) {
    if (record->state == RecordState::good) {
      hashes.insert(
          fnv1a(join_text(*record, file.roles.text, state.options.text_separator, buffer)));
    }
    state.control.check_point();
  }
  return hashes;
}

}  // namespace noiseal
