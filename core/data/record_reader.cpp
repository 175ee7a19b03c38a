// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/record_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "core/base/error.h"
#include "core/data/csv_scanner.h"
#include "core/data/input_file.h"
#include "core/data/record_fields.h"
#include "core/data/record_parser_state.h"
#include "core/data/unit_view.h"

namespace noiseal {
namespace {

/// Records looked at to find the columns of a file that does not name them.
constexpr std::size_t kPeekedRecords = 1000;

std::size_t checked_max(std::size_t bytes) {
  if (bytes < 1024 || bytes > (std::size_t{1} << 30)) {
    throw UsageError("The largest record size must be between 1 KiB and 1 GiB.");
  }
  return bytes / 4 * 4;
}

std::string size_in_words(std::size_t bytes) {
  return bytes >= (std::size_t{1} << 20) ? fmt::format("{} MB", bytes >> 20)
                                         : fmt::format("{} KB", bytes >> 10);
}

/// The bytes of a file through a window that grows up to one record's largest size.
class Window {
 public:
  Window(const std::filesystem::path& file, std::size_t block_bytes)
      : input_(file), block_(std::max<std::size_t>(block_bytes, 64)), bytes_(2 * block_) {}

  [[nodiscard]] std::string_view view() const { return {bytes_.data() + begin_, end_ - begin_}; }
  [[nodiscard]] bool at_end() const { return at_end_; }
  [[nodiscard]] std::uint64_t consumed() const { return consumed_; }
  [[nodiscard]] std::uint64_t total() const { return input_.size(); }

  void consume(std::size_t size) {
    begin_ += size;
    consumed_ += size;
  }

  /// Reads more; the view moves.
  void fill() {
    const std::size_t kept = end_ - begin_;
    std::memmove(bytes_.data(), bytes_.data() + begin_, kept);
    begin_ = 0;
    end_ = kept;
    if (bytes_.size() - kept < block_) {
      bytes_.resize(2 * bytes_.size());
    }
    const std::size_t wanted = std::max(block_, std::min(kept, bytes_.size() - kept));
    const std::size_t got = input_.read(bytes_.data() + end_, wanted);
    end_ += got;
    at_end_ = got < wanted;
  }

 private:
  InputFile input_;
  std::size_t block_;
  std::vector<char> bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t consumed_ = 0;
  bool at_end_ = false;
};

}  // namespace

struct RecordReader::State {
  RecordParser parser;
  Window window;
  std::size_t max_bytes;
  std::string header;
  std::uint64_t line = 1;
  bool inside_oversized = false;

  State(const std::filesystem::path& file, const FileFormat& format, const ReaderOptions& options)
      : parser(format),
        window(file, options.block_bytes),
        max_bytes(checked_max(options.max_record_bytes)) {
    while (!window.at_end() && window.view().size() < 4) {
      window.fill();
    }
  }

  RecordFields& fields() { return parser.state_->fields; }
  Record& record() { return parser.state_->record; }
  [[nodiscard]] bool is_json() const { return parser.format().kind == FileKind::json_lines; }

  void skip_byte_order_mark() {
    const std::string& mark = parser.format().byte_order_mark;
    if (window.view().starts_with(mark)) {
      header = mark;
      window.consume(mark.size());
    }
  }

  /// Finds a record's bytes within view; false when more are needed.
  bool scan(std::string_view view, MoreBytes more) {
    CsvScan& scan = parser.state_->scan;
    if (!is_json()) {
      scan_csv(view, fields().syntax(), more, scan);
      return scan.length > 0;
    }
    scan.has_quotes = false;
    scan.problem = QuoteProblem::none;
    const UnitLayout layout = fields().encoding().layout();
    const std::size_t unit = unit_bytes(layout);
    const std::size_t found =
        with_units(layout, view, [](auto units) { return units.find('\n', 0); }) * unit;
    const bool terminated = found + unit <= view.size();
    scan.length = terminated ? found + unit : more == MoreBytes::none ? view.size() : 0;
    scan.line_end = terminated ? unit : 0;
    return scan.length > 0;
  }

  const Record* next() {
    while (true) {
      const std::string_view view = window.view().substr(0, max_bytes);
      const bool whole_rest = window.at_end() && view.size() == window.view().size();
      if (view.empty() && whole_rest) {
        return nullptr;
      }
      const MoreBytes more =
          whole_rest || view.size() == max_bytes ? MoreBytes::none : MoreBytes::follow;
      if (view.empty() || !(inside_oversized ? scan_rest(view, more) : scan(view, more))) {
        window.fill();
        continue;
      }
      return hand_out(view, whole_rest);
    }
  }

