// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/epoch_figures.h"

#include <array>
#include <nlohmann/json.hpp>

#include "core/selection/probabilities.h"
#include "core/stats/classification.h"
#include "core/stats/ranking.h"

namespace noiseal {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// Share of wrong ones among rows whose truth is known.
class Share {
 public:
  void add(bool wrong) {
    ++known_;
    wrong_ += wrong ? 1 : 0;
  }
  [[nodiscard]] Json json() const {
    return known_ == 0 ? Json(nullptr)
                       : Json(static_cast<double>(wrong_) / static_cast<double>(known_));
  }

 private:
  std::size_t known_ = 0;
  std::size_t wrong_ = 0;
};

Json set_sizes(const EpochFacts& facts) {
  if (facts.selected.empty()) {
    return nullptr;
  }
  std::array<std::size_t, 4> counts{};
  for (const RowSet set : facts.selected) {
    ++counts.at(static_cast<std::size_t>(set));
  }
  return {
      {"reliable", counts[0]}, {"hard", counts[1]}, {"purified", counts[2]}, {"unused", counts[3]}};
}

/// Noise by the set that the selection put a row in. The purified rows before correction carry
/// their given label, after it the label that they train with.
Json noise(const EpochFacts& facts) {
  const SplitRows& train = facts.rows->train;
  Share all;
  std::array<Share, 4> by_set;
  Share purified_after;
  for (std::size_t i = 0; i < train.size(); ++i) {
    if (train.gold[i] < 0) {
      continue;
    }
    const bool wrong = train.given[i] != train.gold[i];
    all.add(wrong);
    if (facts.selected.empty()) {
      continue;
    }
    by_set.at(static_cast<std::size_t>(facts.selected[i])).add(wrong);
    if (facts.roles[i].set == RowSet::purified) {
      purified_after.add(facts.roles[i].label != train.gold[i]);
    }
  }
  return {{"train", all.json()},
          {"reliable", by_set[0].json()},
          {"hard", by_set[1].json()},
          {"purified_before", by_set[2].json()},
          {"purified_after", purified_after.json()}};
}

/// Share of the wrongly labelled rows that a model predicts as their wrong label.
Json memorised(const MatrixF& p, const SplitRows& train) {
  const std::vector<std::int32_t> predicted = argmax_rows(p);
  Share share;
  for (std::size_t i = 0; i < train.size(); ++i) {
    if (train.gold[i] >= 0 && train.gold[i] != train.given[i]) {
      share.add(predicted[i] == train.given[i]);
    }
  }
  return share.json();
}

Json quality(const MatrixF& p, const std::vector<std::int32_t>& truth) {
  const auto table = confusion(truth, argmax_rows(p), p.columns());
  return {{"accuracy", number(accuracy(table))}, {"macro_f1", number(macro_f1(table))}};
}

Json qualities(const HeldOutPredictions& predictions, const SplitRows& split) {
  if (split.size() == 0) {
    return nullptr;
  }
  const std::vector<std::int32_t> truth = reference_labels(split);
  return {{"strong", quality(predictions.strong, truth)},
          {"weak", quality(predictions.weak, truth)},
          {"both", quality(joint_probabilities(predictions.strong, predictions.weak), truth)}};
}

/// How well the mean margins of one model, or of both, tell wrong labels from right ones.
Json separation(const EpochFacts& facts) {
  const SplitRows& train = facts.rows->train;
  const Evidence& evidence = facts.state->evidence;
  std::vector<std::uint8_t> wrong;
  std::array<std::vector<float>, 3> scores;
  for (std::size_t i = 0; i < train.size(); ++i) {
    if (train.gold[i] >= 0) {
      wrong.push_back(train.gold[i] != train.given[i] ? 1 : 0);
      scores[0].push_back(evidence.strong_margin[i]);
      scores[1].push_back(evidence.weak_margin[i]);
      scores[2].push_back(0.5F * (evidence.strong_margin[i] + evidence.weak_margin[i]));
    }
  }
  Json result;
  const std::array<const char*, 3> names{"strong", "weak", "both"};
  for (std::size_t model = 0; model < names.size(); ++model) {
    result[names.at(model)] = {
        {"roc_auc", number(roc_auc(scores.at(model), wrong))},
        {"average_precision", number(average_precision(scores.at(model), wrong))}};
  }
  return result;
}

Json seconds(const EpochSeconds& spent) {
  return {{"total", spent.total},
          {"train_strong", spent.train_strong},
          {"train_weak", spent.train_weak},
          {"predict", spent.predict},
          {"annotate", spent.annotate}};
}

}  // namespace

std::string epoch_figures(const EpochFacts& facts) {
  const SplitRows& train = facts.rows->train;
  Json figures;
  figures["sets"] = set_sizes(facts);
  figures["noise"] = noise(facts);
  figures["memorised"] = {
      {"strong", memorised(facts.state->p_strong, train)},
      {"weak", memorised(facts.state->p_weak, train)},
      {"both", memorised(joint_probabilities(facts.state->p_strong, facts.state->p_weak), train)}};
  figures["ks_distance"] = number(facts.ks_distance);
  figures["valid"] = qualities(facts.valid, facts.rows->valid);
  figures["test"] = qualities(facts.test, facts.rows->test);
  figures["choosing_accuracy"] = number(choosing_accuracy(*facts.rows, *facts.state, facts.valid));
  figures["separation"] = separation(facts);
  figures["asked"] = facts.asked;
  figures["seconds"] = seconds(facts.seconds);
  return figures.dump();
}

std::optional<double> choosing_accuracy(const RunRows& rows, const EpochState& state,
                                        const HeldOutPredictions& valid) {
  if (rows.valid.size() > 0) {
    const auto table =
        confusion(reference_labels(rows.valid), argmax_rows(valid.strong), rows.n_labels());
    return accuracy(table);
  }
  std::vector<std::int32_t> held_out = rows.train.given;
  for (std::size_t i = 0; i < held_out.size(); ++i) {
    if (rows.held_out[i] == 0) {
      held_out[i] = -1;
    }
  }
  const auto table = confusion(held_out, argmax_rows(state.p_strong), rows.n_labels());
  return accuracy(table);
}

PurifiedTruth purified_truth(std::span<const RowRole> roles, std::span<const std::int32_t> gold) {
  PurifiedTruth truth;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (roles[i].set == RowSet::purified && gold[i] >= 0) {
      ++truth.known;
      truth.wrong += roles[i].label != gold[i] ? 1 : 0;
    }
  }
  return truth;
}

}  // namespace noiseal
