// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace noiseal {

class StoreConnection;

/// What a random sample measures. The numbers are stored: never renumber.
enum class SamplePurpose : std::uint8_t {
  accept = 0,       ///< how often suggestions from a score on are right
  errors_left = 1,  ///< how many undecided rows carry a wrong label
};

/// Rows drawn at random from those that were undecided at that moment.
struct ReviewSample {
  std::int64_t id = 0;
  SamplePurpose purpose = SamplePurpose::errors_left;
  std::int64_t run = 0;
  std::string created;              ///< UTC; filled in when empty
  std::string reviewer;             ///< who had it drawn
  std::optional<double> threshold;  ///< purpose accept: rows with at least this error score
  std::uint64_t seed = 0;
  std::size_t population = 0;       ///< rows that it was drawn from
  std::int64_t after_decision = 0;  ///< the newest decision when it was drawn
  std::int64_t batch = 0;           ///< the step that accepted the rest; 0: not done
};

/// One row of a sample, in the order that it is reviewed in.
struct SampleRow {
  std::int64_t row = 0;
  std::int32_t suggestion = -1;  ///< when the sample was drawn
};

/// Samples; a sample's rows and size never change once it is drawn.
class ReviewSamples {
 public:
  explicit ReviewSamples(std::shared_ptr<StoreConnection> connection);

  /// Returns the sample's id.
  std::int64_t add(const ReviewSample& sample, const std::vector<SampleRow>& rows);
  [[nodiscard]] std::vector<ReviewSample> all() const;
  /// Throws Error when there is none with this id.
  [[nodiscard]] ReviewSample find(std::int64_t id) const;
  [[nodiscard]] std::optional<ReviewSample> newest(SamplePurpose purpose) const;
  [[nodiscard]] std::vector<SampleRow> rows(std::int64_t id) const;
  /// Notes the step by which the rest was accepted.
  void set_batch(std::int64_t id, std::int64_t batch);

 private:
  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
