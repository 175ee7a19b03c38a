// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <memory>

#include "core/annotate/annotator_name.h"
#include "core/annotate/request_ledger.h"
#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/experiment/scratch_project.h"
#include "tests/experiment/lab_parts.h"

namespace noiseal {
namespace {

using test::fake_lab;
using test::NoisyProject;
using test::small_options;
using testing::SizeIs;

/// What a server has been sent, over all runs.
struct Requests {
  std::size_t sent = 0;
  std::size_t breaks_at = SIZE_MAX;
  std::function<void()> breaks;
};

/// A language model that knows gold; a request is the row and its demonstrations' labels.
class PaidModel final : public Annotator, public CostEstimate {
 public:
  PaidModel(std::vector<std::int32_t> gold, std::shared_ptr<Requests> requests)
      : gold_(std::move(gold)), requests_(std::move(requests)) {}
  [[nodiscard]] std::string name() const override { return "llm:paid"; }
  [[nodiscard]] bool simulated() const override { return false; }
  [[nodiscard]] bool wants_demonstrations() const override { return true; }
  [[nodiscard]] bool keeps_ledger() const override { return true; }
  [[nodiscard]] double worst_case(const Question&) const override { return 0.02; }

  void ask(std::span<const Question> questions, const AnnotationContext& context,
           const AnswerSink& sink, const Control& control) override {
    for (const Question& question : questions) {
      control.check_point();
      std::string request = std::to_string(question.row);
      for (const Demonstration& shown : question.demonstrations) {
        request += fmt::format(" {}:{}", shown.row, shown.label);
      }
      const std::string hash = sha256_hex(request);
      Answer answer;
      if (const auto known = context.ledger->recall(hash)) {
        answer = *known;
        answer.cost = 0;
      } else {
        if (requests_->sent == requests_->breaks_at) {
          requests_->breaks();
        }
        ++requests_->sent;
        answer.state = AnswerState::answered;
        answer.label = gold_.at(question.row);
        answer.request_hash = hash;
        answer.cost = 0.01;
      }
      answer.row = question.row;
      context.ledger->together([&] { sink(answer); });
    }
  }

 private:
  std::vector<std::int32_t> gold_;
  std::shared_ptr<Requests> requests_;
};

ExperimentParts paid_lab(const std::shared_ptr<Requests>& requests) {
  ExperimentParts parts = fake_lab();
  parts.run.annotators = [requests](const AnnotatorSetup& setup) {
    if (parse_annotator(setup.recipe.annotator).kind != AnnotatorKind::llm) {
      return make_offline_annotator(setup);
    }
    auto model = std::make_unique<PaidModel>(setup.gold, requests);
    const CostEstimate* cost = model.get();
    return RunAnnotator{std::move(model), cost};
  };
  return parts;
}

ExperimentOptions paid_options() {
  ExperimentOptions options = small_options();
  options.seeds = {1};
  options.recipe.annotator = "llm";
  options.recipe.llm_url = "http://localhost:1/v1";
  options.recipe.llm_model = "m";
  return options;
}

std::int64_t queue_budget(const Project& project) {
  return queue_experiment(
      project, make_plan(ExperimentKind::budget, paid_options(), read_label_facts(project)),
      "test");
}

TEST(PaidAnswers, AreAskedOnceForAllArmsAndKeptInTheProject) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const auto requests = std::make_shared<Requests>();
  const std::int64_t id = queue_budget(project);
  run_experiments(project, {id}, paid_lab(requests), nullptr, Control());
  const ExperimentResult result = read_experiment(project, id);
  ASSERT_EQ(result.state, ExperimentState::finished) << result.note;
  double asked = 0;
  double cost = 0;
  for (const ArmResult& arm : result.arms) {
    asked += arm.figure(Figure::asked) == nullptr ? 0 : *arm.figure(Figure::asked)->mean;
    cost += arm.figure(Figure::cost) == nullptr ? 0 : *arm.figure(Figure::cost)->mean;
  }
  EXPECT_GT(requests->sent, 0U);
  EXPECT_LT(static_cast<double>(requests->sent), 0.8 * asked) << "the arms ask for the same rows";
  EXPECT_NEAR(cost, 0.01 * static_cast<double>(requests->sent), 1e-9);
  EXPECT_THAT(project.experiments().kept_answers(), SizeIs(requests->sent));
}

TEST(PaidAnswers, SurviveAFailureOfTheirRun) {
  NoisyProject noisy;
  const Project project = noisy.open();
  const auto requests = std::make_shared<Requests>();
  requests->breaks_at = 12;
  requests->breaks = [] { throw Error("The server is gone."); };
  const std::int64_t id = queue_budget(project);
  run_experiments(project, {id}, paid_lab(requests), nullptr, Control());
  EXPECT_EQ(project.experiments().find(id).state, ExperimentState::failed);
  EXPECT_THAT(project.experiments().kept_answers(), SizeIs(12));

  const auto whole = std::make_shared<Requests>();
  {
    NoisyProject other;
    const Project fresh = other.open();
    run_experiments(fresh, {queue_budget(fresh)}, paid_lab(whole), nullptr, Control());
  }
  const auto rest = std::make_shared<Requests>();
  run_experiments(project, {id}, paid_lab(rest), nullptr, Control());
  EXPECT_EQ(rest->sent, whole->sent - 12);
}

TEST(PaidAnswers, SurviveAKill) {
  NoisyProject noisy;
  std::int64_t id = 0;
  {
    const Project project = noisy.open();
    id = queue_budget(project);
  }
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto requests = std::make_shared<Requests>();
    requests->breaks_at = 12;
    requests->breaks = [] { _exit(9); };
    const Project project = noisy.open();
    run_experiments(project, {id}, paid_lab(requests), nullptr, Control());
    _exit(1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 9);
  const Project project = noisy.open();
  EXPECT_TRUE(std::filesystem::exists(ScratchProject::path_for(project.path())));
  const auto whole = std::make_shared<Requests>();
  {
    NoisyProject other;
    const Project fresh = other.open();
    run_experiments(fresh, {queue_budget(fresh)}, paid_lab(whole), nullptr, Control());
  }
  const auto rest = std::make_shared<Requests>();
  run_experiments(project, {}, paid_lab(rest), nullptr, Control());
  EXPECT_EQ(project.experiments().find(id).state, ExperimentState::finished);
  EXPECT_EQ(rest->sent, whole->sent - 12);
}

}  // namespace
}  // namespace noiseal
