// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/stats/matrix.h"

namespace noiseal {

/// Values one after the other, little-endian as on every machine that this is built for.
class ValueWriter {
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

/// Reads them back in the same order. Throws Error where the bytes are not of that form.
class ValueReader {
 public:
  explicit ValueReader(std::string_view bytes) : bytes_(bytes) {}
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

}  // namespace noiseal
