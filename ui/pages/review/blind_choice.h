// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/pipeline/review_desk.h"

namespace noiseal::ui {

/// Blind mode: a choice is made before the suggestion is seen; where the two differ, the
/// suggestion is shown and the choice is made again.
class BlindChoice {
 public:
  /// The choice that is to be stored, with the first one in it; nothing when it has to be made
  /// again with the suggestion in sight.
  std::optional<Choice> take(Choice choice, const ReviewCard& card);
  /// The first choice is made, the suggestion may be seen.
  [[nodiscard]] bool is_made() const { return first_label_.has_value(); }
  /// Another row.
  void forget() { first_label_.reset(); }

 private:
  std::optional<std::int32_t> first_label_;  ///< -1: without a label
};

}  // namespace noiseal::ui
