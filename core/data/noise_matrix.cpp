// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/data/file_format.h"
#include "core/data/noise.h"
#include "core/data/record_reader.h"

namespace noiseal {
namespace {

constexpr std::size_t kShownCharacters = 60;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  return first == std::string_view::npos
             ? std::string_view()
             : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<double> number_in(std::string_view text) {
  const std::string_view digits = trimmed(text);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = error == std::errc() && end == digits.data() + digits.size();
  return whole && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

struct MatrixLine {
  std::uint64_t line = 1;
  std::vector<std::string> fields;
};

/// One noise matrix file on its way to numbers.
class MatrixFile {
 public:
  MatrixFile(const std::filesystem::path& file, const LabelSet& labels)
      : file_(file), labels_(labels) {
    read_lines();
  }

  [[nodiscard]] std::vector<double> matrix() const {
    const std::size_t n = labels_.size();
    std::size_t first = 0;
    std::vector<std::size_t> columns(n);
    std::iota(columns.begin(), columns.end(), std::size_t{0});
    if (has_header()) {
      columns = header_labels();
      first = 1;
    }
    if (lines_.size() - first != n) {
      throw wrong(lines_.back().line, fmt::format("the matrix has {} rows, {} labels need {}",
                                                  lines_.size() - first, n, n));
    }
    std::vector<double> matrix(n * n);
    std::vector<bool> seen(n, false);
    for (std::size_t i = 0; i < n; ++i) {
      const MatrixLine& line = lines_[first + i];
      const bool named = first == 1 && line.fields.size() == n + 1;
      if (!named && line.fields.size() != n) {
        throw wrong(line.line,
                    fmt::format("it has {} numbers, {} labels need {}", line.fields.size(), n, n));
      }
      const std::size_t row = named ? label_in(line, 0) : columns[i];
      if (seen[row]) {
        throw wrong(line.line, fmt::format("the label {} stands in front of another row, too",
                                           quoted(labels_.names()[row])));
      }
      seen[row] = true;
      read_row(line, named ? 1 : 0, columns, std::span(matrix).subspan(row * n, n));
    }
    return matrix;
  }

 private:
  [[nodiscard]] Error wrong(std::uint64_t line, const std::string& what) const {
    return Error(fmt::format("{}, line {}: {}.", file_.string(), line, what));
  }

  static std::string quoted(std::string_view text) {
    return fmt::format("\"{}\"", printable_start(text, kShownCharacters));
  }

  void read_lines() {
    KnownFormat known;
    known.has_header = false;
    FileFormat format = guess_format(file_, known);
    RecordReader reader(file_, format);
    format.columns.clear();  // any number of fields is good here: the errors are our own
    RecordParser parser(format);
    while (const Record* next = reader.next()) {
      const Record& record = parser.parse(next->raw, next->line);
      if (record.state == RecordState::bad) {
        throw wrong(record.line, record.reason);
      }
      if (record.state == RecordState::good) {
        MatrixLine& line = lines_.emplace_back();
        line.line = record.line;
        for (const RecordField& field : record.fields) {
          line.fields.emplace_back(field.text);
        }
      }
    }
    if (lines_.empty()) {
      throw wrong(1, "the file holds no matrix");
    }
  }

  /// Labels may be numbers, too: then the number of lines tells.
  [[nodiscard]] bool has_header() const {
    const std::vector<std::string>& first = lines_.front().fields;
    return lines_.size() == labels_.size() + 1 ||
           std::any_of(first.begin(), first.end(),
                       [](const std::string& field) { return !number_in(field); });
  }

  [[nodiscard]] std::size_t label_in(const MatrixLine& line, std::size_t place) const {
    const std::string& name = line.fields[place];
    std::optional<std::int32_t> label = labels_.index(name);
    if (!label) {
      label = labels_.index(trimmed(name));
    }
    if (!label) {
      throw wrong(line.line, fmt::format("{} is no label of this project", quoted(name)));
    }
    return static_cast<std::size_t>(*label);
  }

  /// The label of each column of numbers.
  [[nodiscard]] std::vector<std::size_t> header_labels() const {
    const MatrixLine& line = lines_.front();
    const std::size_t n = labels_.size();
    if (line.fields.size() != n && line.fields.size() != n + 1) {
      throw wrong(line.line, fmt::format("the header line has {} fields, {} labels need {}, or {} "
                                         "with names in front of the rows",
                                         line.fields.size(), n, n, n + 1));
    }
    std::vector<std::size_t> columns;
    for (std::size_t place = line.fields.size() - n; place < line.fields.size(); ++place) {
      const std::size_t label = label_in(line, place);
      if (std::find(columns.begin(), columns.end(), label) != columns.end()) {
        throw wrong(line.line, fmt::format("the header line names the label {} twice",
                                           quoted(labels_.names()[label])));
      }
      columns.push_back(label);
    }
    return columns;
  }

  /// A row's numbers, brought to the sum 1, into [n_labels].
  void read_row(const MatrixLine& line, std::size_t first, const std::vector<std::size_t>& columns,
                std::span<double> row) const {
    double sum = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string& field = line.fields[first + i];
      const std::optional<double> value = number_in(field);
      if (!value) {
        throw wrong(line.line, fmt::format("{} is not a number", quoted(field)));
      }
      if (*value < 0) {
        throw wrong(line.line, fmt::format("{} is negative", quoted(field)));
      }
      row[columns[i]] = *value;
      sum += *value;
    }
    if (!(sum > 0) || !std::isfinite(sum)) {
      throw wrong(line.line, sum > 0 ? "its numbers are too large" : "its numbers are all zero");
    }
    for (double& value : row) {
      value /= sum;
    }
  }

  const std::filesystem::path& file_;
  const LabelSet& labels_;
  std::vector<MatrixLine> lines_;
};

}  // namespace

std::vector<double> read_noise_matrix(const std::filesystem::path& file, const LabelSet& labels) {
  return MatrixFile(file, labels).matrix();
}

}  // namespace noiseal
