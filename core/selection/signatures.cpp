// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/selection/signatures.h"

#include <cmath>

namespace noiseal {
namespace {

constexpr double kHarmfulShare = 0.05;  ///< of the training rows, wrongly relabelled
/// KS distance of models that are as good as one. Strong and weak models on real texts are .29 to
/// .74 apart, two strong ones .01 to .02, and these from the first epoch on.
constexpr double kAlike = 0.05;

double share(std::size_t part, std::size_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

std::string percent(double value) {
  return std::to_string(std::lround(100 * value)) + " %";
}

std::string count_of(std::size_t part, std::size_t whole) {
  return std::to_string(part) + " of " + std::to_string(whole);
}

std::optional<Signature> confirmation_bias(const SignatureFacts& facts) {
  if (!facts.ks_distance || !facts.ks_distance_after_warm_up) {
    return std::nullopt;
  }
  const double now = *facts.ks_distance;
  const double after_warm_up = *facts.ks_distance_after_warm_up;
  if (now < kAlike && after_warm_up < kAlike) {
    return Signature{"confirmation-bias", facts.epoch,
                     "The two models judge the rows alike since warm-up: their losses differ by " +
                         percent(now) +
                         ", so the second model does not check the first. Take a second model of "
                         "another kind (second_model bilstm), or ask an annotator."};
  }
  if (!(now < 0.5 * after_warm_up)) {
    return std::nullopt;
  }
  return Signature{"confirmation-bias", facts.epoch,
                   "The two models have come to judge the rows alike: their losses differ by " +
                       percent(now) + " now, by " + percent(after_warm_up) +
                       " after warm-up, so the second model no longer checks the first. Use the "
                       "results of an earlier epoch, plan fewer noise-aware epochs, or ask an "
                       "annotator."};
}

std::optional<Signature> in_context_failure(const SignatureFacts& facts) {
  std::string seen;
  if (share(facts.demonstrations_denied, facts.demonstrations) > 0.3) {
    seen = count_of(facts.demonstrations_denied, facts.demonstrations) +
           " examples shown to the annotator carry a label that the models deny";
  }
  if (share(facts.answers_changed, facts.asked_again) > 0.2) {
    seen += std::string(seen.empty() ? "" : ", and ") +
            count_of(facts.answers_changed, facts.asked_again) +
            " rows asked twice got another answer";
  }
  if (seen.empty()) {
    return std::nullopt;
  }
  return Signature{"in-context-failure", facts.epoch,
                   "The annotator can't be relied on: " + seen +
                       ". Show fewer examples (demonstrations 0 to 4), describe the labels, or "
                       "take another annotator."};
}

std::optional<Signature> robust_loss_out_of_range(const SignatureFacts& facts) {
  const bool enough =
      facts.purified_from_gold ? facts.purified_known > 0 : facts.purified_known >= 50;
  const bool a_handful = facts.purified_from_gold && facts.training_rows > 0 &&
                         share(facts.purified_wrong, facts.training_rows) < kHarmfulShare;
  if (!enough || a_handful || !(share(facts.purified_wrong, facts.purified_known) > 0.5)) {
    return std::nullopt;
  }
  const std::string source =
      facts.purified_from_gold ? " by the gold labels" : " by rows that a person has decided";
  return Signature{"robust-loss-out-of-range", facts.epoch,
                   "More than half of the relabelled rows are still wrong (" +
                       count_of(facts.purified_wrong, facts.purified_known) + source +
                       "), more than the tolerant loss can bear. Raise sigma so that fewer rows "
                       "are relabelled, accept answers by two witnesses, or leave these rows out "
                       "(p_loss off)."};
}

}  // namespace

std::vector<Signature> find_signatures(const SignatureFacts& facts) {
  std::vector<Signature> found;
  for (auto* find : {&confirmation_bias, &in_context_failure, &robust_loss_out_of_range}) {
    if (auto signature = find(facts)) {
      found.push_back(std::move(*signature));
    }
  }
  return found;
}

}  // namespace noiseal
