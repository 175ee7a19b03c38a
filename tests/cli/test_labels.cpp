// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/program.h"
#include "tests/support/test_data.h"

namespace noiseal::test {
namespace {

using testing::HasSubstr;

class LabelsCommand : public testing::Test {
 protected:
  LabelsCommand() {
    write_file(folder_ / "t.csv", "text,label\r\none,Sport\r\n\"two\",sport\r\nthree,World\r\n");
    run({"import", "t.csv", "-o", "p.noiseal"});
  }
  Outcome run(const Arguments& arguments) { return run_program(folder_.path(), arguments); }
  TemporaryFolder folder_;
};

TEST_F(LabelsCommand, ListsTheLabelsWithTheirCounts) {
  const Outcome outcome = run({"labels", "p.noiseal"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("World          1          0          0"));
}

TEST_F(LabelsCommand, MergedLabelsAreOneInTheExportAndNothingElseChanges) {
  const Outcome outcome =
      run({"labels", "p.noiseal", "--merge", "sport=Sport", "--describe", "World=news=politics"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Sport          2"));
  EXPECT_THAT(outcome.out, HasSubstr("news=politics"));
  EXPECT_EQ(run({"export", "p.noiseal", "-o", "clean.csv"}).status, 0);
  EXPECT_EQ(read_file(folder_ / "clean.csv"),
            "text,label\r\none,Sport\r\n\"two\",Sport\r\nthree,World\r\n");
}

TEST_F(LabelsCommand, AnUnknownLabelChangesNothing) {
  const Outcome outcome =
      run({"labels", "p.noiseal", "--merge", "sport=Sport", "--merge", "Wrld=Sport"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("no label \"Wrld\", you may have meant \"World\""));
  EXPECT_THAT(run({"labels", "p.noiseal"}).out, HasSubstr("sport"));
}

}  // namespace
}  // namespace noiseal::test
