// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/memory_story.h"

#include <fmt/format.h>

#include <algorithm>

namespace noiseal {
namespace {

/// A rise of the repeated wrong labels by so much counts as memorising.
constexpr double kLeastRise = 0.1;
/// A fall of the separation by so much counts as losing sight of the wrong labels.
constexpr double kLeastFall = 0.03;

std::string percent(double share) {
  return fmt::format("{:.0f} %", 100 * share);
}

/// Accuracy on rows that the models never trained on; the validation split where there is no test
/// split.
std::optional<double> accuracy_of(const EpochPoint& point) {
  return point.test_accuracy.strong ? point.test_accuracy.strong : point.valid_accuracy.strong;
}

const EpochPoint& least_memorised(const std::vector<EpochPoint>& epochs) {
  return *std::min_element(epochs.begin(), epochs.end(),
                           [](const EpochPoint& a, const EpochPoint& b) {
                             return *a.memorised.strong < *b.memorised.strong;
                           });
}

std::string learning(const EpochPoint& early) {
  const auto accuracy = accuracy_of(early);
  const std::string right =
      accuracy ? fmt::format("labels {} of unseen texts rightly", percent(*accuracy))
               : std::string("has learned from all labels");
  return fmt::format(
      "After epoch {} the strong model {} and repeats only {} of the wrong labels: it learns what "
      "most labels agree on first, so the wrong ones (red) still have a high loss.",
      early.epoch, right, percent(*early.memorised.strong));
}

std::string memorising(const EpochPoint& early, const EpochPoint& last) {
  const double before = *early.memorised.strong;
  const double after = *last.memorised.strong;
  const std::string weak =
      last.memorised.weak ? fmt::format(" (the weak model {})", percent(*last.memorised.weak)) : "";
  if (after - before < kLeastRise) {
    return fmt::format(
        "By epoch {} it repeats {} of the wrong labels{}, hardly more than the {} of epoch {}: in "
        "this run memorising has not set in; more epochs would bring it out.",
        last.epoch, percent(after), weak, percent(before), early.epoch);
  }
  return fmt::format(
      "By epoch {} it repeats {} of the wrong labels{}: trained on, it memorises them one by one, "
      "and their red bars move to the left.",
      last.epoch, percent(after), weak);
}

std::string outcome(const EpochPoint& early, const EpochPoint& last) {
  std::string text;
  const auto before = early.loss_separation.strong;
  const auto after = last.loss_separation.strong;
  if (before && after) {
    text = *before - *after >= kLeastFall
               ? fmt::format(
                     "The loss told wrong labels from right ones with a ROC-AUC of {:.2f} "
                     "in epoch {} and {:.2f} in epoch {} (1 is perfect, 0.5 a coin toss)",
                     *before, early.epoch, *after, last.epoch)
               : fmt::format(
                     "The loss tells wrong labels from right ones as well in epoch {} as "
                     "in epoch {} (ROC-AUC {:.2f} and {:.2f})",
                     last.epoch, early.epoch, *after, *before);
  }
  const auto first_accuracy = accuracy_of(early);
  const auto last_accuracy = accuracy_of(last);
  if (first_accuracy && last_accuracy) {
    text += fmt::format("{} unseen texts labelled rightly: {}, then {}.", text.empty() ? "Of" : ";",
                        percent(*first_accuracy), percent(*last_accuracy));
  } else {
    text += text.empty() ? "" : ".";
  }
  return text;
}

}  // namespace

std::vector<StoryStep> memory_story(const RunCurves& curves) {
  std::vector<EpochPoint> epochs;
  std::copy_if(curves.epochs.begin(), curves.epochs.end(), std::back_inserter(epochs),
               [](const EpochPoint& point) { return point.memorised.strong.has_value(); });
  if (epochs.size() < 2) {
    return {};
  }
  const EpochPoint last = epochs.back();
  epochs.pop_back();
  const EpochPoint& early = least_memorised(epochs);
  std::vector<StoryStep> steps{{early.epoch, learning(early)},
                               {last.epoch, memorising(early, last)}};
  if (const std::string end = outcome(early, last); !end.empty()) {
    steps.push_back({last.epoch, end});
  }
  return steps;
}

}  // namespace noiseal
