// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/store/small_project.h"

#include <string>

#include "core/store/project_builder.h"

namespace noiseal::test {

Project make_small_project(const std::filesystem::path& file, int n) {
  ProjectBuilder builder(file);
  SourceFile source;
  source.role = Split::train;
  source.file_name = "small.csv";
  source.format = R"({"kind": "csv"})";
  source.header = "id,text,label\n";
  builder.begin_source(source);
  std::int64_t line = 2;
  for (int i = 1; i <= n + 1; ++i) {
    const std::string number = std::to_string(i);
    const std::string label = i % 2 == 1 ? "b" : "a";
    const std::string raw = "r" + number + ",text " + number + "," + label + "\n";
    const std::string text = "text " + number;
    const std::string id = "r" + number;
    NewRow row;
    row.line = line++;
    row.raw = raw;
    row.split = i <= n ? Split::train : Split::valid;
    row.text = text;
    row.given = builder.label_key(label);
    row.gold = i <= n ? -1 : row.given;
    row.external_id = id;
    builder.add_row(row);
    if (i == 1) {
      builder.add_bad_record(line++, "only one field\n", "1 field where 3 were expected");
    }
  }
  builder.end_source("tail");
  return builder.finish();
}

}  // namespace noiseal::test
