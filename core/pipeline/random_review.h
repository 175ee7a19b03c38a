// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/pipeline/review_list.h"
#include "core/stats/agreement.h"
#include "core/stats/intervals.h"
#include "core/store/project.h"

namespace noiseal {

/// What is drawn, and how much of it: fixed before the first row is seen.
struct SampleDraw {
  SamplePurpose purpose = SamplePurpose::errors_left;
  double threshold = 0;    ///< purpose accept: error score, this or more
  std::size_t size = 100;  ///< rows; all where there are fewer
  std::string reviewer;
  std::optional<std::int64_t> run;  ///< whose suggestions; none: the newest
};

/// Draws a random sample of undecided rows: for accept, of those whose suggestion differs from the
/// given label and whose error score reaches the threshold; for errors_left, of all. Every call
/// draws afresh. Returns the sample's id. Throws Error when there is nothing to draw from.
std::int64_t draw_sample(const Project& project, const SampleDraw& draw);

/// How far the review of a sample is. A row of a sample is reviewed once it has a decision in
/// force that was made for this sample, without seeing label or suggestion.
struct SampleProgress {
  ReviewSample sample;
  std::vector<SampleRow> waiting;  ///< in the order to review in
  std::size_t size = 0;            ///< rows in the sample
  std::size_t reviewed = 0;
  std::size_t hits = 0;  ///< accept: suggestion confirmed; errors_left: given label wrong

  [[nodiscard]] bool complete() const { return reviewed == size; }
};

SampleProgress sample_progress(const Project& project, std::int64_t sample);

/// Measured precision of suggestions.
struct AuditResult {
  std::size_t right = 0;
  std::size_t reviewed = 0;
  double precision = 0;
  Interval interval;  ///< 95 %, Clopper-Pearson
};

/// Throws Error while rows of the sample wait: an interval looked at on the way would be too
/// narrow.
AuditResult audit_result(const SampleProgress& progress);

/// Accepts the suggestions on the rows that the sample stands for and that still are undecided, as
/// one step. Throws Error when the sample is not complete or has been used. Returns the rows.
std::size_t accept_rest(const Project& project, std::int64_t sample, const std::string& reviewer,
                        const BatchProgress& progress = {});

/// An estimate of the wrong given labels that are left undecided.
struct ErrorsLeft {
  std::size_t sample_size = 0;
  std::size_t wrong_in_sample = 0;
  std::size_t found_since = 0;  ///< wrong labels corrected since the draw, the sample's included
  CountInterval left;           ///< 95 %, Clopper-Pearson, less what was found since
};

/// From a complete sample of purpose errors_left. A label is wrong where the reviewer set another
/// one or excluded the row; "ambiguous" is not wrong.
ErrorsLeft errors_left(const Project& project, const SampleProgress& progress);

/// When to stop: what the last decisions in the queue found, and what is left.
struct StopAdvice {
  std::size_t last = 0;        ///< of the newest decisions, at most 50, samples left out
  std::size_t last_wrong = 0;  ///< of these, given label wrong
  std::optional<ErrorsLeft> left;
  std::string sentence;  ///< for a person, with how it was estimated
};
StopAdvice stop_advice(const Project& project);

}  // namespace noiseal
