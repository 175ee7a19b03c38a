// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/label_set.h"

#include <fmt/format.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <map>

#include "core/base/error.h"
#include "core/base/printable.h"

namespace noiseal {
namespace {

constexpr std::size_t kShownCharacters = 60;

/// The name without case, space and differences of Unicode form.
std::string folded(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* fold = icu::Normalizer2::getNFKCCasefoldInstance(status);
  if (U_FAILURE(status)) {
    return name;
  }
  const icu::UnicodeString text = fold->normalize(icu::UnicodeString::fromUTF8(name), status);
  icu::UnicodeString kept;
  for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
    const UChar32 character = text.char32At(i);
    if (u_isUWhiteSpace(character) == 0) {
      kept.append(character);
    }
  }
  std::string key;
  return kept.toUTF8String(key);
}

std::int32_t most_frequent(const std::vector<std::int32_t>& labels,
                           std::span<const std::size_t> counts) {
  if (counts.empty()) {
    return labels.front();
  }
  return *std::max_element(labels.begin(), labels.end(), [&](std::int32_t a, std::int32_t b) {
    return counts[static_cast<std::size_t>(a)] < counts[static_cast<std::size_t>(b)];
  });
}

}  // namespace

LabelSet::LabelSet(std::vector<std::string> names) : names_(std::move(names)) {
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
}

const std::string& LabelSet::name(std::int32_t index) const {
  if (index < 0 || static_cast<std::size_t>(index) >= names_.size()) {
    throw Error(fmt::format("There is no label with index {} among {} labels.", index, size()));
  }
  return names_[static_cast<std::size_t>(index)];
}

std::optional<std::int32_t> LabelSet::index(std::string_view name) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), name);
  if (found == names_.end() || *found != name) {
    return std::nullopt;
  }
  return static_cast<std::int32_t>(found - names_.begin());
}

std::vector<MergeProposal> merge_proposals(const LabelSet& labels,
                                           std::span<const std::size_t> counts) {
  if (!counts.empty() && counts.size() != labels.size()) {
    throw Error(
        fmt::format("{} row counts were given for {} labels.", counts.size(), labels.size()));
  }
  std::map<std::string, std::vector<std::int32_t>> alike;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    alike[folded(labels.names()[i])].push_back(static_cast<std::int32_t>(i));
  }
  std::vector<MergeProposal> proposals;
  for (auto& [key, group] : alike) {
    if (group.size() > 1) {
      const std::int32_t keep = most_frequent(group, counts);
      proposals.push_back({std::move(group), keep});
    }
  }
  std::sort(proposals.begin(), proposals.end(), [](const MergeProposal& a, const MergeProposal& b) {
    return a.labels.front() < b.labels.front();
  });
  return proposals;
}

void require_two_labels(const LabelSet& labels, std::string_view where) {
  if (labels.size() == 0) {
    throw Error(fmt::format("{} holds no labels; at least two different ones are needed.", where));
  }
  if (labels.size() == 1) {
    throw Error(
        fmt::format("{} holds one label alone, \"{}\"; at least two are needed to learn from.",
                    where, printable_start(labels.names().front(), kShownCharacters)));
  }
}

}  // namespace noiseal
