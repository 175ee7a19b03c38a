// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/small_project.h"
#include "tests/cli/wrong_input.h"

namespace noiseal::test {
namespace {

using std::filesystem::path;

Arguments import(const Arguments& more = {}) {
  Arguments arguments{"import", "t.csv", "-o", "p.noiseal"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

/// Writes t.csv.
std::function<void(const path&)> table(const std::string& bytes) {
  return [bytes](const path& folder) { write_file(folder / "t.csv", bytes); };
}

std::string many_labels(std::size_t count) {
  std::string csv = "text,label\n";
  for (std::size_t i = 0; i < 2 * count; ++i) {
    csv += "this is text number " + std::to_string(i) + ",label " + std::to_string(i % count);
    csv += '\n';
  }
  return csv;
}

constexpr const char* kTwoRows = "text,label\na cat in the sun,animals\nsoup with rice,food\n";

std::vector<Case> files() {
  return {
      {"MissingFile", Start::nothing, import(), 1, {"There is no file t.csv", "check"}},
      {"Folder",
       Start::nothing,
       import(),
       1,
       {"t.csv is a folder", "name a file"},
       [](const path& folder) { std::filesystem::create_directory(folder / "t.csv"); }},
      {"NoPermission",
       Start::nothing,
       import(),
       1,
       {"t.csv may not be read", "permission"},
       [](const path& folder) {
         write_file(folder / "t.csv", kTwoRows);
         std::filesystem::permissions(folder / "t.csv", std::filesystem::perms::none);
       },
       {.without_rights = true}},
      {"EmptyFile", Start::nothing, import(), 1, {"t.csv is empty", "check"}, table("")},
      {"HeaderAlone",
       Start::nothing,
       import(),
       1,
       {"t.csv has no training rows"},
       table("text,label\n")},
      {"BinaryFile",
       Start::nothing,
       import(),
       1,
       {"t.csv holds binary data", "CSV"},
       table(std::string("\x01\x02\x00\x00\xff\xfe\x00\x07", 8) + std::string(5000, '\0'))},
      {"Spreadsheet",
       Start::nothing,
       import(),
       1,
       {"t.csv", "save the table as CSV"},
       table(std::string("PK\x03\x04\x14\x00\x06\x00", 8) + std::string(500, 'x'))},
      {"JsonArray",
       Start::nothing,
       {"import", "t.jsonl", "-o", "p.noiseal"},
       1,
       {"t.jsonl holds one JSON array", "one object on each line"},
       [](const path& folder) { write_file(folder / "t.jsonl", "[{\"text\": \"a\"}]\n"); }},
      {"ProjectExists",
       Start::imported,
       import_small_data(),
       1,
       {"p.noiseal exists already", "another name"}},
      {"NoFolderForTheProject",
       Start::nothing,
       {"import", "t.csv", "-o", "none/p.noiseal"},
       1,
       {"There is no folder", "none", "create it"},
       table(kTwoRows)},
      {"ReadOnlyFolder",
       Start::nothing,
       import(),
       1,
       {"is not writable", "permissions"},
       [](const path& folder) {
         write_file(folder / "t.csv", kTwoRows);
         std::filesystem::permissions(folder, std::filesystem::perms(0555));
       },
       {.without_rights = true}},
      {"FullDisk",
       Start::nothing,
       import(),
       1,
       {"p.noiseal", "full"},
       table(topics_csv(20000, 5)),
       {.largest_file = 300'000}},
      {"MissingTestFile",
       Start::nothing,
       import({"--test", "held-out.csv"}),
       1,
       {"There is no file held-out.csv"},
       table(kTwoRows)},
  };
}

std::vector<Case> columns() {
  return {
      {"OneColumn",
       Start::nothing,
       import(),
       1,
       {"t.csv", "label", "--label"},
       table("text\na cat\na dog\nsoup with rice\n")},
      {"UnknownColumn",
       Start::nothing,
       import({"--label", "rating"}),
       2,
       {"t.csv has no column \"rating\"", "\"text\", \"label\""},
       table(kTwoRows)},
      {"OneLabel",
       Start::nothing,
       import(),
       1,
       {"t.csv holds one label", "\"food\"", "at least two"},
       table("text,label\nsoup,food\nrice and more,food\n")},
      {"NoLabels",
       Start::nothing,
       import({"--text", "text", "--label", "label"}),
       1,
       {"t.csv", "label"},
       table("text,label\nsoup,\nrice and more,\n")},
      {"TestFileWithoutLabels",
       Start::nothing,
       import({"--test", "held-out.csv"}),
       2,
       {"held-out.csv has no column \"label\"", "its columns are"},
       [](const path& folder) {
         write_file(folder / "t.csv", kTwoRows);
         write_file(folder / "held-out.csv", "text,topic\na dog,animals\nbread,food\n");
       }},
      {"BadRecordUnderStrict",
       Start::nothing,
       import({"--strict"}),
       1,
       {"t.csv, line 3", "without --strict"},
       table("text,label\na cat in the sun,animals\nsoup,food,more\nrice again,food\n")},
      {"AllRecordsBad",
       Start::nothing,
       import({"--text", "text", "--label", "label"}),
       1,
       {"t.csv has no usable training rows", "line 2"},
       table("text,label\na,b,c\nd,e,f\n")},
      {"ShareOutOfRange",
       Start::nothing,
       import({"--valid", "1.5"}),
       2,
       {"--valid 1.5", "between 0 and 1"},
       table(kTwoRows)},
      {"OverlapWithoutTestFile",
       Start::nothing,
       import({"--drop-test-overlap"}),
       2,
       {"needs a test file", "--test"},
       table(kTwoRows)},
      {"UnknownEncoding",
       Start::nothing,
       import({"--encoding", "klingon"}),
       2,
       {"encoding \"klingon\" is not known", "utf-8"},
       table(kTwoRows)},
      {"LongDelimiter",
       Start::nothing,
       import({"--delimiter", "::"}),
       2,
       {"delimiter \"::\"", "one ASCII character"},
       table(kTwoRows)},
      {"NegativeSeed",
       Start::nothing,
       import({"--seed", "-1"}),
       2,
       {"--seed", "-1", "noiseal import --help"},
       table(kTwoRows)},
  };
}

std::vector<Case> unusual_but_right() {
  return {
      {"Labels300",
       Start::nothing,
       import(),
       0,
       {"600 rows", "300 labels"},
       table(many_labels(300))},
      {"LabelsWithCommaLineBreakAndEmoji",
       Start::nothing,
       import(),
       0,
       {"4 rows", "3 labels", "food, drink", "\U0001F408"},
       table("text,label\na cat,\U0001F408\nsoup,\"food, drink\"\nrain,\"the\nweather\"\n"
             "more rain,\"the\nweather\"\n")},
      {"TextOf1Megabyte",
       Start::nothing,
       import(),
       0,
       {"3 rows", "2 labels"},
       table("text,label\n" + std::string(1 << 20, 'a') + ",long\nsoup,food\nrice,food\n")},
      {"TwoRows", Start::nothing, import(), 0, {"2 rows", "2 labels"}, table(kTwoRows)},
      {"AllRowsTheSame",
       Start::nothing,
       import({"--label", "label"}),
       0,
       {"Note", "repeat the text"},
       table("text,label\nsoup,food\nsoup,food\nsoup,drink\nsoup,drink\n")},
      {"TestTextsInTrain",
       Start::nothing,
       import({"--test", "held-out.csv"}),
       0,
       {"Note", "test"},
       [](const path& folder) {
         write_file(folder / "t.csv", kTwoRows);
         write_file(folder / "held-out.csv", kTwoRows);
       }},
      {"WithoutTestFile",
       Start::nothing,
       import(),
       0,
       {"to train on", "0 to test"},
       table(topics_csv(30, 1))},
  };
}

}  // namespace

std::vector<Case> import_cases() {
  std::vector<Case> all = files();
  for (const std::vector<Case>& more : {columns(), unusual_but_right()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

}  // namespace noiseal::test
