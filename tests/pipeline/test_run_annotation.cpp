// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"
#include "core/pipeline/training_run.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/stored_run.h"

namespace noiseal {
namespace {

using nlohmann::json;
using test::error_of;
using test::fake_parts;
using test::FakeWatch;
using test::NoisyProject;
using test::run_to_end;
using test::small_recipe;
using test::trace_of;
using testing::Contains;
using testing::HasSubstr;

/// Answers with gold for money, and remembers what it was asked.
class PaidAnnotator final : public Annotator, public CostEstimate {
 public:
  struct Ledger {
    std::vector<std::uint32_t> asked;
    std::size_t fewest_shown = 1000;      ///< demonstrations with a question
    std::size_t breaks_after = SIZE_MAX;  ///< answers, then it fails
  };

  PaidAnnotator(std::vector<std::int32_t> gold, std::shared_ptr<Ledger> ledger)
      : gold_(std::move(gold)), ledger_(std::move(ledger)) {}
  [[nodiscard]] std::string name() const override { return "llm:paid"; }
  [[nodiscard]] bool simulated() const override { return false; }
  [[nodiscard]] bool wants_demonstrations() const override { return true; }
  [[nodiscard]] double worst_case(const Question&) const override { return 0.02; }

  void ask(std::span<const Question> questions, const AnnotationContext&, const AnswerSink& sink,
           const Control& control) override {
    for (const Question& question : questions) {
      control.check_point();
      if (ledger_->asked.size() >= ledger_->breaks_after) {
        throw Error("The server is gone.");
      }
      ledger_->asked.push_back(question.row);
      ledger_->fewest_shown = std::min(ledger_->fewest_shown, question.demonstrations.size());
      Answer answer;
      answer.row = question.row;
      answer.state = AnswerState::answered;
      answer.label = gold_.at(question.row);
      answer.tokens_in = 100;
      answer.tokens_out = 2;
      answer.cost = 0.01;
      sink(answer);
    }
  }

 private:
  std::vector<std::int32_t> gold_;
  std::shared_ptr<Ledger> ledger_;
};

class RunAnnotation : public testing::Test {
 protected:
  [[nodiscard]] json report_of(std::int64_t run) const { return test::report_of(project_, run); }
  [[nodiscard]] std::vector<float> joint(std::int64_t run, int epoch,
                                         const std::string& name) const {
    return test::signal_of(project_, run, epoch, "joint", name);
  }
  [[nodiscard]] RunParts paid_parts(const std::shared_ptr<FakeWatch>& watch = nullptr) const {
    RunParts parts = fake_parts(watch);
    parts.annotators = [ledger = ledger_](const AnnotatorSetup& setup) {
      auto annotator = std::make_unique<PaidAnnotator>(setup.gold, ledger);
      const CostEstimate* cost = annotator.get();
      return RunAnnotator{std::move(annotator), cost};
    };
    return parts;
  }
  /// Runs until the first selection has asked and training goes on; returns the stopped run.
  std::int64_t run_stopped_after_asking(const RunParts& parts,
                                        const std::shared_ptr<FakeWatch>& watch) {
    const int selecting = recipe_.warm_up_epochs + 1;
    watch->trouble_at = 0;
    watch->trouble = [seen = watch.get(), selecting](const Control& control) {
      seen->trouble_at = seen->moments.size() + 1;
      if (!seen->moments.empty() && seen->moments.back().epoch == selecting) {
        control.request_stop();
      }
    };
    EXPECT_THROW(start_run(project_, recipe_, UseDecisions::no, parts, nullptr, Control()),
                 Interrupted);
    watch->trouble_at = SIZE_MAX;
    return project_.runs().newest()->id;
  }

