// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace noiseal {

class StoreConnection;

/// Rows in one stored chunk of a signal.
inline constexpr std::size_t kSignalChunkRows = 8192;

/// A column of values to be written, [n_rows] in the run's row order; memory of the caller.
using SignalSpan = std::variant<std::span<const float>, std::span<const std::uint16_t>,
                                std::span<const std::uint8_t>, std::span<const std::int32_t>>;
/// A column read back.
using SignalValues = std::variant<std::vector<float>, std::vector<std::uint16_t>,
                                  std::vector<std::uint8_t>, std::vector<std::int32_t>>;

/// One recorded quantity (METHOD.md section 6) of one model after one epoch, over all rows of the
/// run. model: "strong", "weak", or "joint" for what belongs to both, such as the set.
struct SignalColumn {
  std::string model;   ///< e.g. "strong"
  std::string signal;  ///< e.g. "p_given", "p_max", "argmax", "loss", "margin", "threshold", "set"
  SignalSpan values;   ///< [n_rows]
};

/// What one epoch holds for one row in its biography.
struct BiographyEntry {
  int epoch = 0;
  std::string model;
  std::string signal;
  double value = 0;
};

/// Training signals, one BLOB per (run, epoch, model, signal, chunk of 8,192 rows).
/// Written by Runs::commit_epoch or write(); little-endian values.
class Signals {
 public:
  explicit Signals(std::shared_ptr<StoreConnection> connection);

  /// Replaces the column; one transaction of its own unless one is open.
  void write(std::int64_t run, int epoch, const SignalColumn& column);
  /// The whole column; nothing when it was not recorded.
  [[nodiscard]] std::optional<SignalValues> read(std::int64_t run, int epoch,
                                                 const std::string& model,
                                                 const std::string& signal) const;
  /// The same as float, whatever the stored type.
  [[nodiscard]] std::optional<std::vector<float>> read_float(std::int64_t run, int epoch,
                                                             const std::string& model,
                                                             const std::string& signal) const;
  /// One row over all epochs, ordered by epoch, model, signal. index: 0-based in the run.
  [[nodiscard]] std::vector<BiographyEntry> biography(std::int64_t run, std::size_t index) const;

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
