// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "app/cli/session.h"
#include "app/noise_evidence.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/printable.h"
#include "core/data/noise.h"
#include "core/pipeline/project_noise.h"

namespace noiseal::cli {
namespace {

struct NoiseArguments {
  std::filesystem::path project;
  std::string type;
  double rate = 0.4;
  std::uint64_t seed = 1;
};

constexpr std::string_view kMatrixPrefix = "matrix:";

void check_type(const std::string& type) {
  static const std::vector<std::string> types{"symmetric",  "asymmetric", "pair",
                                              "instance-a", "instance-b", "matrix:FILE"};
  const bool matrix = type.starts_with(kMatrixPrefix) && type.size() > kMatrixPrefix.size();
  if (matrix || (type != "matrix:FILE" && std::ranges::count(types, type) > 0)) {
    return;
  }
  const std::string nearest = nearest_name(type, types);
  throw UsageError(
      fmt::format("There is no noise type \"{}\"; {}it is one of {}.", type,
                  nearest.empty() ? "" : fmt::format("you may have meant {}, ", nearest),
                  fmt::join(types, ", ")));
}

MatrixF read_matrix(const std::filesystem::path& file, const Project& project) {
  const LabelSet labels(project.labels().names());
  const std::vector<double> values = read_noise_matrix(file, labels);
  MatrixF matrix(labels.size(), labels.size());
  std::ranges::transform(values, matrix.values().begin(),
                         [](double value) { return static_cast<float>(value); });
  return matrix;
}

NoiseSpec spec_from(const NoiseArguments& arguments, const Project& project,
                    const Control& control) {
  NoiseSpec spec;
  spec.type = arguments.type;
  spec.rate = arguments.rate;
  spec.seed = arguments.seed;
  if (arguments.type.starts_with(kMatrixPrefix)) {
    spec.type = "matrix";
    spec.matrix_file = arguments.type.substr(kMatrixPrefix.size());
    spec.matrix = read_matrix(spec.matrix_file, project);
  } else if (arguments.type == "instance-a") {
    std::cerr << "Training a small model on the labels as they are.\n";
    spec.probabilities = small_model_probabilities(project, arguments.seed, control);
  } else if (arguments.type == "instance-b") {
    std::cerr << "Computing the rows' vectors.\n";
    spec.vectors = row_vectors(project, control);
  }
  return spec;
}

void add_noise_to(const NoiseArguments& arguments, const Control& control) {
  check_type(arguments.type);
  if (!(arguments.rate >= 0 && arguments.rate <= 1)) {
    throw UsageError(
        fmt::format("The rate {} is out of range; give one from 0 to 1.", arguments.rate));
  }
  const Project project = Project::open(arguments.project, OpenMode::write);
  const NoiseReport report = apply_noise(project, spec_from(arguments, project, control));
  std::cout << fmt::format(
      "{}: {} of {} training rows have a wrong given label now ({:.1f} %); the labels before are "
      "kept as gold.\n",
      printable(arguments.project.string()), report.changed, report.rows,
      report.rows == 0
          ? 0.0
          : 100 * static_cast<double>(report.changed) / static_cast<double>(report.rows));
}

}  // namespace

void add_noise(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand(
      "noise", "Make some of the training rows' given labels wrong, to try the method.");
  const auto arguments = std::make_shared<NoiseArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  command
      ->add_option("--type", arguments->type,
                   "symmetric, asymmetric, pair, instance-a, instance-b or matrix:FILE (CSV, gold "
                   "x given)")
      ->required();
  command->add_option("--rate", arguments->rate, "share of the rows, 0 to 1")
      ->capture_default_str();
  command->add_option("--seed", arguments->seed, "of the random choice")
      ->check(refuse_negative)
      ->capture_default_str();
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { add_noise_to(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
