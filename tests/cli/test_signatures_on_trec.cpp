// SPDX-License-Identifier: GPL-3.0-or-later
// Failure signatures on real questions and a real encoder: a minute a run, so under the label slow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "tests/cli/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal::test {
namespace {

using testing::Contains;
using testing::IsEmpty;

/// The signatures that a Quick run on TREC shows.
std::set<std::string> signatures_of(const std::string& noise, const std::string& rate,
                                    const Arguments& more = {}) {
  const TemporaryFolder folder;
  const auto trec = data_folder() / "trec6";
  must_succeed(folder.path(),
               {"import", (trec / "train.csv").string(), "-o", "p.noiseal", "--test",
                (trec / "test.csv").string(), "--drop-test-overlap", "--valid", "0.1"});
  must_succeed(folder.path(),
               {"noise", "p.noiseal", "--type", noise, "--rate", rate, "--seed", "1"});
  Arguments run{"run", "p.noiseal", "--set", "preset=quick"};
  run.insert(run.end(), more.begin(), more.end());
  must_succeed(folder.path(), run);
  const auto report =
      nlohmann::json::parse(must_succeed(folder.path(), {"report", "p.noiseal", "--json"}).out);
  std::set<std::string> names;
  for (const auto& signature : report.at("signatures")) {
    names.insert(signature.at("name").get<std::string>());
  }
  return names;
}

class SignaturesOnTrec : public testing::Test {
 protected:
  void SetUp() override {
    NOISEAL_NEEDS(!data_folder().empty(), "real data sets");
    NOISEAL_NEEDS(!minilm_folder().empty(), "the MiniLM encoder");
  }
};

TEST_F(SignaturesOnTrec, StaySilentWhereHardlyALabelIsWrong) {
  EXPECT_THAT(signatures_of("symmetric", "0.01"), IsEmpty());
}

TEST_F(SignaturesOnTrec, StaySilentWhereHardlyALabelIsWrongAndAnswersCome) {
  EXPECT_THAT(signatures_of("symmetric", "0.01", {"--annotator", "simulated:0.85:model"}),
              IsEmpty());
}

TEST_F(SignaturesOnTrec, TwoStrongModelsShowConfirmationBias) {
  EXPECT_THAT(signatures_of("asymmetric", "0.4", {"--set", "second_model=two-strong"}),
              Contains("confirmation-bias"));
}

TEST_F(SignaturesOnTrec, SixtyPercentAsymmetricNoiseIsOutOfTheRobustLossesRange) {
  EXPECT_THAT(signatures_of("asymmetric", "0.6"), Contains("robust-loss-out-of-range"));
}

}  // namespace
}  // namespace noiseal::test
