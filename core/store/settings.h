// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace noiseal {

class StoreConnection;

/// One injection of noise. The newest is the one whose labels stand in the project.
struct NoiseRecord {
  std::int64_t id = 0;
  std::string created;  ///< UTC, "2026-01-31T12:00:00Z"; filled in when empty
  std::string type;     ///< "symmetric", "asymmetric", "pair", "matrix", "instance-a", ...
  double rate = 0;      ///< asked for, 0..1
  std::uint64_t seed = 1;
  std::int64_t changed = 0;    ///< rows whose given label differs from gold after it
  std::string details = "{}";  ///< JSON: what else describes it, e.g. the matrix
};

/// Project-wide settings by key (values are JSON or plain text) and the history of noise.
class Settings {
 public:
  explicit Settings(std::shared_ptr<StoreConnection> connection);

  [[nodiscard]] std::optional<std::string> get(const std::string& key) const;
  void set(const std::string& key, const std::string& value);
  void remove(const std::string& key);

  std::int64_t add_noise(const NoiseRecord& noise);
  [[nodiscard]] std::vector<NoiseRecord> noise_history() const;

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
