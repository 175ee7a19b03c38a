// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/record_parser.h"

#include "core/data/record_parser_state.h"
#include "core/data/record_rewriting.h"

namespace noiseal {

RecordParser::RecordParser(const FileFormat& format) {
  require_readable(format);
  state_ = std::make_unique<State>(format);
}
RecordParser::~RecordParser() = default;
RecordParser::RecordParser(RecordParser&&) noexcept = default;
RecordParser& RecordParser::operator=(RecordParser&&) noexcept = default;

const FileFormat& RecordParser::format() const {
  return state_->fields.format();
}

const Record& RecordParser::parse(std::string_view raw, std::uint64_t line) {
  Record& record = state_->record;
  record.raw = raw;
  record.line = line;
  if (format().kind == FileKind::json_lines) {
    state_->fields.from_json(record);
    return record;
  }
  scan_csv(raw, state_->fields.syntax(), MoreBytes::none, state_->scan);
  if (state_->scan.length == raw.size()) {
    state_->fields.from_csv(state_->scan, record);
  } else {
    record.fields.clear();
    record.state = RecordState::bad;
    record.reason = "it is more than one record";
  }
  return record;
}

std::string RecordParser::replace_fields(const Record& record,
                                         std::span<const FieldChange> changes) const {
  return RecordRewriting(format(), state_->fields.encoding()).replace(record, changes);
}

std::string RecordParser::replace_field(const Record& record, std::size_t field,
                                        std::string_view value) const {
  const FieldChange change{field, std::string(value)};
  return replace_fields(record, {&change, 1});
}

std::string RecordParser::append_fields(const Record& record,
                                        std::span<const AddedField> added) const {
  return RecordRewriting(format(), state_->fields.encoding()).append(record, added);
}

std::string RecordParser::append_to_header(std::string_view header,
                                           std::span<const AddedField> added) const {
  return RecordRewriting(format(), state_->fields.encoding()).append_to_header(header, added);
}

std::string RecordParser::new_record(std::span<const AddedField> fields) const {
  return RecordRewriting(format(), state_->fields.encoding()).new_record(fields);
}

}  // namespace noiseal