  /// The rest of a record that was too long: up to the end of its line.
  bool scan_rest(std::string_view view, MoreBytes more) {
    if (is_json()) {
      return scan(view, more);
    }
    CsvSyntax syntax = fields().syntax();
    syntax.quote = '\0';
    scan_csv(view, syntax, more, parser.state_->scan);
    return parser.state_->scan.length > 0;
  }

  const Record* hand_out(std::string_view view, bool whole_rest) {
    const CsvScan& scan = parser.state_->scan;
    Record& out = record();
    out.raw = view.substr(0, scan.length);
    out.line = line;
    const bool cut = scan.line_end == 0 && !(whole_rest && scan.length == view.size());
    if (cut || inside_oversized) {
      set_oversized(out);
      inside_oversized = cut;
    } else if (is_json()) {
      fields().from_json(out);
    } else {
      fields().from_csv(scan, out);
    }
    const bool many_lines = scan.has_quotes || cut || scan.problem != QuoteProblem::none;
    line += many_lines ? count_line_ends(out.raw, fields().encoding().layout())
                       : (scan.line_end > 0 ? 1U : 0U);
    window.consume(scan.length);
    return &out;
  }

  void set_oversized(Record& out) const {
    out.fields.clear();
    out.state = RecordState::bad;
    out.reason = inside_oversized ? fmt::format("it is the rest of a record longer than {}",
                                                size_in_words(max_bytes))
                                  : fmt::format("it is longer than {}", size_in_words(max_bytes));
  }

  void read_header(const std::filesystem::path& file) {
    // The field count is known from the header line alone.
    std::vector<std::string> known = std::move(fields().format().columns);
    fields().format().columns.clear();
    const Record* first = next();
    while (first != nullptr && first->state == RecordState::blank) {
      header += first->raw;
      first = next();
    }
    if (first == nullptr) {
      fields().format().columns = std::move(known);
      return;
    }
    if (first->state == RecordState::bad) {
      throw Error(
          fmt::format("{}, line {}: the header line can't be read: {}. Mend it, or say "
                      "that the file has no header line.",
                      file.filename().string(), first->line, first->reason));
    }
    header += first->raw;
    std::vector<std::string>& columns = fields().format().columns;
    for (const RecordField& field : first->fields) {
      columns.emplace_back(field.text);
    }
  }

  /// For a file without a header line: reads ahead in a state of its own.
  void find_columns(const std::filesystem::path& file) {
    State ahead(file, parser.format(), {max_bytes, std::size_t{1} << 20});
    ahead.skip_byte_order_mark();
    std::vector<std::string>& columns = fields().format().columns;
    for (std::size_t i = 0; i < kPeekedRecords; ++i) {
      const Record* peeked = ahead.next();
      if (peeked == nullptr) {
        break;
      }
      if (peeked->state != RecordState::good) {
        continue;
      }
      if (!is_json()) {
        for (std::size_t k = 1; k <= peeked->fields.size(); ++k) {
          columns.push_back(std::to_string(k));
        }
        break;
      }
      for (std::string& key : ahead.fields().last_keys(peeked->raw)) {
        if (std::find(columns.begin(), columns.end(), key) == columns.end()) {
          columns.push_back(std::move(key));
        }
      }
    }
  }
};

RecordReader::RecordReader(const std::filesystem::path& file, const FileFormat& format,
                           const ReaderOptions& options)
    : state_(std::make_unique<State>(file, format, options)) {
  state_->skip_byte_order_mark();
  if (format.kind != FileKind::json_lines && format.has_header) {
    state_->read_header(file);
  } else if (format.columns.empty()) {
    state_->find_columns(file);
  }
}

RecordReader::~RecordReader() = default;
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;

const Record* RecordReader::next() {
  return state_->next();
}
const std::string& RecordReader::header() const {
  return state_->header;
}
const FileFormat& RecordReader::format() const {
  return state_->parser.format();
}
const RecordParser& RecordReader::parser() const {
  return state_->parser;
}
std::uint64_t RecordReader::bytes_done() const {
  return state_->window.consumed();
}
std::uint64_t RecordReader::bytes_total() const {
  return state_->window.total();
}

}  // namespace noiseal
