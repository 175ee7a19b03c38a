// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/row_course.h"

#include <algorithm>
#include <limits>

namespace noiseal {
namespace {

constexpr double kNotRecorded = std::numeric_limits<double>::quiet_NaN();

RowAtEpoch& at_epoch(std::vector<RowAtEpoch>& epochs, int epoch) {
  if (epochs.empty() || epochs.back().epoch != epoch) {
    RowAtEpoch point;
    point.epoch = epoch;
    point.p_given = {kNotRecorded, kNotRecorded};
    point.threshold = {kNotRecorded, kNotRecorded};
    epochs.push_back(point);
  }
  return epochs.back();
}

void take(const BiographyEntry& entry, RowAtEpoch& point) {
  if (entry.model == "joint") {
    if (entry.signal == "selected" && entry.value >= 0 && entry.value <= 3) {
      point.set = static_cast<RowSet>(static_cast<int>(entry.value));
    }
    return;
  }
  const std::size_t model = entry.model == "strong" ? 0 : 1;
  if (entry.signal == "p_given") {
    point.p_given.at(model) = entry.value;
  } else if (entry.signal == "threshold") {
    point.threshold.at(model) = entry.value;
  } else if (entry.signal == "argmax") {
    point.predicted.at(model) = static_cast<std::int32_t>(entry.value);
  }
}

std::string name_of(const std::vector<std::string>& names, std::int32_t label) {
  return label < 0 || static_cast<std::size_t>(label) >= names.size()
             ? std::string()
             : names[static_cast<std::size_t>(label)];
}

}  // namespace

RowCourse read_row_course(const Project& project, const RunLabels& labels, std::int64_t row) {
  const Row stored = project.rows().row(row);
  const std::vector<std::string> names = project.labels().names();
  RowCourse course;
  course.row = row;
  course.shown_id = stored.shown_id();
  course.text = stored.text;
  course.given = name_of(names, stored.given);
  course.gold = name_of(names, stored.gold);
  course.labels = project.runs().run(labels.run).labels;
  if (const auto score = project.scores().get(labels.run, row)) {
    course.suggestion = name_of(names, score->suggestion);
    course.error_score = score->score;
  }
  const auto found = std::lower_bound(labels.ids.begin(), labels.ids.end(), row);
  if (found != labels.ids.end() && *found == row) {
    const auto index = static_cast<std::size_t>(found - labels.ids.begin());
    for (const BiographyEntry& entry : project.signals().biography(labels.run, index)) {
      take(entry, at_epoch(course.epochs, entry.epoch));
    }
  }
  return course;
}

}  // namespace noiseal
