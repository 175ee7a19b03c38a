// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/blind_choice.h"

namespace noiseal::ui {
namespace {

/// The label that a choice stands for; -1: none.
std::int32_t label_of(const Choice& choice, const ReviewCard& card) {
  switch (choice.kind) {
    case DecisionKind::label:
      return choice.label;
    case DecisionKind::keep:
      return card.row.given;
    case DecisionKind::accept:
      return card.score ? card.score->suggestion : -1;
    default:
      return -1;
  }
}

}  // namespace

std::optional<Choice> BlindChoice::take(Choice choice, const ReviewCard& card) {
  choice.mode = ReviewMode::blind;
  const std::int32_t label = label_of(choice, card);
  if (!first_label_) {
    const bool has_suggestion = card.score && card.score->suggestion >= 0;
    if (has_suggestion && label != card.score->suggestion) {
      first_label_ = label;
      return std::nullopt;
    }
    choice.first_label = label;
  } else {
    choice.first_label = *first_label_;
  }
  return choice;
}

}  // namespace noiseal::ui
