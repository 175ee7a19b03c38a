// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/paid_answers.h"

#include <map>
#include <system_error>
#include <vector>

#include "core/annotate/annotator.h"
#include "core/base/error.h"
#include "core/experiment/scratch_project.h"

namespace noiseal {
namespace {

using AnswersByRequest = std::map<std::string, AnswerRecord>;

void add(AnswersByRequest& answers, AnswerRecord answer) {
  if (!answer.request_hash.empty() &&
      static_cast<AnswerState>(answer.state) != AnswerState::failed) {
    std::string hash = answer.request_hash;
    answers.emplace(std::move(hash), std::move(answer));
  }
}

/// The record in a scratch project that holds what the project knew before.
constexpr const char* kEarlier = "earlier answers";

AnswersByRequest answers_of_runs(const Project& project) {
  AnswersByRequest answers;
  for (const RunRecord& run : project.runs().all()) {
    if (run.name == kEarlier) {
      continue;
    }
    for (AnswerRecord& answer : project.answers().all(run.id)) {
      add(answers, std::move(answer));
    }
  }
  return answers;
}

void keep(const Project& scratch, const Project& project) {
  std::vector<AnswerRecord> list;
  for (auto& [hash, answer] : answers_of_runs(scratch)) {
    list.push_back(std::move(answer));
  }
  if (!list.empty()) {
    project.experiments().keep_answers(list);
  }
}

}  // namespace

void give_known_answers(const Project& project, const Project& scratch) {
  AnswersByRequest known = answers_of_runs(project);
  for (AnswerRecord& answer : project.experiments().kept_answers()) {
    add(known, std::move(answer));
  }
  if (known.empty()) {
    return;
  }
  RunRecord record;
  record.name = kEarlier;
  const std::int64_t run = scratch.runs().add(record, {});
  std::vector<AnswerRecord> list;
  for (auto& [hash, answer] : known) {
    answer.index = static_cast<std::uint32_t>(list.size());
    answer.demonstrations = "[]";
    list.push_back(std::move(answer));
  }
  scratch.answers().add_all(run, list);
}

void keep_left_answers(const Project& project) {
  const std::filesystem::path left = ScratchProject::path_for(project.path());
  std::error_code ignored;
  if (!std::filesystem::exists(left, ignored)) {
    return;
  }
  try {
    keep(Project::open(left, OpenMode::write), project);
  } catch (const Error&) {
    // It was killed while it was being made: then it has no answers either.
  }
}

KeptOnTheWay::~KeptOnTheWay() {
  try {
    keep(scratch_, project_);
  } catch (const Error&) {
    // The failure that ended the run is told; the answers are in the scratch file until it goes.
  }
}

}  // namespace noiseal
