// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace noiseal {

/// A learner's state as bytes: 8 bytes "NALSTATE", the length of a JSON header (8 bytes), the
/// header, then float32 tensors of equal length end to end. Little-endian.
class StateWriter {
 public:
  StateWriter(const std::string& kind, const std::string& fingerprint, std::int64_t step);
  void add(std::span<const float> values);
  [[nodiscard]] std::string finish() &&;

 private:
  std::string bytes_;
};

/// Checks everything before a tensor is handed out; Error when the bytes are damaged or belong to
/// another model (fingerprint of the parameters' names and shapes).
class StateReader {
 public:
  StateReader(std::string_view bytes, const std::string& kind, const std::string& fingerprint,
              std::size_t tensor_size, std::size_t tensors);
  [[nodiscard]] std::vector<float> tensor(std::size_t index) const;
  [[nodiscard]] std::int64_t step() const { return step_; }

 private:
  std::string_view data_;
  std::size_t tensor_size_;
  std::int64_t step_ = 0;
};

}  // namespace noiseal
