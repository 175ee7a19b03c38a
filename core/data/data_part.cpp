// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/data_part.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/data/weighted_draw.h"

namespace noiseal {
namespace {

std::string plain_name(std::string_view value) {
  constexpr std::string_view kSpace = " \t\r\n\v\f";
  const std::size_t first = value.find_first_not_of(kSpace);
  if (first == std::string_view::npos) {
    return {};
  }
  std::string name(value.substr(first, value.find_last_not_of(kSpace) - first + 1));
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name;
}

void require_shares(const SplitShares& shares) {
  const auto require = [](double share, const char* part) {
    if (!(share >= 0 && share < 1)) {
      throw UsageError(
          fmt::format("The {} share is {}; it must be at least 0 and below 1.", part, share));
    }
  };
  require(shares.valid, "validation");
  require(shares.test, "test");
  if (!(shares.valid + shares.test < 1)) {
    throw UsageError(
        fmt::format("The validation share {} and the test share {} leave no training rows; "
                    "together they must be below 1.",
                    shares.valid, shares.test));
  }
}

/// How many rows of each label go to valid and to test.
struct PartCounts {
  std::vector<std::size_t> valid;
  std::vector<std::size_t> test;
};

std::vector<double> quotas_of(double share, const std::vector<std::size_t>& sizes) {
  std::vector<double> quotas;
  quotas.reserve(sizes.size());
  for (const std::size_t size : sizes) {
    quotas.push_back(share * static_cast<double>(size));
  }
  return quotas;
}

/// A label is tight when only one of its two quotas can be rounded up. Valid takes no more of the
/// tight labels than leaves enough for test, so that both totals are met.
PartCounts count_parts(const std::vector<std::size_t>& sizes, std::size_t n_rows,
                       const SplitShares& shares) {
  const std::vector<double> valid_quotas = quotas_of(shares.valid, sizes);
  const std::vector<double> test_quotas = quotas_of(shares.test, sizes);
  RoundingLimit valid_limit{std::vector<bool>(sizes.size(), false), 0};
  std::size_t n_tight = 0;
  std::size_t n_test = share_of(shares.test, n_rows);
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    const std::size_t room = sizes[k] - whole_part(valid_quotas[k]) - whole_part(test_quotas[k]);
    const bool tight = room < 2 && has_remainder(valid_quotas[k]) && has_remainder(test_quotas[k]);
    valid_limit.limited[k] = tight;
    n_tight += tight ? 1U : 0U;
    const std::size_t without_tight =
        whole_part(test_quotas[k]) + (!tight && has_remainder(test_quotas[k]) ? 1U : 0U);
    n_test -= std::min(n_test, without_tight);
  }
  valid_limit.most_rounded_up = n_tight - std::min(n_tight, n_test);

  const DrawKey ties{shares.seed, DrawPurpose::split_ties};
  PartCounts counts;
  counts.valid = largest_remainder(valid_quotas, share_of(shares.valid, n_rows), ties, valid_limit);
  RoundingLimit test_limit{std::vector<bool>(sizes.size(), false), 0};
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    test_limit.limited[k] = valid_limit.limited[k] && counts.valid[k] > whole_part(valid_quotas[k]);
  }
  counts.test = largest_remainder(test_quotas, share_of(shares.test, n_rows), ties, test_limit);
  return counts;
}

}  // namespace

std::optional<DataPart> part_from_name(std::string_view value) {
  static const std::map<std::string, DataPart> kNames = {
      {"train", DataPart::train},     {"training", DataPart::train},    {"trn", DataPart::train},
      {"valid", DataPart::valid},     {"validation", DataPart::valid},  {"val", DataPart::valid},
      {"dev", DataPart::valid},       {"development", DataPart::valid}, {"test", DataPart::test},
      {"testing", DataPart::test},    {"tst", DataPart::test},          {"eval", DataPart::test},
      {"evaluation", DataPart::test}, {"heldout", DataPart::test}};
  const auto found = kNames.find(plain_name(value));
  return found == kNames.end() ? std::nullopt : std::optional(found->second);
}

std::vector<DataPart> draw_parts(std::span<const std::int32_t> labels, const SplitShares& shares) {
  require_shares(shares);
  std::map<std::int32_t, std::vector<std::size_t>> rows_by_label;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    rows_by_label[labels[row]].push_back(row);
  }
  std::vector<std::size_t> sizes;
  sizes.reserve(rows_by_label.size());
  for (const auto& [label, rows] : rows_by_label) {
    sizes.push_back(rows.size());
  }
  const PartCounts counts = count_parts(sizes, labels.size(), shares);
  std::vector<DataPart> parts(labels.size(), DataPart::train);
  std::size_t k = 0;
  for (auto& [label, rows] : rows_by_label) {
    put_in_random_order(rows, {shares.seed, DrawPurpose::split_rows});
    for (std::size_t i = 0; i < counts.valid[k] + counts.test[k]; ++i) {
      parts[rows[i]] = i < counts.valid[k] ? DataPart::valid : DataPart::test;
    }
    ++k;
  }
  return parts;
}

}  // namespace noiseal
