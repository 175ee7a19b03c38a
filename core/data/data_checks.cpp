// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/data_checks.h"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <unordered_map>

#include "core/base/count_text.h"
#include "core/base/printable.h"
#include "core/data/text_hash.h"
#include "core/data/utf8.h"

namespace noiseal {
namespace {

constexpr std::size_t kShownCharacters = 60;
constexpr std::size_t kParts = 3;
constexpr const char* kPartNames[kParts] = {"training", "validation", "test"};

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = std::max<std::size_t>(1, utf8_character_bytes(text));
    const auto unit = static_cast<unsigned char>(text[0]);
    const UChar32 character =
        size == 1
            ? unit
            : icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(size)}).char32At(0);
    if (u_isUWhiteSpace(character) == 0) {
      return false;
    }
    text.remove_prefix(size);
  }
  return true;
}

/// Counts of lengths: one for each up to kExact, beyond in steps of 2 %.
class LengthCounts {
 public:
  void add(std::size_t length) {
    const std::size_t place = place_of(length);
    if (place >= counts_.size()) {
      counts_.resize(place + 1);
    }
    ++counts_[place];
    shortest_ = n_ == 0 ? length : std::min(shortest_, length);
    longest_ = std::max(longest_, length);
    sum_ += static_cast<double>(length);
    ++n_;
  }

  [[nodiscard]] TextLengths summary() const {
    if (n_ == 0) {
      return {};
    }
    return {shortest_, sum_ / static_cast<double>(n_), quantile(50), quantile(95), longest_};
  }

 private:
  static constexpr std::size_t kExact = 4096;
  static constexpr double kStep = 1.02;

  static std::size_t place_of(std::size_t length) {
    if (length <= kExact) {
      return length;
    }
    const double ratio = static_cast<double>(length) / static_cast<double>(kExact);
    return kExact + 1 + static_cast<std::size_t>(std::log(ratio) / std::log(kStep));
  }

  static std::size_t length_at(std::size_t place) {
    if (place <= kExact) {
      return place;
    }
    const double middle = static_cast<double>(place - kExact) - 0.5;
    return static_cast<std::size_t>(static_cast<double>(kExact) * std::pow(kStep, middle));
  }

  /// The least length that so many percent of the texts do not exceed.
  [[nodiscard]] std::size_t quantile(std::size_t percent) const {
    const std::size_t rank = (n_ * percent + 99) / 100;
    std::size_t seen = 0;
    std::size_t place = 0;
    while (place < counts_.size() && (seen += counts_[place]) < rank) {
      ++place;
    }
    return std::clamp(length_at(place), shortest_, longest_);
  }

  std::vector<std::size_t> counts_;
  std::size_t shortest_ = 0;
  std::size_t longest_ = 0;
  double sum_ = 0;
  std::size_t n_ = 0;
};

/// What is kept of one row.
struct KeptRow {
  TextHash text;
  std::int64_t row = 0;
  std::int32_t label = -1;  ///< by order of first appearance; -1: none
  DataPart part = DataPart::train;
};

struct PartTally {
  std::vector<std::size_t> label_counts;  ///< by KeptRow::label
  std::size_t unlabelled = 0;
  std::size_t empty_texts = 0;
  std::size_t rows = 0;
  LengthCounts lengths;
};

/// Places of rows in order of arrival, those of one text side by side.
std::vector<std::size_t> by_text(const std::vector<KeptRow>& rows) {
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rows[a].text != rows[b].text ? rows[a].text < rows[b].text : a < b;
  });
  return order;
}

/// Findings about the rows of each text; places are in order of arrival.
struct TextFindings {
  std::array<std::size_t, kParts> duplicates{};
  std::vector<std::vector<std::size_t>> conflicts;
  std::vector<std::size_t> in_valid;
  std::vector<std::size_t> in_test;
};

