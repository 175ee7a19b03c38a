// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <sstream>
#include <vector>

#include "app/cli/session.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/data/csv_writer.h"
#include "core/pipeline/review_queue.h"
#include "core/pipeline/whole_file.h"

namespace noiseal::cli {
namespace {

struct ScoresArguments {
  std::filesystem::path project;
  std::filesystem::path output;
  std::optional<std::int64_t> run;
};

std::string label_name(const std::vector<std::string>& names, std::int32_t label) {
  return label < 0 ? std::string() : names.at(static_cast<std::size_t>(label));
}

void write_scores(const ScoresArguments& arguments, const Control& control) {
  const Project project = Project::open(arguments.project, OpenMode::read);
  require_not_the_project(arguments.output, project);
  const std::optional<std::int64_t> run = scored_run(project, arguments.run);
  if (!run) {
    throw Error(fmt::format("{} has no scores yet; start \"noiseal run {}\" and let it finish.",
                            arguments.project.string(), arguments.project.string()));
  }
  static constexpr std::array<const char*, 4> kSets{"reliable", "hard", "purified", "unused"};
  const std::vector<std::string> names = project.labels().names();
  WholeFile file(arguments.output);
  std::ostringstream lines;
  CsvWriter csv(lines);
  csv.write({"id", "given", "suggestion", "error_score", "set", "p_strong", "p_weak", "annotator"});
  std::size_t count = 0;
  project.scores().for_each_by_rank(*run, [&](const RowScore& score) {
    control.check_point();
    const Row row = project.rows().row(score.row);
    csv.write({row.shown_id(), label_name(names, row.given), label_name(names, score.suggestion),
               fmt::format("{:.6f}", score.score), kSets.at(score.set),
               fmt::format("{:.6f}", score.p_strong), fmt::format("{:.6f}", score.p_weak),
               label_name(names, score.annotator_label)});
    ++count;
    file.write(lines.view());
    lines.str({});
    return true;
  });
  file.finish();
  file.publish();
  std::cout << fmt::format("{}: {} rows of run {}, the most suspicious first.\n",
                           printable(arguments.output.string()), count, *run);
}

}  // namespace

void add_scores(CLI::App& program, Session& session) {
  CLI::App* command =
      program.add_subcommand("scores", "Write every row's error score and suggested label.");
  const auto arguments = std::make_shared<ScoresArguments>();
  command->add_option("PROJECT", arguments->project, "the project file")->required();
  command->add_option("-o,--output", arguments->output, "the CSV file to write")->required();
  command->add_option("--run", arguments->run, "whose scores; the newest run's without it");
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { write_scores(*arguments, session.control); };
  });
}

}  // namespace noiseal::cli
