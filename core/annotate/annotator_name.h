// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace noiseal {

enum class AnnotatorKind : std::uint8_t { none, neighbours, simulated, llm };

/// What a recipe's `annotator` says.
struct AnnotatorName {
  AnnotatorKind kind = AnnotatorKind::none;
  double quality = 1;           ///< simulated: probability of the right answer, 0..1
  bool model_mistakes = false;  ///< simulated: wrong answers from the models' own mistakes
  friend bool operator==(const AnnotatorName&, const AnnotatorName&) = default;
};

/// Reads none, neighbours, llm, simulated:Q, simulated:Q:model. Throws UsageError that says what
/// is allowed.
AnnotatorName parse_annotator(std::string_view text);

/// The name in its shortest form, e.g. "simulated:0.85:model"; parse_annotator reads it back.
std::string to_string(const AnnotatorName& name);

}  // namespace noiseal
