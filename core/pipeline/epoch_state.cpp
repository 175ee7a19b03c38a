// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/epoch_state.h"

#include "core/pipeline/value_bytes.h"

namespace noiseal {
namespace {

constexpr std::uint32_t kFormat = 1;

}  // namespace

std::string save_epoch_state(const EpochState& state) {
  ValueWriter out;
  out.value(kFormat);
  out.value<std::int32_t>(state.epoch);
  out.matrix(state.p_strong);
  out.matrix(state.p_weak);
  out.list(state.thresholds.strong);
  out.list(state.thresholds.weak);
  const Evidence& evidence = state.evidence;
  out.value(evidence.epochs);
  out.matrix(evidence.strong_sum);
  out.matrix(evidence.weak_sum);
  for (const auto* column : {&evidence.strong_margin, &evidence.weak_margin, &evidence.strong_loss,
                             &evidence.weak_loss, &evidence.strong_last_loss}) {
    out.list(*column);
  }
  out.value<std::uint8_t>(state.evidence_is_provisional ? 1 : 0);
  out.list(state.accepted);
  out.value<std::int32_t>(state.best_epoch);
  out.value(state.best_accuracy);
  out.value<std::uint8_t>(state.ks_after_warm_up ? 1 : 0);
  out.value(state.ks_after_warm_up.value_or(0));
  out.value(state.spent_seconds);
  return out.take();
}

EpochState load_epoch_state(std::string_view bytes) {
  ValueReader in(bytes);
  if (in.value<std::uint32_t>() != kFormat) {
    throw ValueReader::damaged();
  }
  EpochState state;
  state.epoch = in.value<std::int32_t>();
  state.p_strong = in.matrix();
  state.p_weak = in.matrix();
  state.thresholds.strong = in.list<float>();
  state.thresholds.weak = in.list<float>();
  Evidence& evidence = state.evidence;
  evidence.epochs = in.value<std::uint32_t>();
  evidence.strong_sum = in.matrix();
  evidence.weak_sum = in.matrix();
  for (auto* column : {&evidence.strong_margin, &evidence.weak_margin, &evidence.strong_loss,
                       &evidence.weak_loss, &evidence.strong_last_loss}) {
    *column = in.list<float>();
  }
  state.evidence_is_provisional = in.value<std::uint8_t>() != 0;
  state.accepted = in.list<std::int32_t>();
  state.best_epoch = in.value<std::int32_t>();
  state.best_accuracy = in.value<double>();
  const bool has_ks = in.value<std::uint8_t>() != 0;
  const auto ks = in.value<double>();
  if (has_ks) {
    state.ks_after_warm_up = ks;
  }
  state.spent_seconds = in.value<double>();
  in.end();
  return state;
}

}  // namespace noiseal
