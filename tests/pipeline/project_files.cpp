// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pipeline/project_files.h"

#include <fstream>
#include <iterator>

namespace noiseal::test {

void write_file(const std::filesystem::path& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

std::string read_file(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

ProjectFiles::ProjectFiles(const std::string& train) {
  write_file(folder_ / "train.csv", train);
  options.file = folder_ / "train.csv";
  options.project = folder_ / "p.noiseal";
}

ImportReport ProjectFiles::import() {
  return import_project(options, nullptr, Control());
}

Project ProjectFiles::project() {
  if (!std::filesystem::exists(options.project)) {
    import();
  }
  return Project::open(options.project, OpenMode::write);
}

}  // namespace noiseal::test
