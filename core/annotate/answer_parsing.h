// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

/// How an LLM is asked to answer.
enum class AnswerForm : std::uint8_t {
  label,   ///< the label and nothing else
  schema,  ///< {"label": "..."}, enforced by the server (`response_format`)
};

/// Finds the one label that an answer names. Case and surrounding space are ignored, nothing else:
/// a label in a sentence, two labels or a label with a full stop are no label. Of labels that
/// differ only by case, only the exact one is taken.
class AnswerParser {
 public:
  AnswerParser(std::vector<std::string> labels, AnswerForm form);

  /// Index of the label; -1: unparsable.
  [[nodiscard]] std::int32_t parse(std::string_view answer) const;

 private:
  [[nodiscard]] std::int32_t match(std::string_view name) const;

  std::vector<std::string> labels_;
  std::vector<std::string> folded_;
  AnswerForm form_;
};

}  // namespace noiseal