void look_at_text(const std::vector<KeptRow>& rows, std::span<const std::size_t> places,
                  TextFindings& findings) {
  std::array<std::size_t, kParts> counts{};
  std::vector<std::size_t> labelled;
  bool conflict = false;
  for (const std::size_t place : places) {
    ++counts[static_cast<std::size_t>(rows[place].part)];
    if (rows[place].label >= 0) {
      labelled.push_back(place);
      conflict = conflict || rows[place].label != rows[labelled.front()].label;
    }
  }
  for (std::size_t part = 0; part < kParts; ++part) {
    findings.duplicates[part] += counts[part] > 1 ? counts[part] - 1 : 0;
  }
  if (conflict) {
    findings.conflicts.push_back(std::move(labelled));
  }
  for (const std::size_t place : places) {
    if (rows[place].part == DataPart::train && counts[1] > 0) {
      findings.in_valid.push_back(place);
    }
    if (rows[place].part == DataPart::train && counts[2] > 0) {
      findings.in_test.push_back(place);
    }
  }
}

TextFindings look_at_texts(const std::vector<KeptRow>& rows) {
  const std::vector<std::size_t> order = by_text(rows);
  TextFindings findings;
  std::size_t begin = 0;
  while (begin < order.size()) {
    std::size_t end = begin + 1;
    while (end < order.size() && rows[order[end]].text == rows[order[begin]].text) {
      ++end;
    }
    if (end > begin + 1) {
      look_at_text(rows, std::span(order).subspan(begin, end - begin), findings);
    }
    begin = end;
  }
  std::sort(findings.conflicts.begin(), findings.conflicts.end());
  std::sort(findings.in_valid.begin(), findings.in_valid.end());
  std::sort(findings.in_test.begin(), findings.in_test.end());
  return findings;
}

std::string counted(std::size_t n, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count_text(n), n == 1 ? one : many);
}

std::string quoted(const std::string& label) {
  return fmt::format("\"{}\"", printable_start(label, kShownCharacters));
}

void say_part(const PartReport& part, const std::string& name, std::vector<std::string>& out) {
  if (part.empty_texts > 0) {
    out.push_back(counted(part.empty_texts, name + " row has an empty text.",
                          name + " rows have an empty text."));
  }
  const auto unlabelled = part.label_counts.find("");
  if (unlabelled != part.label_counts.end()) {
    out.push_back(
        counted(unlabelled->second, name + " row has no label.", name + " rows have no label."));
  }
  if (part.duplicate_texts > 0) {
    out.push_back(counted(part.duplicate_texts,
                          fmt::format("{0} row repeats the text of an earlier {0} row.", name),
                          fmt::format("{0} rows repeat the text of an earlier {0} row.", name)));
  }
}

void say_overlap(const std::vector<std::int64_t>& rows, const char* part,
                 std::vector<std::string>& out) {
  if (!rows.empty()) {
    out.push_back(counted(
        rows.size(), fmt::format("training row has a text that stands in the {} data, too.", part),
        fmt::format("training rows have a text that stands in the {} data, too.", part)));
  }
}

std::string merge_sentence(const LabelSet& labels, const MergeProposal& proposal) {
  std::vector<std::string> names;
  for (const std::int32_t label : proposal.labels) {
    names.push_back(quoted(labels.name(label)));
  }
  const std::string last = names.back();
  names.pop_back();
  return fmt::format(
      "The labels {} and {} differ only by case, space or Unicode form; they are probably one, {}.",
      fmt::join(names, ", "), last, quoted(labels.name(proposal.keep)));
}

}  // namespace

struct DataChecks::State {
  std::vector<KeptRow> rows;
  std::vector<std::string> labels;  ///< by KeptRow::label
  std::unordered_map<std::string, std::int32_t> label_places;
  std::string name;  ///< kept so that looking up a label allocates nothing
  std::array<PartTally, kParts> parts;

  std::int32_t label_place(std::string_view label) {
    if (label.empty()) {
      return -1;
    }
    name.assign(label);
    const auto [found, added] =
        label_places.try_emplace(name, static_cast<std::int32_t>(labels.size()));
    if (added) {
      labels.push_back(name);
    }
    return found->second;
  }

