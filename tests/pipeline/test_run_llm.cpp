// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <nlohmann/json.hpp>
#include <set>

#include "core/annotate/llm_annotator.h"
#include "core/base/error.h"
#include "core/pipeline/request_account.h"
#include "core/pipeline/sent_request.h"
#include "core/pipeline/training_run.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/pipeline/stored_run.h"

namespace noiseal {
namespace {

using nlohmann::json;
using test::error_of;
using test::fake_parts;
using test::NoisyProject;
using test::small_recipe;
using testing::HasSubstr;

/// What the fake server saw, and what it does.
struct Server {
  std::vector<std::string> bodies;
  std::size_t fails_from = SIZE_MAX;  ///< answers from this one, from 1, to before the other fail
  std::size_t fails_to = SIZE_MAX;
  std::size_t gone_after = SIZE_MAX;  ///< answers; then the program is as if killed
};

/// As after a kill: nothing that follows is stored.
struct Killed {};

/// Answers with one of the labels by a hash of the request.
class FakeClient final : public ChatClient {
 public:
  FakeClient(std::vector<std::string> labels, std::shared_ptr<Server> server)
      : labels_(std::move(labels)), server_(std::move(server)) {}
  [[nodiscard]] std::size_t capacity() const override { return 8; }
  [[nodiscard]] int most_attempts() const override { return 2; }
  void send(ChatCall call) override {
    server_->bodies.push_back(call.body);
    calls_.push_back(std::move(call));
  }
  std::vector<ChatReply> wait(std::chrono::milliseconds) override {
    if (++answered_ > server_->gone_after) {
      throw Killed();
    }
    const ChatCall call = calls_.front();
    calls_.pop_front();
    ChatReply reply;
    reply.id = call.id;
    if (server_->fails_from <= answered_ && answered_ < server_->fails_to) {
      reply.reading.fault = ChatFault{FaultKind::timeout, FaultEffect::retry, true, "Too late."};
      reply.lost_attempts = 2;
      return {reply};
    }
    reply.reading.content = labels_[std::hash<std::string>()(call.body) % labels_.size()];
    reply.reading.use = {100, 0, 2};
    reply.reading.use_known = true;
    return {reply};
  }
  void cancel_all() override { calls_.clear(); }

 private:
  std::vector<std::string> labels_;
  std::shared_ptr<Server> server_;
  std::size_t answered_ = 0;
  std::deque<ChatCall> calls_;
};

class RunWithAnLlm : public testing::Test {
 protected:
  RunWithAnLlm() {
    recipe_.annotator = "llm";
    recipe_.llm_url = "http://here/v1";
    recipe_.llm_model = "m";
    recipe_.demonstrations = 2;
  }
  [[nodiscard]] RunParts parts() const {
    RunParts parts = fake_parts();
    parts.annotators = [server = server_, price = price_](const AnnotatorSetup& setup) {
      LlmOptions options;
      options.prompt.server = setup.recipe.llm_url;
      options.prompt.model = setup.recipe.llm_model;
      options.prompt.labels = setup.labels;
      options.price = price;
      options.texts = setup.texts->train;
      auto annotator = std::make_unique<LlmAnnotator>(
          options, std::make_unique<FakeClient>(setup.labels, server));
      const CostEstimate* cost = annotator.get();
      return RunAnnotator{std::move(annotator), cost, {}};
    };
    return parts;
  }
  /// Like parts(), but with the project's answers alone.
  [[nodiscard]] RunParts replaying() const {
    RunParts parts = fake_parts();
    parts.annotators = [price = price_](const AnnotatorSetup& setup) {
      LlmOptions options;
      options.prompt.server = setup.recipe.llm_url;
      options.prompt.model = setup.recipe.llm_model;
      options.prompt.labels = setup.labels;
      options.price = price;
      options.texts = setup.texts->train;
      auto annotator = std::make_unique<LlmAnnotator>(options, nullptr);
      const CostEstimate* cost = annotator.get();
      return RunAnnotator{std::move(annotator), cost, {}};
    };
    return parts;
  }
  std::int64_t run() {
    return start_run(project_, recipe_, UseDecisions::no, parts(), nullptr, Control());
  }
  /// Starts a run that breaks off after so many answers as if the process had been killed.
  std::int64_t run_killed_after(std::size_t answers) {
    server_->gone_after = answers;
    EXPECT_THROW(run(), Killed);
    server_->gone_after = SIZE_MAX;
    return project_.runs().newest()->id;
  }
  [[nodiscard]] json annotator_of(std::int64_t run) const {
    return test::report_of(project_, run)["annotator"];
  }

