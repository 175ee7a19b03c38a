// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/demo/project.h"

#include <fmt/format.h>

#include <string>
#include <system_error>
#include <vector>

#include "app/demo/corpus.h"
#include "core/base/error.h"
#include "core/pipeline/whole_file.h"

namespace noiseal::demo {
namespace {

constexpr std::size_t kTrainRows = 4000;
constexpr std::size_t kTestRows = 500;
constexpr double kNoiseRate = 0.4;
constexpr double kValidShare = 0.1;

void write_file(const std::filesystem::path& path, const std::string& bytes) {
  WholeFile file(path);
  file.write(bytes);
  file.finish();
  file.publish();
}

}  // namespace

DemoProject make_demo_project(const std::filesystem::path& project, std::uint64_t seed,
                              const Control& control) {
  const std::filesystem::path folder = project.parent_path();
  std::error_code failure;
  if (!folder.empty()) {
    std::filesystem::create_directories(folder, failure);
  }
  if (failure) {
    throw Error(fmt::format("The folder {} can't be made; give another one with --output.",
                            folder.string()));
  }
  std::vector<Request> requests = make_requests(kTrainRows + kTestRows, seed);
  const std::vector<Request> test(requests.end() - kTestRows, requests.end());
  requests.resize(kTrainRows);
  ImportOptions options;
  options.file = folder / "requests.csv";
  options.test_file = folder / "requests-test.csv";
  options.project = project;
  options.valid_share = kValidShare;
  options.seed = seed;
  write_file(options.file, to_csv(requests, 1));
  write_file(*options.test_file, to_csv(test, kTrainRows + 1));
  DemoProject made;
  made.imported = import_project(options, nullptr, control);
  NoiseSpec noise;
  noise.type = "asymmetric";
  noise.rate = kNoiseRate;
  noise.seed = seed;
  made.noise = apply_noise(Project::open(project, OpenMode::write), noise);
  return made;
}

}  // namespace noiseal::demo
