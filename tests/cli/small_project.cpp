// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/small_project.h"

#include <array>
#include <stdexcept>
#include <vector>

#include "core/base/rng.h"
#include "tests/nn/tiny_encoder.h"
#include "tests/support/test_data.h"

namespace noiseal::test {
namespace {

struct Topic {
  const char* label;
  std::array<const char*, 6> words;
};

constexpr std::array<Topic, 3> kTopics{
    {{"animals", {"cat", "dog", "horse", "bird", "fish", "cow"}},
     {"food", {"bread", "cheese", "apple", "soup", "rice", "cake"}},
     {"weather", {"rain", "snow", "wind", "sun", "storm", "cloud"}}}};
constexpr std::array<const char*, 10> kFillers{"the",   "a",    "we", "see",  "like",
                                               "today", "with", "no", "some", "big"};

}  // namespace

std::string topics_csv(std::size_t rows, std::uint64_t seed, std::size_t first_id) {
  Rng rng({seed, 21});
  std::string csv = "id,text,label\n";
  for (std::size_t i = 0; i < rows; ++i) {
    const Topic& topic = kTopics[i % kTopics.size()];
    std::string text;
    const std::size_t length = 5 + rng.below(5);
    const std::size_t place = rng.below(length);
    for (std::size_t word = 0; word < length; ++word) {
      text += word == 0 ? "" : " ";
      text += word == place ? topic.words[rng.below(topic.words.size())]
                            : kFillers[rng.below(kFillers.size())];
    }
    csv += std::to_string(first_id + i) + ',' + text + ',' + topic.label + '\n';
  }
  return csv;
}

void write_topics_encoder(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::string vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\n";
  TinyEncoder sizes;
  sizes.vocabulary = 5 + kTopics.size() * kTopics[0].words.size() + kFillers.size();
  sizes.positions = 128;
  for (const Topic& topic : kTopics) {
    for (const char* word : topic.words) {
      vocabulary += std::string(word) + '\n';
    }
  }
  for (const char* word : kFillers) {
    vocabulary += std::string(word) + '\n';
  }
  write_file(folder / "vocab.txt", vocabulary);
  write_tiny_encoder(folder, sizes);
}

void write_small_data(const std::filesystem::path& folder) {
  write_file(folder / "train.csv", topics_csv(240, 1));
  write_file(folder / "valid.csv", topics_csv(60, 2, 1001));
  write_file(folder / "test.csv", topics_csv(60, 3, 2001));
  write_topics_encoder(folder / "encoder");
}

Arguments import_small_data() {
  return {"import", "train.csv", "-o", "p.noiseal", "--valid", "valid.csv", "--test", "test.csv"};
}

Arguments short_run(const Arguments& more) {
  Arguments arguments{"run", "p.noiseal"};
  for (const char* setting : {"encoder=encoder", "warm_up_epochs=1", "noise_aware_epochs=1",
                              "min_warm_up_steps=0", "learning_rate=0.002", "device=cpu"}) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

const std::filesystem::path& imported_folder() {
  static const TemporaryFolder folder;
  static const bool made = [] {
    write_small_data(folder.path());
    must_succeed(folder.path(), import_small_data());
    return true;
  }();
  static_cast<void>(made);
  return folder.path();
}

const std::filesystem::path& reviewed_folder() {
  static const TemporaryFolder folder;
  static const bool made = [] {
    std::filesystem::copy(imported_folder(), folder.path(),
                          std::filesystem::copy_options::recursive);
    must_succeed(folder.path(),
                 {"noise", "p.noiseal", "--type", "asymmetric", "--rate", "0.3", "--seed", "1"});
    must_succeed(folder.path(), short_run());
    write_file(folder / "decisions.csv", "id,decision,note\n3,keep,\n4,label:food,it is soup\n");
    must_succeed(folder.path(),
                 {"review", "p.noiseal", "--apply", "decisions.csv", "--reviewer", "Ada"});
    return true;
  }();
  static_cast<void>(made);
  return folder.path();
}

Outcome must_succeed(const std::filesystem::path& folder, const Arguments& arguments) {
  Outcome outcome = run_program(folder, arguments);
  if (outcome.status != 0) {
    throw std::runtime_error("noiseal " + arguments.front() + ", status " +
                             std::to_string(outcome.status) + ": " + outcome.err);
  }
  return outcome;
}

}  // namespace noiseal::test