  NoisyProject noisy_;
  Project project_ = noisy_.open();
  Recipe recipe_ = small_recipe();
  std::shared_ptr<PaidAnnotator::Ledger> ledger_ = std::make_shared<PaidAnnotator::Ledger>();
};

TEST_F(RunAnnotation, WorksWithEachLocalAnnotatorUnderBothAcceptances) {
  for (const Acceptance acceptance : {Acceptance::overwrite, Acceptance::two_witness}) {
    for (const char* name : {"none", "neighbours", "simulated:0.85", "simulated:0.85:model"}) {
      recipe_.annotator = name;
      recipe_.acceptance = acceptance;
      const std::int64_t run = run_to_end(project_, recipe_);
      const json annotator = report_of(run)["annotator"];
      const bool simulated = std::string_view(name).starts_with("simulated");
      EXPECT_EQ(annotator["name"], name);
      EXPECT_EQ(annotator["simulated"], simulated);
      EXPECT_EQ(annotator["asked"] == 0, recipe_.annotator == "none") << name;
      EXPECT_EQ(annotator["asked"], annotator["answered"]) << name;
      EXPECT_EQ(annotator["cost"], 0);
      EXPECT_GT(report_of(run)["error_score"]["roc_auc"], 0.85) << name;
    }
  }
}

TEST_F(RunAnnotation, AsksARowOnceAndKeepsItsAnswer) {
  recipe_.annotator = "simulated:0.85";
  const std::int64_t run = run_to_end(project_, recipe_);
  const std::vector<AnswerRecord> answers = project_.answers().all(run);
  std::set<std::uint32_t> rows;
  std::map<int, std::size_t> by_epoch;
  for (const AnswerRecord& answer : answers) {
    EXPECT_TRUE(rows.insert(answer.index).second);
    EXPECT_GE(answer.label, 0);
    ++by_epoch[answer.epoch];
  }
  EXPECT_GT(rows.size(), 30U);
  for (const json& epoch : report_of(run)["epochs"]) {
    EXPECT_EQ(epoch["asked"], by_epoch[epoch["epoch"].get<int>()]);
  }
  const std::vector<std::int64_t> ids = project_.runs().row_ids(run);
  for (const AnswerRecord& answer : answers) {
    EXPECT_EQ(project_.scores().get(run, ids.at(answer.index))->annotator_label, answer.label);
  }
}

TEST_F(RunAnnotation, OverwriteAsksOnlyThePurifiedAndTheAnswerBecomesTheLabel) {
  recipe_.annotator = "simulated:0.85";
  recipe_.acceptance = Acceptance::overwrite;
  const std::int64_t run = run_to_end(project_, recipe_);
  for (const AnswerRecord& answer : project_.answers().all(run)) {
    EXPECT_EQ(static_cast<RowSet>(joint(run, answer.epoch, "selected")[answer.index]),
              RowSet::purified);
    EXPECT_EQ(joint(run, answer.epoch, "label")[answer.index], static_cast<float>(answer.label));
  }
}

TEST_F(RunAnnotation, TwoWitnessAcceptsWhatTheModelsOrTheGivenLabelSay) {
  recipe_.annotator = "simulated:0.6";
  const std::int64_t run = run_to_end(project_, recipe_);
  const std::vector<std::int32_t> given = project_.rows().read_labels(Split::train).given;
  std::map<AnswerFate, int> fates;
  for (const AnswerRecord& answer : project_.answers().all(run)) {
    const auto fate = static_cast<AnswerFate>(joint(run, answer.epoch, "fate")[answer.index]);
    const auto set = static_cast<RowSet>(joint(run, answer.epoch, "set")[answer.index]);
    const auto before = static_cast<RowSet>(joint(run, answer.epoch, "selected")[answer.index]);
    ++fates[fate];
    EXPECT_NE(before, RowSet::reliable);
    if (fate == AnswerFate::refused) {
      EXPECT_EQ(set, RowSet::hard);
      EXPECT_NE(answer.label, given[answer.index]);
    } else {
      EXPECT_EQ(fate, AnswerFate::accepted);
      EXPECT_EQ(set, before == RowSet::hard ? RowSet::reliable : RowSet::purified);
    }
  }
  EXPECT_GT(fates[AnswerFate::accepted], 10);
  EXPECT_GT(fates[AnswerFate::refused], 3);
  const auto last = joint(run, 5, "fate");
  EXPECT_EQ(report_of(run)["annotator"]["refused_by_witness"],
            std::count(last.begin(), last.end(), static_cast<float>(AnswerFate::refused)));
}

TEST_F(RunAnnotation, AcceptedAnswersAreSuggested) {
  recipe_.annotator = "simulated:1";
  const std::int64_t run = run_to_end(project_, recipe_);
  std::size_t accepted = 0;
  project_.scores().for_each_by_rank(run, [&](const RowScore& row) {
    if (row.accepted) {
      ++accepted;
      EXPECT_EQ(row.suggestion, row.annotator_label);
    }
    return true;
  });
  EXPECT_GT(accepted, 30U);
}

TEST_F(RunAnnotation, SaysThatGoldLeaksWhereItIsSimulated) {
  recipe_.annotator = "simulated:0.85";
  recipe_.budget_share = 0.5;
  std::vector<std::string> remarks;
  const std::int64_t run = start_run(
      project_, recipe_, UseDecisions::no, fake_parts(),
      [&](const RunEvent& event) {
        if (const auto* started = std::get_if<RunStarted>(&event)) {
          remarks = started->remarks;
        }
      },
      Control());
  EXPECT_THAT(remarks, Contains(HasSubstr("simulated")));
  const json report = report_of(run);
  EXPECT_TRUE(report["annotator"]["simulated"].get<bool>());
  EXPECT_TRUE(report["error_score"]["roc_auc_never_asked"].is_number());
}

TEST_F(RunAnnotation, ABudgetOfNothingIsNoAnnotator) {
  auto none = trace_of(project_, run_to_end(project_, recipe_));
  none.erase("report");  // it names the annotator
  for (const char* name : {"neighbours", "simulated:0.85"}) {
    for (const char* key : {"budget_share", "budget_rows"}) {
      Recipe recipe = recipe_;
      recipe.annotator = name;
      set_recipe_value(recipe, key, "0");
      auto trace = trace_of(project_, run_to_end(project_, recipe));
      trace.erase("report");
      EXPECT_EQ(trace, none) << name << " " << key;
    }
  }
}

TEST_F(RunAnnotation, KeepsToTheRowsOfItsBudgetOverTheWholeRun) {
  recipe_.annotator = "simulated:0.85";
  recipe_.budget_rows = 25;
  EXPECT_EQ(project_.answers().totals(run_to_end(project_, recipe_)).asked, 25);
  recipe_.budget_rows = 100'000;
  EXPECT_GT(project_.answers().totals(run_to_end(project_, recipe_)).asked, 25);
}

TEST_F(RunAnnotation, KeepsToItsShareOfEachSelectionsPool) {
  recipe_.annotator = "simulated:0.85";
  recipe_.budget_share = 0.5;
  const std::int64_t run = run_to_end(project_, recipe_);
  std::set<std::uint32_t> before;
  for (int epoch = 3; epoch <= 5; ++epoch) {
    const auto selected = joint(run, epoch, "selected");
    std::size_t pool = 0;
    std::size_t carried = 0;
    for (std::uint32_t i = 0; i < selected.size(); ++i) {
      const auto set = static_cast<RowSet>(selected[i]);
      if (set == RowSet::purified || set == RowSet::hard) {
        ++pool;
        carried += before.contains(i) ? 1U : 0U;
      }
    }
    std::size_t asked = 0;
    for (const AnswerRecord& answer : project_.answers().all(run)) {
      if (answer.epoch == epoch) {
        ++asked;
        before.insert(answer.index);
      }
    }
    const auto quota = static_cast<std::size_t>(std::lround(0.5 * static_cast<double>(pool)));
    EXPECT_EQ(asked, quota > carried ? quota - carried : 0) << epoch;
  }
}

TEST_F(RunAnnotation, KeepsToItsBudgetAfterAStop) {
  recipe_.annotator = "simulated:0.85";
  recipe_.budget_rows = 90;
  const auto whole = trace_of(project_, run_to_end(project_, recipe_));
  const auto watch = std::make_shared<FakeWatch>();
  const std::int64_t run = run_stopped_after_asking(fake_parts(watch), watch);
  EXPECT_GT(project_.answers().totals(run).asked, 0);
  resume_run(project_, run, fake_parts(), nullptr, Control());
  EXPECT_LE(project_.answers().totals(run).asked, 90);
  EXPECT_EQ(trace_of(project_, run), whole);
}

TEST_F(RunAnnotation, FarthestFirstAsksOtherRows) {
  recipe_.annotator = "simulated:0.85";
  recipe_.budget_rows = 20;
  const auto rows = [&] {
    std::set<std::uint32_t> asked;
    for (const AnswerRecord& answer : project_.answers().all(run_to_end(project_, recipe_))) {
      asked.insert(answer.index);
    }
    return asked;
  };
  const std::set<std::uint32_t> spread = rows();
  recipe_.ask_order = AskOrder::farthest_first;
  const std::set<std::uint32_t> farthest = rows();
  EXPECT_EQ(farthest.size(), 20U);
  EXPECT_NE(farthest, spread);
}

TEST_F(RunAnnotation, ShowsAsManyDemonstrationsAsTheRecipeSays) {
  recipe_.annotator = "llm";
  recipe_.demonstrations = 4;
  recipe_.budget_rows = 30;
  const std::int64_t run =
      start_run(project_, recipe_, UseDecisions::no, paid_parts(), nullptr, Control());
  EXPECT_EQ(ledger_->fewest_shown, 4U);
  for (const AnswerRecord& answer : project_.answers().all(run)) {
    for (const json& shown : json::parse(answer.demonstrations)) {
      const auto row = shown["row"].get<std::size_t>();
      EXPECT_EQ(static_cast<RowSet>(joint(run, answer.epoch, "selected")[row]), RowSet::reliable);
      EXPECT_EQ(static_cast<float>(shown["label"].get<int>()),
                joint(run, answer.epoch, "label")[row]);
    }
  }
  const json annotator = report_of(run)["annotator"];
  EXPECT_EQ(annotator["name"], "llm:paid");
  EXPECT_EQ(annotator["tokens_in"], 3000);
  EXPECT_EQ(annotator["tokens_out"], 60);
  EXPECT_NEAR(annotator["cost"].get<double>(), 0.3, 1e-9);
}

TEST_F(RunAnnotation, NeverSpendsMoreThanItsMoneyEvenInTheWorstCase) {
  recipe_.annotator = "llm";
  recipe_.budget_money = 0.5;
  const std::int64_t run =
      start_run(project_, recipe_, UseDecisions::no, paid_parts(), nullptr, Control());
  const AnswerTotals totals = project_.answers().totals(run);
  EXPECT_LE(totals.cost, 0.5);
  EXPECT_GE(totals.asked, 40);  // what was cheaper than feared is spent on more questions
  recipe_.budget_money = 0.0;
  ledger_->asked.clear();
  start_run(project_, recipe_, UseDecisions::no, paid_parts(), nullptr, Control());
  EXPECT_TRUE(ledger_->asked.empty());
}

TEST_F(RunAnnotation, PaysForNoAnswerTwiceAfterAStop) {
  recipe_.annotator = "llm";
  recipe_.budget_money = 0.5;
  const auto watch = std::make_shared<FakeWatch>();
  const std::int64_t run = run_stopped_after_asking(paid_parts(watch), watch);
  const std::size_t before = ledger_->asked.size();
  EXPECT_GT(before, 0U);
  EXPECT_EQ(project_.answers().totals(run).asked, static_cast<std::int64_t>(before));
  resume_run(project_, run, paid_parts(), nullptr, Control());
  EXPECT_EQ(std::set(ledger_->asked.begin(), ledger_->asked.end()).size(), ledger_->asked.size());
  EXPECT_LE(project_.answers().totals(run).cost, 0.5);
  EXPECT_EQ(project_.answers().totals(run).asked, static_cast<std::int64_t>(ledger_->asked.size()));
}

TEST_F(RunAnnotation, KeepsWhatWasPaidForWhenTheServerBreaksDown) {
  recipe_.annotator = "llm";
  recipe_.budget_rows = 30;
  ledger_->breaks_after = 10;
  EXPECT_THAT(error_of([&] {
                start_run(project_, recipe_, UseDecisions::no, paid_parts(), nullptr, Control());
              }),
              HasSubstr("server is gone"));
  const RunRecord run = project_.runs().newest().value();
  EXPECT_EQ(run.state, RunState::failed);
  EXPECT_THAT(run.note, HasSubstr("server is gone"));
  EXPECT_EQ(run.last_epoch, 2);
  EXPECT_EQ(project_.answers().totals(run.id).asked, 10);
  ledger_->breaks_after = SIZE_MAX;
  resume_run(project_, {}, paid_parts(), nullptr, Control());
  EXPECT_EQ(project_.answers().totals(run.id).asked, 30);
  EXPECT_EQ(std::set(ledger_->asked.begin(), ledger_->asked.end()).size(), 30U);
}

TEST_F(RunAnnotation, RefusesAServerWithoutOne) {
  recipe_.annotator = "llm";
  EXPECT_THROW(run_to_end(project_, recipe_), UsageError);
  EXPECT_TRUE(project_.runs().all().empty());
}

TEST(RunAnnotationWithoutGold, RefusesASimulatedAnnotator) {
  NoisyProject noisy({.noise = ""});
  const Project project = noisy.open();
  Recipe recipe = small_recipe();
  recipe.annotator = "simulated:0.85";
  EXPECT_THAT(error_of([&] { run_to_end(project, recipe); }), HasSubstr("gold"));
  EXPECT_TRUE(project.runs().all().empty());
}

}  // namespace
}  // namespace noiseal
