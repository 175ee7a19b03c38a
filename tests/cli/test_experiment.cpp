// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <nlohmann/json.hpp>

#include "tests/cli/small_project.h"
#include "tests/support/test_data.h"

namespace noiseal::test {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// "experiment NAME... p.noiseal" with the tiny encoder and one epoch of each kind.
Arguments experiment(const Arguments& names, const Arguments& more = {}) {
  Arguments arguments{"experiment"};
  arguments.insert(arguments.end(), names.begin(), names.end());
  arguments.emplace_back("p.noiseal");
  for (const char* setting :
       {"encoder=encoder", "train_layers=1", "warm_up_epochs=1", "noise_aware_epochs=1",
        "min_warm_up_steps=0", "learning_rate=0.002", "device=cpu"}) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

class ExperimentCommand : public testing::Test {
 protected:
  ExperimentCommand() {
    std::filesystem::copy(imported_folder(), folder_.path(),
                          std::filesystem::copy_options::recursive);
  }
  Outcome run(const Arguments& arguments) { return run_program(folder_.path(), arguments); }
  Outcome good(const Arguments& arguments) { return must_succeed(folder_.path(), arguments); }
  TemporaryFolder folder_;
};

/// Every figure of an experiment; how long it took is no figure.
json figures_of(json result) {
  result.erase("seconds");
  result.erase("saved");
  result.erase("created");
  result.erase("id");
  for (json& arm : result["arms"]) {
    arm["recipe"].erase("encoder");
  }
  return result;
}

TEST_F(ExperimentCommand, GivesEveryArmsFiguresAndTheResultInASentence) {
  const Outcome outcome = good(experiment({"separation"}, {"--seeds", "2", "--json"}));
  const json result = json::parse(outcome.out);
  EXPECT_EQ(result["experiment"], "separation");
  EXPECT_EQ(result["state"], "finished");
  EXPECT_EQ(result["seeds"], (std::vector<int>{1, 2}));
  EXPECT_THAT(result["sentence"].get<std::string>(), HasSubstr("ROC-AUC"));
  EXPECT_THAT(result["remarks"][1].get<std::string>(), HasSubstr("no gold labels"));
  ASSERT_EQ(result["arms"].size(), 4U);
  for (const json& arm : result["arms"]) {
    EXPECT_TRUE(arm["name"].is_string());
    EXPECT_EQ(arm["seeds"], (std::vector<int>{1, 2}));
    const json& figure = arm["figures"]["roc_auc"];
    ASSERT_EQ(figure["values"].size(), 2U);
    EXPECT_NEAR(figure["mean"].get<double>(),
                (figure["values"][0].get<double>() + figure["values"][1].get<double>()) / 2, 1e-9);
    EXPECT_LE(figure["range"][0], figure["range"][1]);
    EXPECT_EQ(arm["curves"]["memorised"]["mean"].size(), 2U);
  }
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("8 runs"), HasSubstr("Free of charge")))
      << "the cost is said before the start";
}

TEST_F(ExperimentCommand, LeavesRunsAndLabelsOfTheProjectAlone) {
  good({"noise", "p.noiseal", "--type", "pair", "--rate", "0.3"});
  good({"export", "p.noiseal", "-o", "before.csv", "--labels", "given"});
  good(experiment({"noise", "budget"}));
  good({"export", "p.noiseal", "-o", "after.csv", "--labels", "given"});
  EXPECT_EQ(read_file(folder_ / "after.csv"), read_file(folder_ / "before.csv"));
  EXPECT_EQ(run({"report", "p.noiseal"}).status, 1) << "the project has no run";
  EXPECT_FALSE(std::filesystem::exists(folder_ / ".p.noiseal.lab"));
}

TEST_F(ExperimentCommand, ListsShowsWritesAndRemovesWhatTheProjectHolds) {
  good(experiment({"budget"}, {"--csv", "b.csv", "--markdown", "b.md"}));
  EXPECT_THAT(read_file(folder_ / "b.csv"), HasSubstr("budget,25 %,,test_best,1,"));
  EXPECT_THAT(read_file(folder_ / "b.md"), AllOf(HasSubstr("## Budget"), HasSubstr("knee")));
  EXPECT_THAT(good({"experiment", "p.noiseal", "--list"}).out,
              AllOf(HasSubstr("budget"), HasSubstr("finished"), HasSubstr("5 of 5 runs")));
  const json shown = json::parse(good({"experiment", "p.noiseal", "--show", "1", "--json"}).out);
  EXPECT_EQ(shown["experiment"], "budget");
  EXPECT_THAT(good({"experiment", "p.noiseal", "--show", "1"}).out, HasSubstr("test accuracy"));
  good({"experiment", "p.noiseal", "--remove", "1"});
  EXPECT_THAT(good({"experiment", "p.noiseal", "--list"}).out, HasSubstr("no experiments"));
}

TEST_F(ExperimentCommand, SaysWhatItWillTakeAndDoesNothing) {
  const auto before = snapshot(folder_.path());
  const Outcome outcome = good(experiment({"all"}, {"--forecast"}));
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("separation: 4 runs"), HasSubstr("noise: 12 runs"),
                                 HasSubstr("All together: 85 runs")));
  EXPECT_TRUE(snapshot(folder_.path()) == before);
}

