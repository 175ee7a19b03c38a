// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/annotator_name.h"

#include <charconv>
#include <system_error>

#include "core/base/error.h"

namespace noiseal {
namespace {

constexpr std::string_view kSimulated = "simulated";

[[noreturn]] void unknown(std::string_view text) {
  throw UsageError("\"" + std::string(text) +
                   "\" is no annotator; use none, neighbours, llm, simulated:Q or "
                   "simulated:Q:model, where Q is the share of right answers, e.g. 0.85.");
}

AnnotatorName parse_simulated(std::string_view text) {
  std::string_view rest = text.substr(kSimulated.size());
  if (rest.empty() || rest.front() != ':') {
    unknown(text);
  }
  rest.remove_prefix(1);
  AnnotatorName name{.kind = AnnotatorKind::simulated};
  const std::string_view number = rest.substr(0, rest.find(':'));
  const auto [end, error] =
      std::from_chars(number.data(), number.data() + number.size(), name.quality);
  if (error != std::errc() || end != number.data() + number.size()) {
    unknown(text);
  }
  if (!(name.quality >= 0 && name.quality <= 1)) {
    throw UsageError("The simulated annotator's share of right answers must be from 0 to 1, not " +
                     std::string(number) + ".");
  }
  rest.remove_prefix(number.size());
  if (rest == ":model") {
    name.model_mistakes = true;
  } else if (!rest.empty()) {
    unknown(text);
  }
  return name;
}

}  // namespace

AnnotatorName parse_annotator(std::string_view text) {
  if (text == "none") {
    return {.kind = AnnotatorKind::none};
  }
  if (text == "neighbours") {
    return {.kind = AnnotatorKind::neighbours};
  }
  if (text == "llm") {
    return {.kind = AnnotatorKind::llm};
  }
  if (text.substr(0, kSimulated.size()) == kSimulated) {
    return parse_simulated(text);
  }
  unknown(text);
}

std::string to_string(const AnnotatorName& name) {
  switch (name.kind) {
    case AnnotatorKind::none:
      return "none";
    case AnnotatorKind::neighbours:
      return "neighbours";
    case AnnotatorKind::llm:
      return "llm";
    case AnnotatorKind::simulated:
      break;
  }
  char number[32];
  const auto written = std::to_chars(number, number + sizeof number, name.quality);
  return std::string(kSimulated) + ":" + std::string(number, written.ptr) +
         (name.model_mistakes ? ":model" : "");
}

}  // namespace noiseal
