// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/epoch_record.h"

#include <algorithm>
#include <numeric>

#include "core/selection/probabilities.h"
#include "core/stats/classification.h"

namespace noiseal {
namespace {

std::vector<float> given_probabilities(const MatrixF& p, std::span<const std::int32_t> given) {
  std::vector<float> values(p.rows());
  for (std::size_t i = 0; i < p.rows(); ++i) {
    values[i] = p(i, static_cast<std::size_t>(given[i]));
  }
  return values;
}

std::vector<std::uint16_t> narrow(std::span<const std::int32_t> labels) {
  std::vector<std::uint16_t> values(labels.size());
  std::transform(labels.begin(), labels.end(), values.begin(), [](std::int32_t label) {
    return static_cast<std::uint16_t>(label < 0 ? 0xffff : label);
  });
  return values;
}

}  // namespace

ModelSignals::ModelSignals(const MatrixF& p, std::span<const std::int32_t> given)
    : p_given_(given_probabilities(p, given)),
      p_max_(confidences(p)),
      loss_(losses_of_given(p, given)),
      margin_(margins_of_given(p, given)),
      argmax_(narrow(argmax_rows(p))) {}

void ModelSignals::append_to(std::vector<SignalColumn>& columns, const std::string& model,
                             const std::vector<float>& threshold) const {
  columns.push_back({model, "p_given", std::span(p_given_)});
  columns.push_back({model, "p_max", std::span(p_max_)});
  columns.push_back({model, "loss", std::span(loss_)});
  columns.push_back({model, "margin", std::span(margin_)});
  columns.push_back({model, "argmax", std::span(argmax_)});
  columns.push_back({model, "threshold", std::span(threshold)});
}

RoleSignals::RoleSignals(const Selection& selection, std::span<const RowRole> roles) {
  selected_.reserve(selection.set.size());
  for (const RowSet row_set : selection.set) {
    selected_.push_back(static_cast<std::uint8_t>(row_set));
  }
  std::vector<std::int32_t> labels;
  labels.reserve(roles.size());
  for (const RowRole& role : roles) {
    set_.push_back(static_cast<std::uint8_t>(role.set));
    fate_.push_back(static_cast<std::uint8_t>(role.fate));
    labels.push_back(role.label);
  }
  label_ = narrow(labels);
}

void RoleSignals::append_to(std::vector<SignalColumn>& columns) const {
  columns.push_back({"joint", "selected", std::span(selected_)});
  columns.push_back({"joint", "set", std::span(set_)});
  columns.push_back({"joint", "fate", std::span(fate_)});
  columns.push_back({"joint", "label", std::span(label_)});
}

std::vector<RowScore> row_scores_of(const RunRows& rows, const EpochState& state,
                                    std::span<const float> scores, std::span<const RowRole> roles,
                                    std::span<const KeptAnswer> answers) {
  const std::vector<std::int32_t> suggested = suggestions(state.evidence, state.accepted);
  std::vector<std::uint32_t> order(rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return scores[a] > scores[b]; });
  std::vector<RowScore> result(rows.size());
  for (std::size_t place = 0; place < order.size(); ++place) {
    const std::size_t i = order[place];
    RowScore& row = result[i];
    row.row = rows.train.ids[i];
    row.score = static_cast<double>(scores[i]);
    row.rank = static_cast<std::int64_t>(place) + 1;
    row.set = static_cast<std::uint8_t>(roles.empty() ? RowSet::unused : roles[i].set);
    row.suggestion = suggested[i];
    const auto given = static_cast<std::size_t>(rows.train.given[i]);
    row.p_strong = static_cast<double>(state.p_strong(i, given));
    row.p_weak = static_cast<double>(state.p_weak(i, given));
    row.annotator_label =
        answers[i].asked && answers[i].state == AnswerState::answered ? answers[i].label : -1;
    row.accepted = state.accepted[i] >= 0;
  }
  return result;
}

}  // namespace noiseal
