// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/data/noise.h"
#include "tests/data/data_files.h"

namespace noiseal {
namespace {

using test::error_of;
using test::OneFile;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<double> read(std::string_view bytes, const LabelSet& labels) {
  return read_noise_matrix(OneFile(bytes, "noise.csv").path(), labels);
}

const LabelSet& two() {
  static const LabelSet kLabels({"a", "b"});
  return kLabels;
}

std::string error_in(std::string_view bytes) {
  return error_of([&] { read(bytes, two()); });
}

TEST(NoiseMatrixFile, HoldsNumbersAlone) {
  EXPECT_THAT(read("0.75,0.25\n0,1\n", two()), ElementsAre(0.75, 0.25, 0, 1));
  EXPECT_THAT(read("0.75; 0.25\r\n\r\n0; 1\r\n", two()), ElementsAre(0.75, 0.25, 0, 1));
  EXPECT_THAT(read("0.75\t0.25\n1e0\t0", two()), ElementsAre(0.75, 0.25, 1, 0));
}

TEST(NoiseMatrixFile, IsNormalisedRowByRow) {
  EXPECT_THAT(read("3,1\n10,0\n", two()), ElementsAre(0.75, 0.25, 1, 0));
}

TEST(NoiseMatrixFile, MayNameItsColumnsInAnyOrder) {
  // Rows without names stand in the order of the header line.
  EXPECT_THAT(read("b,a\n0.5,0.5\n0.25,0.75\n", two()), ElementsAre(0.75, 0.25, 0.5, 0.5));
}

TEST(NoiseMatrixFile, MayNameItsRowsInAnyOrder) {
  EXPECT_THAT(read("gold,b,a\na,0.25,0.75\n b ,1,0\n", two()), ElementsAre(0.75, 0.25, 0, 1));
  const LabelSet odd({"x, y", "z"});
  EXPECT_THAT(read(",z,\"x, y\"\nz,1,0\n\"x, y\",0.5,0.5\n", odd), ElementsAre(0.5, 0.5, 0, 1));
}

TEST(NoiseMatrixFile, MayHaveNumbersAsLabels) {
  EXPECT_THAT(read("1,0\n1,0\n0.25,0.75\n", LabelSet({"0", "1"})), ElementsAre(0.75, 0.25, 0, 1));
}

TEST(NoiseMatrixFile, SaysWhereItHasTheWrongSize) {
  EXPECT_THAT(error_in("1,0\n"), AllOf(HasSubstr("noise.csv, line 1"), HasSubstr("1 rows")));
  EXPECT_THAT(error_in("1,0\n1,0\n1,0\n1,0\n"), AllOf(HasSubstr("line 4"), HasSubstr("4 rows")));
  EXPECT_THAT(error_in("1,0\n1,0,0\n"), AllOf(HasSubstr("line 2"), HasSubstr("3 numbers")));
  EXPECT_THAT(error_in("a,b,c,d\n1,0\n0,1\n"), AllOf(HasSubstr("line 1"), HasSubstr("4 fields")));
  EXPECT_THAT(error_in("a,b\n1,0\n1\n"), AllOf(HasSubstr("line 3"), HasSubstr("1 numbers")));
  EXPECT_THAT(error_in(""), HasSubstr("is empty"));
  EXPECT_THAT(error_of([] { read_noise_matrix("no/such.csv", two()); }), HasSubstr("no/such.csv"));
}

TEST(NoiseMatrixFile, SaysWhichLabelIsWrong) {
  EXPECT_THAT(error_in("a,c\n1,0\n0,1\n"), AllOf(HasSubstr("line 1"), HasSubstr("\"c\"")));
  EXPECT_THAT(error_in("a,a\n1,0\n0,1\n"), AllOf(HasSubstr("line 1"), HasSubstr("twice")));
  EXPECT_THAT(error_in(",a,b\nc,1,0\nb,0,1\n"), AllOf(HasSubstr("line 2"), HasSubstr("\"c\"")));
  EXPECT_THAT(error_in(",a,b\na,1,0\na,0,1\n"),
              AllOf(HasSubstr("line 3"), HasSubstr("another row")));
}

TEST(NoiseMatrixFile, SaysWhichNumberIsWrong) {
  EXPECT_THAT(error_in("a,b\n1,0\n0,many\n"),
              AllOf(HasSubstr("line 3"), HasSubstr("\"many\" is not a number")));
  EXPECT_THAT(error_in("a,b\n1,0\n0,\n"), HasSubstr("not a number"));
  EXPECT_THAT(error_in("a,b\n1,0\n0,nan\n"), HasSubstr("not a number"));
  EXPECT_THAT(error_in("1,0\n-1,2\n"), AllOf(HasSubstr("line 2"), HasSubstr("negative")));
  EXPECT_THAT(error_in("1,0\n0,0\n"), AllOf(HasSubstr("line 2"), HasSubstr("zero")));
  EXPECT_THAT(error_in("1e308,1e308\n0,1\n"), AllOf(HasSubstr("line 1"), HasSubstr("too large")));
}

}  // namespace
}  // namespace noiseal