  [[nodiscard]] PartReport report_of(std::size_t part) const {
    const PartTally& tally = parts[part];
    PartReport report;
    report.rows = tally.rows;
    report.lengths = tally.lengths.summary();
    report.empty_texts = tally.empty_texts;
    for (std::size_t i = 0; i < tally.label_counts.size(); ++i) {
      if (tally.label_counts[i] > 0) {
        report.label_counts[labels[i]] = tally.label_counts[i];
      }
    }
    if (tally.unlabelled > 0) {
      report.label_counts[""] = tally.unlabelled;
    }
    return report;
  }

  [[nodiscard]] std::vector<std::int64_t> numbers_of(const std::vector<std::size_t>& places) const {
    std::vector<std::int64_t> numbers;
    numbers.reserve(places.size());
    for (const std::size_t place : places) {
      numbers.push_back(rows[place].row);
    }
    return numbers;
  }

  /// Rows of each label in all parts, by the label set's order.
  [[nodiscard]] std::vector<std::size_t> counts_by(const LabelSet& set) const {
    std::vector<std::size_t> counts(set.size());
    for (const PartTally& tally : parts) {
      for (std::size_t i = 0; i < tally.label_counts.size(); ++i) {
        counts[static_cast<std::size_t>(set.index(labels[i]).value())] += tally.label_counts[i];
      }
    }
    return counts;
  }
};

DataChecks::DataChecks() : state_(std::make_unique<State>()) {}
DataChecks::~DataChecks() = default;
DataChecks::DataChecks(DataChecks&&) noexcept = default;
DataChecks& DataChecks::operator=(DataChecks&&) noexcept = default;

void DataChecks::add(const CheckedRow& row) {
  const std::int32_t label = state_->label_place(row.label);
  state_->rows.push_back({text_hash(row.text), row.row, label, row.part});
  PartTally& part = state_->parts.at(static_cast<std::size_t>(row.part));
  ++part.rows;
  part.lengths.add(utf8_length(row.text));
  part.empty_texts += is_blank(row.text) ? 1U : 0U;
  if (label < 0) {
    ++part.unlabelled;
    return;
  }
  const auto place = static_cast<std::size_t>(label);
  if (place >= part.label_counts.size()) {
    part.label_counts.resize(place + 1);
  }
  ++part.label_counts[place];
}

DataReport DataChecks::report() const {
  DataReport report;
  const TextFindings findings = look_at_texts(state_->rows);
  for (std::size_t part = 0; part < kParts; ++part) {
    report.parts.at(part) = state_->report_of(part);
    report.parts.at(part).duplicate_texts = findings.duplicates.at(part);
  }
  for (const std::vector<std::size_t>& places : findings.conflicts) {
    report.conflicts.push_back({state_->numbers_of(places)});
    report.conflicting_rows += places.size();
  }
  report.in_valid = state_->numbers_of(findings.in_valid);
  report.in_test = state_->numbers_of(findings.in_test);
  report.labels = LabelSet(state_->labels);
  report.mergeable = merge_proposals(report.labels, state_->counts_by(report.labels));
  return report;
}

std::vector<std::string> DataReport::sentences() const {
  std::vector<std::string> out;
  for (std::size_t part = 0; part < kParts; ++part) {
    say_part(parts.at(part), kPartNames[part], out);
  }
  if (!conflicts.empty()) {
    out.push_back(
        counted(conflicts.size(), "text stands", "texts stand") +
        fmt::format(" under more than one label, in {} rows.", count_text(conflicting_rows)));
  }
  say_overlap(in_valid, kPartNames[1], out);
  say_overlap(in_test, kPartNames[2], out);
  for (const MergeProposal& proposal : mergeable) {
    out.push_back(merge_sentence(labels, proposal));
  }
  return out;
}

}  // namespace noiseal
