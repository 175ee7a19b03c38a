// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/project_noise.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <numeric>

#include "core/base/error.h"
#include "core/data/noise.h"

namespace noiseal {
namespace {

void require_values(const MatrixF& matrix, std::size_t rows, std::size_t columns,
                    const char* what) {
  if (matrix.rows() != rows || (columns != 0 && matrix.columns() != columns) || matrix.empty()) {
    throw UsageError(fmt::format("This noise needs {}: {} rows were expected, {} were given.", what,
                                 rows, matrix.rows()));
  }
}

/// The matrix in double precision, its rows brought back to the sum 1.
std::vector<double> transition_of(const NoiseSpec& spec, std::size_t n_labels) {
  const MatrixF& matrix = spec.matrix;
  if (matrix.rows() != n_labels || matrix.columns() != n_labels) {
    throw UsageError(fmt::format("This noise needs a matrix of {} x {} numbers, it has {} x {}.",
                                 n_labels, n_labels, matrix.rows(), matrix.columns()));
  }
  std::vector<double> transition(matrix.values().begin(), matrix.values().end());
  for (std::size_t gold = 0; gold < n_labels; ++gold) {
    const std::span<double> row(transition.data() + gold * n_labels, n_labels);
    const double sum = std::accumulate(row.begin(), row.end(), 0.0);
    if (!(sum > 0)) {
      throw UsageError(fmt::format("Row {} of the noise matrix has the sum {}; it must be above 0.",
                                   gold + 1, sum));
    }
    for (double& share : row) {
      share /= sum;
    }
  }
  return transition;
}

std::vector<std::int32_t> noisy_labels(const NoiseSpec& spec, std::span<const std::int32_t> gold,
                                       std::size_t n_labels) {
  const NoiseOptions options{n_labels, spec.rate, spec.seed};
  if (spec.type == "symmetric") {
    return symmetric_noise(gold, options);
  }
  if (spec.type == "asymmetric") {
    return asymmetric_noise(gold, options);
  }
  if (spec.type == "pair") {
    return pair_noise(gold, options);
  }
  if (spec.type == "matrix") {
    return matrix_noise(gold, transition_of(spec, n_labels), options);
  }
  if (spec.type == "instance-a") {
    require_values(spec.probabilities, gold.size(), n_labels, "a model's probabilities");
    return instance_a_noise(gold, spec.probabilities.values(), options);
  }
  if (spec.type == "instance-b") {
    require_values(spec.vectors, gold.size(), 0, "the rows' vectors");
    return instance_b_noise(gold, spec.vectors.values(), options);
  }
  throw UsageError(
      fmt::format("There is no noise \"{}\"; choose symmetric, asymmetric, pair, "
                  "instance-a, instance-b or matrix:FILE.",
                  spec.type));
}

std::string details_of(const NoiseSpec& spec) {
  nlohmann::json details = nlohmann::json::object();
  if (!spec.matrix.empty()) {
    for (std::size_t row = 0; row < spec.matrix.rows(); ++row) {
      details["matrix"].push_back(spec.matrix.row(row));
    }
    details["file"] = spec.matrix_file;
  }
  return details.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

NoiseReport apply_noise(const Project& project, const NoiseSpec& spec) {
  if (project.decisions().decided_count() > 0) {
    throw Error(
        fmt::format("The project {} has reviewers' decisions, which speak of the labels as "
                    "they are; import the data anew to add noise.",
                    project.path().string()));
  }
  const SplitLabels labels = project.rows().read_labels(Split::train);
  // Where no gold label was known, the label of the file is gold from now on; a label that was
  // merged has its successor as the given one.
  std::vector<std::int32_t> gold = labels.gold;
  for (std::size_t i = 0; i < gold.size(); ++i) {
    const std::int32_t own = labels.file_label[i] >= 0 ? labels.file_label[i] : labels.given[i];
    gold[i] = gold[i] >= 0 ? gold[i] : own;
  }
  const std::vector<std::int32_t> given = noisy_labels(spec, gold, project.labels().names().size());
  NoiseReport report;
  report.rows = gold.size();
  for (std::size_t i = 0; i < gold.size(); ++i) {
    report.changed += given[i] != gold[i] ? 1U : 0U;
  }
  NoiseRecord record;
  record.type = spec.type;
  record.rate = spec.rate;
  record.seed = spec.seed;
  record.changed = static_cast<std::int64_t>(report.changed);
  record.details = details_of(spec);
  project.in_transaction([&] {
    project.rows().set_labels(labels.ids, given, gold);
    project.settings().add_noise(record);
  });
  return report;
}

}  // namespace noiseal
