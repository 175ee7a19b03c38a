// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "tests/cli/small_project.h"
#include "tests/cli/wrong_input.h"
#include "tests/support/test_data.h"

namespace noiseal::test {
namespace {

using testing::HasSubstr;

std::vector<Case> all_cases() {
  std::vector<Case> all = import_cases();
  for (const std::vector<Case>& more : {run_cases(), output_cases()}) {
    all.insert(all.end(), more.begin(), more.end());
  }
  return all;
}

/// Any user may work in it, for cases that run as one without rights.
void set_up(const Case& wrong, const std::filesystem::path& folder) {
  if (wrong.start != Start::nothing) {
    std::filesystem::copy(wrong.start == Start::imported ? imported_folder() : reviewed_folder(),
                          folder, std::filesystem::copy_options::recursive);
  }
  std::filesystem::permissions(folder, std::filesystem::perms(0777));
  if (wrong.prepare) {
    wrong.prepare(folder);
  }
}

/// What a library says in its own words, and what only its authors understand.
const std::regex& library_talk() {
  static const std::regex words(
      "std::|basic_|exception|what\\(\\)|SQL|sqlite|unforeseen|json\\.|parse_error|c10|torch::|"
      "Could not convert|terminate|errno|assert");
  return words;
}

class WrongInput : public testing::TestWithParam<Case> {};

TEST_P(WrongInput, EndsWithTheRightStatusAndOneSentenceAndNothingHalfWritten) {
  const Case& wrong = GetParam();
  const TemporaryFolder folder;
  set_up(wrong, folder.path());
  const auto before = snapshot(folder.path());

  const Outcome outcome = run_program(folder.path(), wrong.arguments, wrong.conditions);
  if (wrong.conditions.without_rights && (outcome.status == 126 || outcome.status == 127)) {
    GTEST_SKIP() << "NOT TESTED: the program can't be started by a user without rights";
  }

  EXPECT_EQ(outcome.status, wrong.status) << outcome.err;
  if (wrong.status == 0) {
    for (const std::string& words : wrong.words) {
      EXPECT_THAT(outcome.out, HasSubstr(words));
    }
    return;
  }
  const std::vector<std::string> messages = outcome.messages();
  ASSERT_EQ(messages.size(), 1U) << outcome.err;
  const std::string& message = messages.front();
  EXPECT_THAT(message, testing::StartsWith("noiseal: "));
  EXPECT_THAT(message, testing::EndsWith("."));
  EXPECT_FALSE(std::regex_search(message, library_talk())) << message;
  for (const std::string& words : wrong.words) {
    EXPECT_THAT(message, HasSubstr(words));
  }
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(snapshot(folder.path()) == before) << "something was written";
  if (testing::Test::HasFailure()) {
    for (const auto& [file, bytes] : snapshot(folder.path())) {
      const auto old = before.find(file);
      if (old == before.end() || old->second != bytes) {
        ADD_FAILURE() << file << " changed";
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Table, WrongInput, testing::ValuesIn(all_cases()),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace noiseal::test
