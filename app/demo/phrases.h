// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/rng.h"

namespace noiseal::demo {

/// Lists of phrases that refer to each other: "[name]" begins a list, each line under it is one
/// phrase, "{name}" in a phrase stands for a random phrase of that list.
class Phrases {
 public:
  /// Reads the lists; '#' begins a comment line. Throws Error naming the line that is wrong.
  explicit Phrases(std::string_view text);

  /// The phrases built into the program (resources/demo_corpus.txt).
  static const Phrases& built_in();

  /// Names beginning with prefix, the prefix taken off, in byte order.
  [[nodiscard]] std::vector<std::string> names_after(std::string_view prefix) const;

  /// A random phrase of the list, every {name} in it replaced; where `fixed` has the name, by what
  /// stands there.
  [[nodiscard]] std::string draw(std::string_view name, Rng& rng,
                                 const std::map<std::string, std::string>& fixed = {}) const;

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> lists_;
};

}  // namespace noiseal::demo