TEST_F(ExperimentCommand, SaysWhichWrongLabelsItUses) {
  const auto forecast = [&](const Arguments& names, const Arguments& more) {
    Arguments arguments{"--forecast"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return good(experiment(names, arguments)).out;
  };
  EXPECT_THAT(forecast({"rules"}, {}), HasSubstr("Wrong labels: asymmetric 40 %, injected"))
      << "gold shows none";
  good({"noise", "p.noiseal", "--type", "pair", "--rate", "0.3"});
  EXPECT_THAT(forecast({"rules"}, {}),
              AllOf(HasSubstr("Wrong labels: the project's own; none are injected."),
                    Not(HasSubstr("left out"))));
  EXPECT_THAT(forecast({"rules"}, {"--rate", "0.2"}),
              AllOf(HasSubstr("Wrong labels: asymmetric 20 %, injected into a copy."),
                    HasSubstr("the project's own wrong labels are left out")));
  EXPECT_THAT(forecast({"rules"}, {"--noise", "symmetric"}),
              AllOf(HasSubstr("Wrong labels: symmetric 40 %"), HasSubstr("left out")));
  EXPECT_THAT(forecast({"noise"}, {"--rate", "0.2"}),
              AllOf(HasSubstr("each way has a kind and a rate of its own"),
                    HasSubstr("--noise and --rate change nothing here")));
}

TEST_F(ExperimentCommand, RefusesARateThatIsNoShareWhateverLabelsTheProjectHas) {
  const auto refused = [&](const Arguments& names) {
    for (const char* rate : {"1.4", "1", "0", "-0.2"}) {
      const Outcome outcome = run(experiment(names, {"--rate", rate}));
      EXPECT_EQ(outcome.status, 2) << rate;
      ASSERT_EQ(outcome.messages().size(), 1U) << outcome.err;
      EXPECT_THAT(outcome.messages().front(), HasSubstr("above 0 and below 1"));
    }
  };
  refused({"rules"});
  good({"noise", "p.noiseal", "--type", "pair", "--rate", "0.3"});
  const auto before = snapshot(folder_.path());
  refused({"rules"});
  refused({"noise", "robust-loss"});
  EXPECT_TRUE(snapshot(folder_.path()) == before);
}

TEST_F(ExperimentCommand, GoesOnAfterCtrlCAndAfterAKillToTheSameFigures) {
  const Arguments whole = experiment({"budget"}, {"--json"});
  json expected;
  {
    TemporaryFolder other;
    std::filesystem::copy(imported_folder(), other.path(),
                          std::filesystem::copy_options::recursive);
    expected = figures_of(json::parse(must_succeed(other.path(), whole).out));
  }
  {
    Program program(folder_.path(), whole);
    ASSERT_TRUE(program.wait_for_message("1 of 5"));
    program.send(SIGINT);
    const Outcome stopped = program.wait();
    EXPECT_EQ(stopped.status, 130);
    EXPECT_EQ(stopped.out, "");
    EXPECT_THAT(stopped.messages().back(), HasSubstr("experiment p.noiseal --resume"));
  }
  {
    Program program(folder_.path(), {"experiment", "p.noiseal", "--resume"});
    ASSERT_TRUE(program.wait_for_message("going on after"));
    ASSERT_TRUE(program.wait_for_message("3 of 5"));
    program.send(SIGKILL);
    program.wait();
  }
  const Outcome resumed = good(whole);
  EXPECT_THAT(resumed.err, HasSubstr("going on after"));
  const json result = json::parse(resumed.out);
  EXPECT_EQ(result["id"], 1) << "the same experiment, not another one";
  EXPECT_EQ(figures_of(result), expected);
  EXPECT_FALSE(std::filesystem::exists(folder_ / ".p.noiseal.lab"));
}

TEST_F(ExperimentCommand, RefusesWhatItDoesNotUnderstandAndChangesNothing) {
  const auto before = snapshot(folder_.path());
  const auto refused = [&](const Arguments& arguments, int status, const std::string& words) {
    const Outcome outcome = run(arguments);
    EXPECT_EQ(outcome.status, status) << outcome.err;
    ASSERT_EQ(outcome.messages().size(), 1U) << outcome.err;
    EXPECT_THAT(outcome.messages().front(), HasSubstr(words));
  };
  refused(experiment({"seperation"}), 2, "the nearest is separation");
  refused({"experiment", "p.noiseal"}, 2, "needs the name of an experiment");
  refused(experiment({"rules"}, {"--seeds", "0"}), 2, "1 to 100");
  refused(experiment({"rules"}, {"--seeds", "-2"}), 2, "below 0");
  refused(experiment({"rules"}, {"--set", "lamda=1"}), 2, "lambda");
  refused(experiment({"rules"}, {"--noise", "loud"}), 2, "loud");
  refused(experiment({"rules"}, {"--noise", "pair", "--rate", "1.5"}), 2, "below 1");
  refused(experiment({"rules"}, {"--annotator", "me"}), 2, "no annotator");
  refused(experiment({"rules"}, {"--sway", "3"}), 2, "from 0 to 1");
  refused({"experiment", "rules", "none.noiseal"}, 1, "none.noiseal");
  refused({"experiment", "p.noiseal", "--resume"}, 1, "no unfinished experiment");
  refused({"experiment", "p.noiseal", "--show", "7"}, 1, "no experiment 7");
  refused({"experiment", "p.noiseal", "--list", "--rate", "0.2"}, 2, "give the project alone");
  refused({"experiment", "p.noiseal", "--list", "--resume"}, 2, "Give one of");
  EXPECT_TRUE(snapshot(folder_.path()) == before);
}

TEST_F(ExperimentCommand, WhatCantBeMadeIsToldAndLeftAsFailed) {
  const Outcome outcome = run({"experiment", "budget", "p.noiseal", "--set", "encoder=nowhere"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages().back(), AllOf(HasSubstr("budget, failed"), HasSubstr("nowhere")));
  EXPECT_THAT(good({"experiment", "p.noiseal", "--list"}).out, HasSubstr("failed"));
}

}  // namespace
}  // namespace noiseal::test