  NoisyProject noisy_;
  Project project_ = noisy_.open();
  Recipe recipe_ = small_recipe();
  ModelPrice price_ = {100, 50, 200};
  std::shared_ptr<Server> server_ = std::make_shared<Server>();
};

TEST_F(RunWithAnLlm, StoresEachAnswerUnderTheHashOfItsRequest) {
  const std::int64_t id = run();
  const std::vector<AnswerRecord> answers = project_.answers().all(id);
  EXPECT_GT(answers.size(), 30U);
  EXPECT_EQ(answers.size(), server_->bodies.size());
  for (const AnswerRecord& answer : answers) {
    EXPECT_EQ(answer.request_hash.size(), 64U);
    EXPECT_EQ(json::parse(answer.demonstrations).size(), 2U);
  }
  EXPECT_EQ(annotator_of(id)["name"], "llm:m");
  EXPECT_EQ(reserved_money(project_, id), 0);
}

/// JSON without its line breaks.
std::string compact(const std::string& text) {
  return nlohmann::ordered_json::parse(text).dump();
}

TEST_F(RunWithAnLlm, TheExactRequestBehindEachAnswerIsMadeAgainFromTheProject) {
  const RunRecord record = project_.runs().run(run());
  const std::set<std::string> sent(server_->bodies.begin(), server_->bodies.end());
  const ReviewCards cards(project_, record.id);
  const std::vector<std::int64_t> rows = project_.runs().row_ids(record.id);
  for (const AnswerRecord& answer : project_.answers().all(record.id)) {
    const ReviewCard card = cards.read(rows[answer.index]);
    const SentRequest request = rebuild_request(project_, record, card);
    EXPECT_EQ(request.match, RequestMatch::exact);
    EXPECT_TRUE(sent.contains(compact(request.body)));
    ASSERT_EQ(request.messages.size(), 6U);  // instructions, two examples of two, the row
    EXPECT_EQ(request.messages[3].part, MessagePart::example);
    EXPECT_EQ(request.messages[3].example, 1U);
    EXPECT_NE(request.messages.back().text.find(card.row.text), std::string::npos);
  }
}

TEST_F(RunWithAnLlm, ARequestThatCannotBeMadeAgainExactlySaysSo) {
  const RunRecord record = project_.runs().run(run());
  project_.labels().set_description(0, "written after the run");
  const ReviewCards cards(project_, record.id);
  const std::vector<std::int64_t> rows = project_.runs().row_ids(record.id);
  const std::uint32_t index = project_.answers().all(record.id).front().index;
  const SentRequest request = rebuild_request(project_, record, cards.read(rows[index]));
  EXPECT_EQ(request.match, RequestMatch::changed);
  EXPECT_THAT(request.sentence, HasSubstr("not exactly what was sent"));
  EXPECT_THAT(request.messages.front().text, HasSubstr("written after the run"));
}

TEST_F(RunWithAnLlm, ReplaysItselfWithoutANetworkAndWithTheSameFigures) {
  recipe_.budget_money = 2;
  const json first = annotator_of(run());
  EXPECT_GT(first["asked"], 10);
  server_->bodies.clear();
  const json second = annotator_of(run());
  EXPECT_TRUE(server_->bodies.empty());
  EXPECT_EQ(first, second);
}

TEST_F(RunWithAnLlm, AsksAgainAfterAKillOnlyWhatWasOpen) {
  const std::int64_t id = run_killed_after(20);
  EXPECT_EQ(project_.answers().totals(id).asked, 20);
  EXPECT_LE(server_->bodies.size(), 28U);
  EXPECT_GT(reserved_money(project_, id), 0);
  resume_run(project_, id, parts(), nullptr, Control());
  const std::set<std::string> different(server_->bodies.begin(), server_->bodies.end());
  EXPECT_LE(server_->bodies.size() - different.size(), 8U);
  EXPECT_EQ(project_.answers().totals(id).asked, static_cast<std::int64_t>(different.size()));
}

TEST_F(RunWithAnLlm, CountsALostRequestAtItsWorstAgainstTheBudget) {
  recipe_.budget_money = 3;
  const std::int64_t id = run_killed_after(20);
  const double lost = reserved_money(project_, id);
  EXPECT_GT(lost, 8 * 0.02);
  for (const std::size_t answers : {5U, 3U}) {
    server_->gone_after = answers;
    EXPECT_THROW(resume_run(project_, id, parts(), nullptr, Control()), Killed);
  }
  server_->gone_after = SIZE_MAX;
  EXPECT_GT(reserved_money(project_, id), 2 * lost);
  resume_run(project_, id, parts(), nullptr, Control());
  const double spent = project_.answers().totals(id).cost + reserved_money(project_, id);
  EXPECT_LE(spent, 3 + 1e-9);
  EXPECT_DOUBLE_EQ(annotator_of(id)["cost"].get<double>(), spent);
}

TEST_F(RunWithAnLlm, IsReplayedWithItsFailedAndItsUnaskedRows) {
  recipe_.budget_money = 2;
  recipe_.llm_ask_twice = 6;
  server_->fails_from = 8;
  server_->fails_to = 14;
  const std::int64_t first = run();
  EXPECT_EQ(annotator_of(first)["failed"], 6);
  const std::int64_t second =
      start_run(project_, recipe_, UseDecisions::no, replaying(), nullptr, Control());
  EXPECT_EQ(annotator_of(second), annotator_of(first));
  EXPECT_EQ(test::trace_of(project_, second), test::trace_of(project_, first));
}

TEST_F(RunWithAnLlm, AsksFailedRowsOfABrokenEpochAgainWhenItGoesOn) {
  server_->fails_from = 25;
  EXPECT_THAT(error_of([&] { run(); }), HasSubstr("16 requests in a row failed"));
  const std::int64_t id = project_.runs().newest()->id;
  const AnswerTotals broken = project_.answers().totals(id);
  EXPECT_EQ(broken.answered, 24);
  EXPECT_GE(broken.failed, 16);
  server_->fails_from = SIZE_MAX;
  resume_run(project_, id, parts(), nullptr, Control());
  EXPECT_EQ(annotator_of(id)["failed"], 0);
  EXPECT_GT(project_.answers().totals(id).cost, broken.cost);  // what failed stays paid
}

TEST_F(RunWithAnLlm, AsksSomeRowsTwiceAndSeesAnAnnotatorThatChangesItsMind) {
  recipe_.llm_ask_twice = 10;
  recipe_.demonstrations = 4;
  const std::int64_t id = run();
  const json annotator = annotator_of(id);
  const auto twice = annotator["asked_twice"].get<std::size_t>();
  EXPECT_GE(twice, 10U);  // ten in each epoch that asks so many
  // The fake answers by a hash of the whole request: three in four change.
  EXPECT_GT(annotator["answers_changed"].get<std::size_t>(), twice / 3);
  EXPECT_LT(annotator["answers_changed"].get<std::size_t>(), twice);
  EXPECT_EQ(server_->bodies.size(), annotator["asked"].get<std::size_t>() + twice);
  bool seen = false;
  for (const RunNotice& notice : project_.runs().notices(id)) {
    seen =
        seen || (notice.name == "in-context-failure" &&
                 notice.message.find("rows asked twice got another answer") != std::string::npos);
  }
  EXPECT_TRUE(seen);
}

TEST_F(RunWithAnLlm, ForecastsFromAPilotAndRunsAMeter) {
  recipe_.budget_money = 4;
  std::vector<AnnotatorForecast> forecasts;
  std::vector<AnnotatorMeter> meters;
  start_run(
      project_, recipe_, UseDecisions::no, parts(),
      [&](const RunEvent& event) {
        if (const auto* forecast = std::get_if<AnnotatorForecast>(&event)) {
          EXPECT_EQ(meters.size(), 20U);
          forecasts.push_back(*forecast);
        } else if (const auto* meter = std::get_if<AnnotatorMeter>(&event)) {
          meters.push_back(*meter);
        }
      },
      Control());
  ASSERT_EQ(forecasts.size(), 1U);
  EXPECT_EQ(forecasts[0].pilot, 20U);
  EXPECT_DOUBLE_EQ(forecasts[0].tokens_in, 100);
  const double row = (100 * 100 + 2 * 200) / 1e6;
  EXPECT_NEAR(forecasts[0].cost, row * static_cast<double>(forecasts[0].rest), 1e-9);
  EXPECT_NEAR(forecasts[0].money_left.value(), 4 - 20 * row, 1e-9);
  EXPECT_NEAR(meters.back().cost, row * static_cast<double>(meters.size()), 1e-9);
}

TEST_F(RunWithAnLlm, StopsAfterThePilotWhereItIsToldTo) {
  RunParts stopping = parts();
  stopping.after_pilot = AfterPilot::stop;
  EXPECT_THROW(start_run(project_, recipe_, UseDecisions::no, stopping, nullptr, Control()),
               Interrupted);
  EXPECT_EQ(server_->bodies.size(), 20U);
}

TEST_F(RunWithAnLlm, KeepsToItsMoney) {
  for (const double money : {0.0, 0.05, 0.5, 2.0}) {
    recipe_.budget_money = money;
    recipe_.seed = 1 + static_cast<std::uint64_t>(100 * money);
    const std::int64_t id = run();
    EXPECT_LE(annotator_of(id)["cost"].get<double>(), money + 1e-9);
    if (money >= 0.5) {
      EXPECT_GT(annotator_of(id)["cost"].get<double>(), 0.6 * money);
    }
  }
}

TEST_F(RunWithAnLlm, KeepsAnswersOfAFreeServerAfterAKill) {
  price_ = {};
  const std::int64_t id = run_killed_after(20);
  EXPECT_EQ(reserved_money(project_, id), 0);
  const std::size_t before = server_->bodies.size();
  resume_run(project_, id, parts(), nullptr, Control());
  const std::set<std::string> different(server_->bodies.begin(), server_->bodies.end());
  EXPECT_GT(server_->bodies.size(), before);
  EXPECT_LE(server_->bodies.size() - different.size(), 8U);
  EXPECT_EQ(annotator_of(id)["cost"], 0);
}

}  // namespace
}  // namespace noiseal
