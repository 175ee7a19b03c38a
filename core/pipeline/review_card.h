// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/store/project.h"

namespace noiseal {

/// What one model says about a row after the last epoch.
struct ModelView {
  std::int32_t label = -1;       ///< the most likely one; -1: not recorded
  double probability = 0;        ///< of that label
  double given_probability = 0;  ///< of the given label
  int since_epoch = 0;           ///< the first epoch of the unbroken run of this label; 0: unknown
};

/// A row's training story: one value an epoch, NaN where it was not recorded.
struct RowBiography {
  std::vector<double> strong_given;  ///< strong model's probability of the given label
  std::vector<double> strong_best;   ///< of the label that it finds most likely
  std::vector<double> weak_given;
  std::vector<double> weak_best;
  std::vector<int> set;  ///< RowSet; -1: none
};

/// One row that the annotator was shown with its label.
struct ShownDemonstration {
  std::int64_t row = 0;
  std::int32_t label = -1;
  std::int32_t run_label = -1;  ///< the same, as the run numbers its labels
  double similarity = 0;
  std::string text;
};

/// One field of the row's record that is neither text nor label.
struct OtherColumn {
  std::string name;
  std::string value;
};

/// Everything that the review of one row shows.
struct ReviewCard {
  Row row;
  std::string file_name;  ///< that the row came from
  std::optional<RowScore> score;
  ModelView strong;
  ModelView weak;
  RowBiography biography;
  std::optional<AnswerRecord> answer;
  std::vector<ShownDemonstration> demonstrations;
  std::vector<OtherColumn> others;
  std::optional<CurrentDecision> decision;
  bool flagged = false;
  std::vector<Decision> history;  ///< of this row, oldest first
};

/// Reads the cards of one run's rows; keeps what all rows share, so that a card takes milliseconds
/// at a million rows. Belongs to the thread of the project that it was made with.
class ReviewCards {
 public:
  ReviewCards(const Project& project, std::int64_t run);
  ~ReviewCards();
  ReviewCards(ReviewCards&&) noexcept;
  ReviewCards& operator=(ReviewCards&&) noexcept;

  /// Throws Error when the project has no such row.
  [[nodiscard]] ReviewCard read(std::int64_t row) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace noiseal
