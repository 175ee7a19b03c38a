// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/random_review.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/pipeline/reviewing.h"

namespace noiseal {
namespace {

constexpr std::size_t kLastRows = 50;
constexpr std::uint64_t kSampleStream = 0x73616d70;  ///< names this file's random numbers

/// Undecided rows that a sample may be drawn from, or that it stands for.
std::vector<std::uint32_t> sampled_places(const ReviewList& list, SamplePurpose purpose,
                                          double threshold) {
  const ReviewColumns& columns = list.columns();
  std::vector<std::uint32_t> places;
  for (std::uint32_t place = 0; place < columns.size(); ++place) {
    const bool candidate =
        purpose == SamplePurpose::errors_left ||
        (columns.suggestion[place] >= 0 && columns.suggestion[place] != columns.given[place] &&
         columns.score[place] >= static_cast<float>(threshold));
    if (columns.decision[place] == 0 && candidate) {
      places.push_back(place);
    }
  }
  return places;
}

bool wrong_given(const Decision& decision) {
  return decision.kind == DecisionKind::exclude ||
         ((decision.kind == DecisionKind::accept || decision.kind == DecisionKind::label) &&
          decision.to_label != decision.from_label);
}

std::string share_text(double share) {
  return fmt::format("{:.1f} %", 100 * share);
}

}  // namespace

std::int64_t draw_sample(const Project& project, const SampleDraw& draw) {
  if (draw.size == 0) {
    throw UsageError("A sample needs at least one row.");
  }
  const ReviewList list(project, draw.run, Control());
  std::vector<std::uint32_t> places = sampled_places(list, draw.purpose, draw.threshold);
  if (places.empty()) {
    throw Error(draw.purpose == SamplePurpose::accept
                    ? fmt::format("No undecided row with an error score of {} or more is "
                                  "suggested another label; lower the score.",
                                  draw.threshold)
                    : std::string("Every row is decided: there is nothing left to estimate."));
  }
  ReviewSample sample;
  sample.purpose = draw.purpose;
  sample.run = list.run();
  sample.reviewer = draw.reviewer;
  if (draw.purpose == SamplePurpose::accept) {
    sample.threshold = draw.threshold;
  }
  sample.population = places.size();
  std::int64_t id = 0;
  project.in_transaction([&] {
    sample.after_decision = project.decisions().newest();
    sample.seed = project.review_samples().all().size() + 1;  // another draw each time
    Rng rng({kSampleStream, project.runs().run(list.run()).seed, sample.seed});
    rng.shuffle(std::span(places));
    places.resize(std::min(draw.size, places.size()));
    std::vector<SampleRow> rows;
    rows.reserve(places.size());
    for (const std::uint32_t place : places) {
      rows.push_back({list.columns().id[place], list.columns().suggestion[place]});
    }
    id = project.review_samples().add(sample, rows);
  });
  return id;
}

SampleProgress sample_progress(const Project& project, std::int64_t id) {
  SampleProgress progress;
  progress.sample = project.review_samples().find(id);
  const std::vector<SampleRow> rows = project.review_samples().rows(id);
  progress.size = rows.size();
  std::unordered_map<std::int64_t, std::int32_t> suggestion;
  for (const SampleRow& row : rows) {
    suggestion[row.row] = row.suggestion;
  }
  std::unordered_set<std::int64_t> reviewed;
  project.decisions().for_each_in_force([&](const Decision& decision) {
    if (decision.id <= progress.sample.after_decision) {
      return false;
    }
    const auto found = suggestion.find(decision.row);
    if (found == suggestion.end() || !decides(decision.kind) ||
        stored_screen(decision.context).sample != id || !reviewed.insert(decision.row).second) {
      return true;
    }
    const bool confirmed =
        (decision.kind == DecisionKind::accept || decision.kind == DecisionKind::label) &&
        decision.to_label == found->second;
    progress.hits +=
        (progress.sample.purpose == SamplePurpose::accept ? confirmed : wrong_given(decision)) ? 1U
                                                                                               : 0U;
    return true;
  });
  progress.reviewed = reviewed.size();
  std::copy_if(rows.begin(), rows.end(), std::back_inserter(progress.waiting),
               [&](const SampleRow& row) { return !reviewed.contains(row.row); });
  return progress;
}

AuditResult audit_result(const SampleProgress& progress) {
  if (!progress.complete()) {
    throw Error(
        fmt::format("{} of the sample's {} rows wait for a decision; the result is stated "
                    "once all are reviewed.",
                    progress.waiting.size(), progress.size));
  }
  AuditResult result;
  result.right = progress.hits;
  result.reviewed = progress.reviewed;
  result.precision = static_cast<double>(result.right) / static_cast<double>(result.reviewed);
  result.interval = clopper_pearson_interval(result.right, result.reviewed);
  return result;
}

std::size_t accept_rest(const Project& project, std::int64_t id, const std::string& reviewer,
                        const BatchProgress& progress) {
  const SampleProgress reviewed = sample_progress(project, id);
  if (reviewed.sample.purpose != SamplePurpose::accept) {
    throw Error(
        fmt::format("Sample {} estimates errors; only an audit of suggestions lets you "
                    "accept the rest.",
                    id));
  }
  if (reviewed.sample.batch != 0) {
    throw Error(
        fmt::format("The rest of sample {} was accepted before; a new score draws a new "
                    "sample.",
                    id));
  }
  const AuditResult result = audit_result(reviewed);
  const auto check_point = [&] {
    if (progress) {
      progress(0);
    }
  };
  check_point();
  const ReviewList list(project, reviewed.sample.run, Control());
  check_point();
  const std::vector<std::uint32_t> places =
      sampled_places(list, SamplePurpose::accept, reviewed.sample.threshold.value_or(1));
  if (places.empty()) {
    throw Error("Every row that the sample stands for is decided already.");
  }
  OnScreen screen;
  screen.mode = ReviewMode::auto_accept;
  screen.run = reviewed.sample.run;
  screen.sample = id;
  BulkDecision bulk = bulk_decision(list, places, DecisionKind::accept, -1, reviewer,
                                    on_screen_json(screen, project.labels().names()));
  const std::string note =
      fmt::format("auto-accept: precision {} ({} to {}, 95 % Clopper-Pearson, {} of {} right)",
                  share_text(result.precision), share_text(result.interval.low),
                  share_text(result.interval.high), result.right, result.reviewed);
  for (Decision& decision : bulk.decisions) {
    decision.note = note;
  }
  check_point();
  project.in_transaction([&] {
    const std::int64_t batch = project.decisions().add_batch(bulk.decisions, progress);
    project.review_samples().set_batch(id, batch);
  });
  return bulk.decisions.size();
}

ErrorsLeft errors_left(const Project& project, const SampleProgress& progress) {
  if (!progress.complete()) {
    throw Error(
        fmt::format("{} of the sample's {} rows wait for a decision; the estimate is "
                    "stated once all are reviewed.",
                    progress.waiting.size(), progress.size));
  }
  ErrorsLeft estimate;
  estimate.sample_size = progress.size;
  estimate.wrong_in_sample = progress.hits;
  // Rows that were decided when the sample was drawn are not of its population.
  std::unordered_set<std::int64_t> decided_before;
  if (progress.sample.after_decision > 0) {
    project.decisions().for_each_in_force(
        [&](const Decision& decision) {
          if (decides(decision.kind)) {
            decided_before.insert(decision.row);
          }
          return true;
        },
        progress.sample.after_decision);
  }
  std::unordered_set<std::int64_t> seen;
  project.decisions().for_each_in_force([&](const Decision& decision) {
    if (decision.id <= progress.sample.after_decision) {
      return false;
    }
    if (decides(decision.kind) && !decided_before.contains(decision.row) &&
        seen.insert(decision.row).second && wrong_given(decision)) {
      ++estimate.found_since;
    }
    return true;
  });
  const CountInterval all =
      population_count(progress.hits, progress.size, progress.sample.population);
  const auto found = static_cast<double>(estimate.found_since);
  estimate.left = {std::max(0.0, all.estimate - found), std::max(0.0, all.low - found),
                   std::max(0.0, all.high - found)};
  return estimate;
}

StopAdvice stop_advice(const Project& project) {
  StopAdvice advice;
  project.decisions().for_each_in_force([&](const Decision& decision) {
    const std::string mode = stored_screen(decision.context).mode;
    if (decides(decision.kind) && mode != review_mode_name(ReviewMode::sample) &&
        mode != review_mode_name(ReviewMode::auto_accept)) {
      ++advice.last;
      advice.last_wrong += wrong_given(decision) ? 1U : 0U;
    }
    return advice.last < kLastRows;
  });
  advice.sentence = advice.last == 0
                        ? "No row is decided yet."
                        : fmt::format("Of the last {} decided rows {} had a wrong label.",
                                      advice.last, advice.last_wrong);
  const std::optional<ReviewSample> sample =
      project.review_samples().newest(SamplePurpose::errors_left);
  if (!sample) {
    advice.sentence +=
        " How many are left is not known: a random sample would tell, the ranked queue can't.";
    return advice;
  }
  const SampleProgress progress = sample_progress(project, sample->id);
  if (!progress.complete()) {
    advice.sentence += fmt::format(" {} of {} rows of the random sample are reviewed.",
                                   progress.reviewed, progress.size);
    return advice;
  }
  advice.left = errors_left(project, progress);
  advice.sentence += fmt::format(
      " About {:.0f} wrong labels are left ({:.0f} to {:.0f}; estimated, 95 % Clopper-Pearson, "
      "from "
      "a random sample of {} rows with {} wrong).",
      advice.left->left.estimate, std::floor(advice.left->left.low),
      std::ceil(advice.left->left.high), advice.left->sample_size, advice.left->wrong_in_sample);
  return advice;
}

}  // namespace noiseal
