// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/data/data_files.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "core/data/text_encoding.h"

namespace noiseal::test {

std::string ReadFile::bytes() const {
  std::string all = header;
  for (const ReadRecord& record : records) {
    all += record.raw;
  }
  return all;
}

std::vector<std::vector<std::string>> ReadFile::rows() const {
  std::vector<std::vector<std::string>> good;
  for (const ReadRecord& record : records) {
    if (record.state == RecordState::good) {
      good.push_back(record.fields);
    }
  }
  return good;
}

std::vector<std::string> ReadFile::reasons() const {
  std::vector<std::string> reasons;
  for (const ReadRecord& record : records) {
    if (record.state == RecordState::bad) {
      reasons.push_back(record.reason);
    }
  }
  return reasons;
}

ReadFile read_file(const std::filesystem::path& file, const FileFormat& format,
                   const ReaderOptions& options) {
  RecordReader reader(file, format, options);
  ReadFile read;
  read.header = reader.header();
  read.format = reader.format();
  while (const Record* record = reader.next()) {
    ReadRecord& kept = read.records.emplace_back();
    kept.raw = record->raw;
    kept.line = record->line;
    kept.state = record->state;
    kept.reason = record->reason;
    for (const RecordField& field : record->fields) {
      kept.fields.emplace_back(field.text);
      kept.forms.push_back(field.form);
    }
  }
  if (reader.bytes_done() != reader.bytes_total()) {
    throw std::runtime_error("the reader has not handed out all bytes");
  }
  return read;
}

OneFile::OneFile(std::string_view bytes, const std::string& name) : path_(folder_ / name) {
  std::ofstream out(path_, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

FileFormat headless() {
  FileFormat format;
  format.has_header = false;
  return format;
}

FileFormat json_lines() {
  FileFormat format;
  format.kind = FileKind::json_lines;
  format.has_header = false;
  return format;
}

std::string in_encoding(const std::string& encoding, std::string_view text) {
  std::string bytes;
  if (!TextEncoding(encoding).encode(text, bytes)) {
    throw std::runtime_error("not expressible in " + encoding);
  }
  return bytes;
}

}  // namespace noiseal::test
