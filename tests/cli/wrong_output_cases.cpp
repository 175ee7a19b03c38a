// SPDX-License-Identifier: GPL-3.0-or-later
#include <sys/stat.h>

#include "tests/cli/small_project.h"
#include "tests/cli/wrong_input.h"

namespace noiseal::test {
namespace {

using std::filesystem::path;

std::vector<Case> command_line() {
  return {
      {"NoDisplayForTheWindow",
       Start::nothing,
       {},
       1,
       {"There is no display to open the window on", "noiseal --help"}},
      {"NoDisplayForAProject", Start::imported, {"p.noiseal"}, 1, {"There is no display"}},
      {"UnknownCommand",
       Start::nothing,
       {"imprt", "t.csv"},
       2,
       {"no command \"imprt\"", "you may have meant import"}},
      {"UnknownOption",
       Start::nothing,
       {"import", "t.csv", "-o", "p.noiseal", "--lable", "x"},
       2,
       {"import has no option --lable", "you may have meant --label"}},
      {"UnknownOptionOfTheProgram", Start::nothing, {"--verison"}, 2, {"--verison", "--version"}},
      {"OneArgumentTooMany",
       Start::imported,
       {"report", "p.noiseal", "q.noiseal"},
       2,
       {"no use for the argument \"q.noiseal\""}},
      {"OptionWithoutItsValue",
       Start::nothing,
       {"import", "t.csv", "-o"},
       2,
       {"-o", "noiseal import --help"}},
      {"ImportWithoutOutput",
       Start::nothing,
       {"import", "t.csv"},
       2,
       {"--output", "noiseal import --help"}},
      {"ImportOfAnEmptyName",
       Start::nothing,
       {"import", "", "-o", "p.noiseal"},
       2,
       {"FILE: the name is empty", "noiseal import --help"}},
      {"ModelsOfWhat", Start::nothing, {"models"}, 2, {"models", "noiseal models --help"}},
      {"CompactWithoutProject",
       Start::nothing,
       {"compact", "p.noiseal"},
       1,
       {"no project p.noiseal"}},
      {"DemoIntoAFile",
       Start::nothing,
       {"demo", "--headless", "-o", "demo"},
       1,
       {"folder demo can't be made", "--output"},
       [](const path& folder) { write_file(folder / "demo", "something else"); }},
      {"DemoWithUnknownPreset",
       Start::nothing,
       {"demo", "--headless", "--preset", "fast"},
       2,
       {"preset can't be \"fast\"", "quick"}},
  };
}

std::vector<Case> reports() {
  return {
      {"ReportWithoutARun",
       Start::imported,
       {"report", "p.noiseal", "--json"},
       1,
       {"no run with a finished epoch", "noiseal run"}},
      {"ReportInAReadOnlyFolder",
       Start::reviewed,
       {"report", "p.noiseal"},
       0,
       {"Run 1 (finished)"},
       [](const path& folder) {
         std::filesystem::permissions(folder, std::filesystem::perms(0555));
       },
       {.without_rights = true}},
      {"ReportOfAnUnknownRun",
       Start::reviewed,
       {"report", "p.noiseal", "--run", "7"},
       1,
       {"no run 7"}},
      {"ReportOfARunThatIsNoNumber",
       Start::reviewed,
       {"report", "p.noiseal", "--run", "last"},
       2,
       {"--run", "last"}},
      {"ScoresWithoutARun",
       Start::imported,
       {"scores", "p.noiseal", "-o", "s.csv"},
       1,
       {"has no scores yet", "noiseal run"}},
      {"ScoresIntoNoFolder",
       Start::reviewed,
       {"scores", "p.noiseal", "-o", "none/s.csv"},
       1,
       {"no folder", "none", "create it"}},
      {"ScoresOverTheProject",
       Start::reviewed,
       {"scores", "p.noiseal", "-o", "p.noiseal"},
       2,
       {"p.noiseal is the project", "another"}},
  };
}

std::vector<Case> reviews() {
  const Arguments apply{"review", "p.noiseal", "--apply", "d.csv"};
  const auto decisions = [](const std::string& csv) {
    return [csv](const path& folder) { write_file(folder / "d.csv", csv); };
  };
  return {
      {"ReviewOfWhat", Start::reviewed, {"review", "p.noiseal"}, 2, {"--list", "--apply"}},
      {"ReviewBothWays",
       Start::reviewed,
       {"review", "p.noiseal", "--list", "--apply", "d.csv"},
       2,
       {"--list", "--apply"}},
      {"QueueWithoutARun",
       Start::imported,
       {"review", "p.noiseal", "--list"},
       1,
       {"no scored rows", "noiseal run"}},
      {"NoQueueOfNothing",
       Start::reviewed,
       {"review", "p.noiseal", "--list", "--limit", "0"},
       2,
       {"--limit: 0 rows", "noiseal review --help"}},
      {"QueueOfLessThanNothing",
       Start::reviewed,
       {"review", "p.noiseal", "--list", "--limit", "-3"},
       2,
       {"--limit: -3 is below 0", "noiseal review --help"}},
      {"MissingDecisions", Start::reviewed, apply, 1, {"There is no file d.csv"}},
      {"DecisionsWithoutColumn",
       Start::reviewed,
       apply,
       1,
       {"d.csv has no column \"decision\"", "header"},
       decisions("id,label\n5,food\n")},
      {"DecisionsWithWrongLines",
       Start::reviewed,
       apply,
       1,
       {"nothing was applied", "4 lines are wrong", "line 3: there is no row \"99999\"",
        "line 4: \"maybe\" is no decision", "line 5: there is no label \"drink\"",
        "line 6: the row \"5\" has a decision further up"},
       decisions("id,decision\n5,keep\n99999,keep\n6,maybe\n7,label:drink\n5,exclude\n")},
  };
}

std::vector<Case> exports() {
  return {
      {"ExportIntoNoFolder",
       Start::reviewed,
       {"export", "p.noiseal", "-o", "none/clean.csv"},
       1,
       {"no folder", "none", "create it"}},
      {"ExportOntoAFolder",
       Start::reviewed,
       {"export", "p.noiseal", "-o", "encoder"},
       1,
       {"encoder is a folder", "name a file"}},
      {"ExportOverTheProject",
       Start::reviewed,
       {"export", "p.noiseal", "-o", "./p.noiseal"},
       2,
       {"p.noiseal is the project", "another"}},
      {"ExportIntoAnEmptyName",
       Start::reviewed,
       {"export", "p.noiseal", "-o", ""},
       2,
       {"--output: the name is empty", "noiseal export --help"}},
      {"ProvenanceOverTheExport",
       Start::reviewed,
       {"export", "p.noiseal", "-o", "clean.csv", "--provenance", "clean.csv"},
       2,
       {"clean.csv", "another file"}},
      {"ExportOntoAPipe",
       Start::reviewed,
       {"export", "p.noiseal", "-o", "pipe"},
       1,
       {"pipe is a device or a pipe", "name a file"},
       [](const path& folder) { mkfifo((folder / "pipe").c_str(), 0600); }},
      {"ExportOnAFullDisk",
       Start::nothing,
       {"export", "p.noiseal", "-o", "clean.csv"},
       1,
       {"clean.csv", "full"},
       [](const path& folder) {
         write_file(folder / "t.csv", topics_csv(3000, 1));
         must_succeed(folder, {"import", "t.csv", "-o", "p.noiseal"});
       },
       {.largest_file = 60'000}},
      {"ExportInAReadOnlyFolder",
       Start::reviewed,
       {"export", "p.noiseal", "-o", "clean.csv"},
       1,
       {"clean.csv can't be written", "permissions"},
       [](const path& folder) {
         std::filesystem::permissions(folder, std::filesystem::perms(0555));
       },
       {.without_rights = true}},
      {"SuggestionsWithoutARun",
       Start::imported,
       {"export", "p.noiseal", "-o", "clean.csv", "--labels", "suggested"},
       1,
       {"no suggestions yet", "--labels decided"}},
      {"UnknownLabels",
       Start::reviewed,
       {"export", "p.noiseal", "-o", "clean.csv", "--labels", "best"},
       2,
       {"--labels", "\"best\" is none of decided, given, suggested"}},
      {"NoSuchSource",
       Start::nothing,
       {"export", "p.noiseal", "-o", "clean.csv", "--source", "test"},
       1,
       {"has no test file"},
       [](const path& folder) {
         write_file(folder / "t.csv", topics_csv(30, 1));
         must_succeed(folder, {"import", "t.csv", "-o", "p.noiseal"});
       }},
      {"NoModelToExport",
       Start::imported,
       {"export-model", "p.noiseal", "-o", "model"},
       1,
       {"has no trained model", "noiseal run"}},
      {"ModelOntoAFolder",
       Start::reviewed,
       {"export-model", "p.noiseal", "-o", "encoder"},
       1,
       {"encoder exists already", "folder"}},
      {"ModelIntoAFolderOfANewFolder",
       Start::reviewed,
       {"export-model", "p.noiseal", "-o", "new/model"},
       0,
       {"new/model", "3 labels"}},
      {"WeakModel",
       Start::reviewed,
       {"export-model", "p.noiseal", "-o", "model", "--model", "weak"},
       2,
       {"\"weak\" can't be exported", "strong"}},
      {"ModelWhoseEncoderIsGone",
       Start::imported,
       {"export-model", "p.noiseal", "-o", "model"},
       1,
       {"There is no folder", "/encoder with an encoder", "check its name"},
       [](const path& folder) {
         must_succeed(folder, short_run());
         std::filesystem::remove_all(folder / "encoder");
       }},
  };
}

}  // namespace

std::vector<Case> output_cases() {
  std::vector<Case> all = command_line();
  for (const std::vector<Case>& more : {reports(), reviews(), exports()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

}  // namespace noiseal::test
