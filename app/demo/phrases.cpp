// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/phrases.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace noiseal::demo {

extern const std::string_view kCorpusPhrases;  // generated from resources/demo_corpus.txt

Phrases::Phrases(std::string_view text) {
  std::vector<std::string>* list = nullptr;
  std::size_t line_number = 0;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::string_view line = text.substr(begin, end - begin);
    begin = end + 1;
    ++line_number;
    if (line.empty() || line.front() == '#') {
      continue;
    }
    if (line.front() == '[' && line.back() == ']') {
      list = &lists_[std::string(line.substr(1, line.size() - 2))];
    } else if (list != nullptr) {
      list->emplace_back(line);
    } else {
      throw Error(fmt::format("Line {} of the phrases stands before the first [name]; move it.",
                              line_number));
    }
  }
}

const Phrases& Phrases::built_in() {
  static const Phrases phrases(kCorpusPhrases);
  return phrases;
}

std::vector<std::string> Phrases::names_after(std::string_view prefix) const {
  std::vector<std::string> names;
  for (auto it = lists_.lower_bound(prefix); it != lists_.end() && it->first.starts_with(prefix);
       ++it) {
    names.push_back(it->first.substr(prefix.size()));
  }
  return names;
}

std::string Phrases::draw(std::string_view name, Rng& rng,
                          const std::map<std::string, std::string>& fixed) const {
  const auto list = lists_.find(name);
  if (list == lists_.end() || list->second.empty()) {
    throw Error(fmt::format("The phrases have no list [{}]; add it.", name));
  }
  const std::string& phrase =
      list->second[static_cast<std::size_t>(rng.below(list->second.size()))];
  std::string result;
  std::size_t done = 0;
  while (done < phrase.size()) {
    const std::size_t open = phrase.find('{', done);
    const std::size_t close = phrase.find('}', open);
    if (open == std::string::npos || close == std::string::npos) {
      break;
    }
    result += phrase.substr(done, open - done);
    const std::string inner = phrase.substr(open + 1, close - open - 1);
    const auto known = fixed.find(inner);
    result += known != fixed.end() ? known->second : draw(inner, rng, fixed);
    done = close + 1;
  }
  return result + phrase.substr(done);
}

}  // namespace noiseal::demo
