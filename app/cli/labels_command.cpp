// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/labels_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/printable.h"
#include "core/store/project.h"

namespace noiseal::cli {
namespace {

struct LabelsArguments {
  std::filesystem::path project;
  std::vector<std::string> merges;        ///< FROM=INTO
  std::vector<std::string> descriptions;  ///< NAME=TEXT
};

std::int32_t find_label(const Project& project, const std::string& name) {
  if (const auto label = project.labels().find(name)) {
    return *label;
  }
  const std::string nearest = nearest_name(name, project.labels().names());
  throw UsageError(fmt::format("The project {} has no label \"{}\"{}; noiseal labels lists all.",
                               project.path().string(), name,
                               nearest.empty() ? "" : ", you may have meant \"" + nearest + "\""));
}

std::pair<std::string, std::string> halves(const std::string& option, const std::string& value) {
  const std::size_t equals = value.find('=');
  if (equals == std::string::npos) {
    throw UsageError(
        fmt::format("{} {} has no \"=\"; write it as LABEL=..., in quotes where it has spaces.",
                    option, value));
  }
  return {value.substr(0, equals), value.substr(equals + 1)};
}

void change(const LabelsArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::write);
  project.in_transaction([&] {
    for (const std::string& merge : arguments.merges) {
      const auto [from, into] = halves("--merge", merge);
      const std::int32_t merged = find_label(project, from);
      const std::int32_t kept = find_label(project, into);
      if (merged == kept) {
        throw UsageError(fmt::format("\"{}\" and \"{}\" are one label already.", from, into));
      }
      project.labels().merge(merged, kept);
    }
    for (const std::string& description : arguments.descriptions) {
      const auto [name, words] = halves("--describe", description);
      project.labels().set_description(find_label(project, name), words);
    }
  });
}

void list(const LabelsArguments& arguments) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  const std::vector<Label> labels = project.labels().all();
  std::array<LabelCounts, 3> counts;
  std::size_t width = 5;
  for (const Split split : {Split::train, Split::valid, Split::test}) {
    counts.at(static_cast<std::size_t>(split)) = project.row_lists().label_counts(split);
  }
  for (const Label& label : labels) {
    width = std::max(width, std::min<std::size_t>(printable(label.name).size(), 40));
  }
  std::cout << fmt::format("{:<{}}  {:>9}  {:>9}  {:>9}  description\n", "label", width, "train",
                           "valid", "test");
  for (std::size_t i = 0; i < labels.size(); ++i) {
    std::cout << fmt::format("{:<{}}  {:>9}  {:>9}  {:>9}  {}\n",
                             printable_start(labels[i].name, 40), width, counts[0].given[i],
                             counts[1].given[i], counts[2].given[i],
                             printable(labels[i].description));
  }
}

}  // namespace

void add_labels(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand(
      "labels", "List a project's labels; merge those that are one, say what a label means.");
  const auto arguments = std::make_shared<LabelsArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  command
      ->add_option("--merge", arguments->merges,
                   "FROM=INTO: rows with the label FROM get INTO; before the first run")
      ->allow_extra_args(false);
  command
      ->add_option("--describe", arguments->descriptions,
                   "LABEL=WORDS: what it means, for a language model")
      ->allow_extra_args(false);
  command->callback([&session, arguments] {
    session.action = [arguments] {
      if (!arguments->merges.empty() || !arguments->descriptions.empty()) {
        change(*arguments);
      }
      list(*arguments);
    };
  });
}

}  // namespace noiseal::cli
