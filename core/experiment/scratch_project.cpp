// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/scratch_project.h"

#include <fmt/format.h>

#include <system_error>

#include "core/pipeline/project_noise.h"
#include "core/store/project_builder.h"

namespace noiseal {
namespace {

constexpr int kRowsPerCheck = 1000;

/// Rows in order of their id, so that they get the same ids again.
void copy_rows(const Project& original, ProjectBuilder& builder, const Control& control) {
  std::vector<std::int32_t> keys;
  for (const std::string& name : original.labels().names()) {
    keys.push_back(builder.label_key(name));
  }
  const auto key_of = [&](std::int32_t label) {
    return label < 0 ? -1 : keys.at(static_cast<std::size_t>(label));
  };
  builder.begin_source({.file_name = "experiment", .format = "{}", .header = {}, .tail = {}});
  original.rows().for_each([&](const Row& row) {
    if (row.id % kRowsPerCheck == 0) {
      control.check_point();
    }
    NewRow copy;
    copy.split = row.split;
    copy.text = row.text;
    copy.given = key_of(row.given);
    copy.gold = key_of(row.gold);
    builder.add_row(copy);
  });
  builder.end_source("");
}

void copy_descriptions(const Project& original, const Project& copy) {
  std::int32_t index = 0;
  for (const Label& label : original.labels().all()) {
    copy.labels().set_description(index++, label.description);
  }
}

}  // namespace

std::filesystem::path ScratchProject::path_for(const std::filesystem::path& project) {
  return project.parent_path() / fmt::format(".{}.lab", project.filename().string());
}

ScratchProject::ScratchProject(const Project& original, const Control& control)
    : path_(path_for(original.path())) {
  remove_files();
  ProjectBuilder builder(path_);
  copy_rows(original, builder, control);
  project_ = builder.finish();
  try {
    copy_descriptions(original, *project_);
    original_ = project_->rows().read_labels(Split::train);
  } catch (...) {  // the destructor of a half-made object doesn't run
    project_.reset();
    remove_files();
    throw;
  }
}

ScratchProject::~ScratchProject() {
  project_.reset();
  remove_files();
}

void ScratchProject::remove_files() const {
  std::error_code ignored;
  for (const char* ending : {"", "-wal", "-shm", "-journal"}) {
    std::filesystem::remove(path_.string() + ending, ignored);
  }
}

void ScratchProject::restore_labels() {
  project_->rows().set_labels(original_.ids, original_.given, original_.gold);
}

MatrixF ScratchProject::stated_matrix(double rate) const {
  const std::size_t n = project_->labels().names().size();
  MatrixF matrix(n, n);
  for (std::size_t gold = 0; gold < n; ++gold) {
    const std::size_t next = (gold + 1) % n;
    for (std::size_t given = 0; given < n; ++given) {
      double share = 1 - rate;
      if (given != gold && n == 2) {
        share = rate;
      } else if (given != gold) {
        share = given == next ? rate * kMatrixNextShare
                              : rate * (1 - kMatrixNextShare) / static_cast<double>(n - 2);
      }
      matrix(gold, given) = static_cast<float>(share);
    }
  }
  return matrix;
}

void ScratchProject::set_noise(const ArmNoise& noise, std::uint64_t seed,
                               const NoiseEvidence& evidence, const Control& control) {
  restore_labels();
  if (noise.type.empty()) {
    return;
  }
  NoiseSpec spec;
  spec.type = noise.type;
  spec.rate = noise.rate;
  spec.seed = seed;
  if (noise.type == "matrix") {
    spec.matrix = stated_matrix(noise.rate);
    spec.matrix_file = "of the experiment";
  } else if (noise.type == "instance-a") {
    if (probabilities_seed_ != seed) {
      probabilities_ = evidence.probabilities(*project_, seed, control);
      probabilities_seed_ = seed;
    }
    spec.probabilities = probabilities_;
  } else if (noise.type == "instance-b") {
    if (!vectors_) {
      vectors_ = evidence.vectors(*project_, control);
    }
    spec.vectors = *vectors_;
  }
  apply_noise(*project_, spec);
}

}  // namespace noiseal
