// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/csv_scanner.h"

#include <algorithm>

#include "core/data/unit_view.h"

namespace noiseal {
namespace {

/// One scan; all places are in units.
template <typename Units>
class Scanner {
 public:
  Scanner(Units units, const CsvSyntax& syntax, MoreBytes more, CsvScan& scan)
      : units_(units), syntax_(syntax), more_(more), scan_(scan) {}

  void run() {
    scan_.fields.clear();
    scan_.problem = QuoteProblem::none;
    scan_.has_quotes = false;
    scan_.length = 0;
    scan_.line_end = 0;
    while (read_field()) {
    }
  }

 private:
  static constexpr std::size_t kBytes = Units::kBytes;

  [[nodiscard]] bool is(std::size_t i, char wanted) const {
    return units_[i] == static_cast<unsigned char>(wanted);
  }
  [[nodiscard]] std::size_t find_field_end(std::size_t from) const {
    return units_.find_any(syntax_.delimiter, '\r', '\n', from);
  }

  /// True when another field follows.
  bool read_field() {
    ScannedField field;
    field.begin = at_;
    std::size_t end = 0;
    if (syntax_.quote != '\0' && at_ < units_.size() && is(at_, syntax_.quote)) {
      if (!read_quoted(field)) {
        return false;
      }
      end = find_field_end(field.close + 1);
      if (end > field.close + 1 && !tail_is_fine(field, end)) {
        return end_at_line_of(field.begin, QuoteProblem::closed_inside_field);
      }
    } else {
      end = find_field_end(at_);
    }
    if (end == units_.size() && more_ == MoreBytes::follow) {
      return false;
    }
    field.end = end;
    add(field);
    if (end < units_.size() && is(end, syntax_.delimiter)) {
      at_ = end + 1;
      return true;
    }
    end_record(end);
    return false;
  }

  /// Finds the closing quote; false when the scan is over.
  bool read_quoted(ScannedField& field) {
    field.quoted = true;
    scan_.has_quotes = true;
    std::size_t from = field.begin + 1;
    while (true) {
      const std::size_t found = units_.find(syntax_.quote, from);
      if (found == units_.size()) {
        return more_ == MoreBytes::follow ? false
                                          : end_at_line_of(field.begin, QuoteProblem::never_closed);
      }
      if (found + 1 == units_.size() && more_ == MoreBytes::follow) {
        return false;
      }
      if (found + 1 == units_.size() || !is(found + 1, syntax_.quote)) {
        field.close = found;
        return true;
      }
      field.doubled_quotes = true;
      from = found + 2;
    }
  }

  /// Text after a closing quote belongs to the field where both quotes stand on one line. A quote
  /// that "closes" on a later line in mid-text more likely opens another field: then the first
  /// one was never closed.
  [[nodiscard]] bool tail_is_fine(const ScannedField& field, std::size_t end) const {
    if (units_.find_any('\r', '\n', '\n', field.begin) > field.close) {
      return true;
    }
    for (std::size_t i = field.close + 1; i < end; ++i) {
      if (!is(i, ' ') && !is(i, '\t')) {
        return false;
      }
    }
    return true;
  }

  bool end_at_line_of(std::size_t quote, QuoteProblem problem) {
    scan_.problem = problem;
    scan_.problem_at = quote * kBytes;
    scan_.fields.clear();
    end_record(units_.find_any('\r', '\n', '\n', quote));
    return false;
  }

  void add(ScannedField field) {
    field.begin *= kBytes;
    field.end *= kBytes;
    field.close *= kBytes;
    scan_.fields.push_back(field);
  }

  /// end: place of the line end, or of the end of the bytes.
  void end_record(std::size_t end) {
    std::size_t after = end;
    if (end < units_.size()) {
      after = end + 1;
      if (is(end, '\r')) {
        if (after == units_.size() && more_ == MoreBytes::follow) {
          return;  // LF may follow
        }
        after += after < units_.size() && is(after, '\n') ? 1U : 0U;
      }
    }
    scan_.length = after * kBytes;
    scan_.line_end = (after - end) * kBytes;
  }

  Units units_;
  const CsvSyntax& syntax_;
  MoreBytes more_;
  CsvScan& scan_;
  std::size_t at_ = 0;
};

}  // namespace

void scan_csv(std::string_view bytes, const CsvSyntax& syntax, MoreBytes more, CsvScan& scan) {
  with_units(syntax.layout, bytes, [&](auto units) { Scanner(units, syntax, more, scan).run(); });
  const bool unterminated = more == MoreBytes::none && scan.line_end == 0;
  if (unterminated) {
    scan.length = bytes.size();  // with bytes that make no whole unit
  }
}

std::size_t count_line_ends(std::string_view bytes, UnitLayout layout) {
  return with_units(layout, bytes, [](auto units) {
    std::size_t count = 0;
    std::size_t i = units.find_any('\r', '\n', '\n', 0);
    while (i < units.size()) {
      const bool pair = units[i] == '\r' && i + 1 < units.size() && units[i + 1] == '\n';
      ++count;
      i = units.find_any('\r', '\n', '\n', i + (pair ? 2U : 1U));
    }
    return count;
  });
}

}  // namespace noiseal
