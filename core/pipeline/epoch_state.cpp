// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/epoch_state.h"

#include <cstring>
#include <type_traits>

#include "core/base/error.h"

namespace noiseal {
namespace {

constexpr std::uint32_t kFormat = 1;

/// Values one after the other, little-endian as on every machine that this is built for.
class Writer {
 public:
  template <typename T>
  void value(const T& item) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&item), sizeof(T));
  }
  template <typename T>
  void list(const std::vector<T>& items) {
    value<std::uint64_t>(items.size());
    bytes_.append(reinterpret_cast<const char*>(items.data()), items.size() * sizeof(T));
  }
  void matrix(const MatrixF& matrix) {
    value<std::uint64_t>(matrix.rows());
    value<std::uint64_t>(matrix.columns());
    bytes_.append(reinterpret_cast<const char*>(matrix.values().data()),
                  matrix.values().size_bytes());
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  template <typename T>
  T value() {
    T item{};
    copy(&item, sizeof(T));
    return item;
  }
  template <typename T>
  std::vector<T> list() {
    std::vector<T> items(count(value<std::uint64_t>(), sizeof(T)));
    copy(items.data(), items.size() * sizeof(T));
    return items;
  }
  MatrixF matrix() {
    const auto rows = value<std::uint64_t>();
    const auto columns = value<std::uint64_t>();
    if (columns != 0 && rows > bytes_.size() / sizeof(float) / columns) {
      throw damaged();
    }
    MatrixF result(rows, columns);
    copy(result.values().data(), result.values().size_bytes());
    return result;
  }
  void end() const {
    if (!bytes_.empty()) {
      throw damaged();
    }
  }

  static Error damaged() {
    return Error(
        "The state stored for going on with this run is damaged; start a new run instead of "
        "resuming it.");
  }

 private:
  [[nodiscard]] std::size_t count(std::uint64_t items, std::size_t size) const {
    if (items > bytes_.size() / size) {
      throw damaged();
    }
    return static_cast<std::size_t>(items);
  }
  void copy(void* to, std::size_t size) {
    if (size > bytes_.size()) {
      throw damaged();
    }
    if (size > 0) {
      std::memcpy(to, bytes_.data(), size);
    }
    bytes_.remove_prefix(size);
  }

  std::string_view bytes_;
};

}  // namespace

std::string save_epoch_state(const EpochState& state) {
  Writer out;
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
  Reader in(bytes);
  if (in.value<std::uint32_t>() != kFormat) {
    throw Reader::damaged();
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
