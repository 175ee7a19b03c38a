// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/llm_annotator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <map>
#include <nlohmann/json.hpp>

#include "core/annotate/request_ledger.h"
#include "core/base/error.h"

namespace noiseal {
namespace {

using nlohmann::json;
using testing::HasSubstr;

/// Answers from a function, the newest call first.
class FakeClient final : public ChatClient {
 public:
  struct Log {
    std::vector<std::string> sent;
    std::size_t most_open = 0;
    std::size_t open = 0;
    std::function<ChatReply(const std::string& last_text)> answer;
  };
  explicit FakeClient(std::shared_ptr<Log> log) : log_(std::move(log)) {}
  [[nodiscard]] std::size_t capacity() const override { return 4; }
  [[nodiscard]] int most_attempts() const override { return 3; }
  void send(ChatCall call) override {
    log_->sent.push_back(call.body);
    log_->most_open = std::max(log_->most_open, ++log_->open);
    calls_.push_back(std::move(call));
  }
  std::vector<ChatReply> wait(std::chrono::milliseconds) override {
    if (calls_.empty()) {
      return {};
    }
    const ChatCall call = calls_.back();
    calls_.pop_back();
    --log_->open;
    ChatReply reply = log_->answer(json::parse(call.body)["messages"].back()["content"]);
    reply.id = call.id;
    return {reply};
  }
  void cancel_all() override { calls_.clear(); }

 private:
  std::shared_ptr<Log> log_;
  std::deque<ChatCall> calls_;
};

/// Keeps account in memory.
class FakeLedger final : public RequestLedger {
 public:
  bool reserve(std::uint32_t row, double cost) override {
    if (used + reserved_sum() + cost > money) {
      return false;
    }
    reserved[row] = cost;
    most = std::max(most, used + reserved_sum());
    return true;
  }
  void release(std::uint32_t row) override { reserved.erase(row); }
  std::optional<Answer> recall(const std::string& hash) override {
    const auto found = known.find(hash);
    return found == known.end() ? std::nullopt : std::optional(found->second);
  }
  void together(const std::function<void()>& work) override { work(); }

  [[nodiscard]] double reserved_sum() const {
    double sum = 0;
    for (const auto& [row, cost] : reserved) {
      sum += cost;
    }
    return sum;
  }
  double money = 1e9;
  double used = 0;
  double most = 0;
  std::map<std::uint32_t, double> reserved;
  std::map<std::string, Answer> known;
};

ChatReply said(const std::string& content) {
  ChatReply reply;
  reply.reading.content = content;
  reply.reading.use = {100, 0, 2};
  reply.reading.use_known = true;
  return reply;
}

ChatReply met(FaultKind kind, FaultEffect effect, int lost = 0) {
  ChatReply reply;
  reply.reading.fault = ChatFault{kind, effect, lost > 0, "It went wrong."};
  reply.lost_attempts = lost;
  return reply;
}

class LlmAnnotatorAsks : public testing::Test {
 protected:
  LlmAnnotatorAsks() {
    for (int i = 0; i < 200; ++i) {
      texts_.push_back("text " + std::to_string(i) + (i % 2 == 0 ? " even" : " odd"));
    }
    views_.assign(texts_.begin(), texts_.end());
    log_->answer = [](const std::string& text) {
      return said(text.find("even") != std::string::npos ? "Even" : "Odd");
    };
  }

  void ask(std::size_t rows) {
    LlmOptions options;
    options.prompt.server = "http://here/v1";
    options.prompt.model = "m";
    options.prompt.labels = {"Even", "Odd"};
    options.price = price_;
    options.texts = views_;
    LlmAnnotator annotator(options, std::make_unique<FakeClient>(log_));
    std::vector<Question> questions;
    for (std::uint32_t i = 0; i < rows; ++i) {
      questions.push_back({i, {}});
    }
    MatrixF joint(texts_.size(), 2);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      joint.row(i)[i % 2] = 1;
    }
    AnnotationContext context;
    context.ledger = &ledger_;
    context.p_joint = &joint;
    const AnswerSink sink = [&](const Answer& answer) {
      EXPECT_TRUE(answers_.emplace(answer.row, answer).second);
      ledger_.release(answer.row);
      ledger_.used += answer.cost;
      if (!answer.request_hash.empty() && answer.state != AnswerState::failed) {
        ledger_.known[answer.request_hash] = answer;
      }
    };
    annotator.ask(questions, context, sink, control_);
  }
  std::string error_of(std::size_t rows) {
    try {
      ask(rows);
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  }

  std::vector<std::string> texts_;
  std::vector<std::string_view> views_;
  std::shared_ptr<FakeClient::Log> log_ = std::make_shared<FakeClient::Log>();
  FakeLedger ledger_;
  ModelPrice price_ = {100, 50, 200};
  std::map<std::uint32_t, Answer> answers_;
  Control control_;
};

TEST_F(LlmAnnotatorAsks, EachRowOnceAndNoMoreAtATimeThanItsClientTakes) {
  ask(100);
  EXPECT_EQ(answers_.size(), 100U);
  EXPECT_EQ(log_->sent.size(), 100U);
  EXPECT_EQ(log_->most_open, 4U);
  for (const auto& [row, answer] : answers_) {
    EXPECT_EQ(answer.state, AnswerState::answered);
    EXPECT_EQ(answer.label, static_cast<std::int32_t>(row % 2));
    EXPECT_NEAR(answer.cost, (100 * 100 + 2 * 200) / 1e6, 1e-12);
    EXPECT_EQ(answer.request_hash.size(), 64U);
  }
  EXPECT_TRUE(ledger_.reserved.empty());
}

TEST_F(LlmAnnotatorAsks, JoinsIdenticalRequests) {
  for (std::size_t i = 0; i < 4; ++i) {
    views_[i] = views_[0];
  }
  ask(4);
  EXPECT_EQ(log_->sent.size(), 1U);
  EXPECT_EQ(answers_.size(), 4U);
  EXPECT_GT(answers_[0].cost, 0);
  EXPECT_EQ(answers_[3].cost, 0);
}

TEST_F(LlmAnnotatorAsks, ReplaysStoredAnswersWithoutTheServer) {
  ask(60);
  const auto first = std::exchange(answers_, {});
  log_->sent.clear();
  ask(60);
  EXPECT_TRUE(log_->sent.empty());
  for (const auto& [row, answer] : first) {
    EXPECT_EQ(answers_[row].label, answer.label);
    EXPECT_EQ(answers_[row].cost, answer.cost);
  }
}

TEST_F(LlmAnnotatorAsks, NeverReservesMoreThanTheMoneyWhateverFails) {
  int count = 0;
  log_->answer = [&](const std::string& text) {
    ChatReply reply = said(text.find("even") != std::string::npos ? "Even" : "Odd");
    switch (++count % 5) {
      case 0:
        return met(FaultKind::timeout, FaultEffect::retry, 3);
      case 1:
        reply.lost_attempts = 2;
        return reply;
      case 2:
        reply.reading.use_known = false;
        return reply;
      default:
        return reply;
    }
  };
  ledger_.money = 2;
  ask(200);
  EXPECT_LE(ledger_.most, ledger_.money);
  EXPECT_LE(ledger_.used, ledger_.money);
  EXPECT_GT(answers_.size(), 20U);
  EXPECT_LT(answers_.size(), 200U);
}

TEST_F(LlmAnnotatorAsks, SendsNothingThatTheBudgetDoesNotHold) {
  ledger_.money = 1e-9;
  ask(10);
  EXPECT_TRUE(log_->sent.empty());
}

TEST_F(LlmAnnotatorAsks, FailsARowAndGoesOn) {
  log_->answer = [](const std::string& text) {
    return text.find("7") != std::string::npos
               ? met(FaultKind::context_length, FaultEffect::fail_row)
               : said(text.find("even") != std::string::npos ? "Even" : "Odd");
  };
  ask(100);
  EXPECT_EQ(answers_.size(), 100U);
  EXPECT_EQ(answers_[7].state, AnswerState::failed);
  EXPECT_EQ(answers_[7].raw, "It went wrong.");
  EXPECT_EQ(answers_[7].cost, 0);
}

TEST_F(LlmAnnotatorAsks, StopsInOrderWhereNothingCanGoWell) {
  int count = 0;
  log_->answer = [&](const std::string&) {
    return ++count == 10 ? met(FaultKind::no_quota, FaultEffect::stop) : said("Even");
  };
  EXPECT_EQ(error_of(100), "It went wrong.");
  EXPECT_EQ(answers_.size(), log_->sent.size() - 1);  // what was open is kept
  EXPECT_TRUE(ledger_.reserved.empty());
}

TEST_F(LlmAnnotatorAsks, StopsWhenTheServerFailsAgainAndAgain) {
  log_->answer = [](const std::string&) { return met(FaultKind::timeout, FaultEffect::retry, 3); };
  EXPECT_THAT(error_of(100), HasSubstr("16 requests in a row failed"));
  EXPECT_LT(log_->sent.size(), 22U);
  EXPECT_EQ(answers_.begin()->second.state, AnswerState::failed);
  EXPECT_GT(answers_.begin()->second.cost, 0);  // it may have been billed
}

TEST_F(LlmAnnotatorAsks, StopsADegenerateServerEarly) {
  log_->answer = [](const std::string&) { return said("Sure! The label is Even."); };
  EXPECT_THAT(error_of(200), HasSubstr("50 of the model's 50 answers are none of the labels"));
  EXPECT_LT(log_->sent.size(), 60U);
  EXPECT_EQ(answers_[0].state, AnswerState::unparsable);
  EXPECT_EQ(answers_[0].raw, "Sure! The label is Even.");
}

TEST_F(LlmAnnotatorAsks, StopsAServerThatKnowsOneLabelOnly) {
  log_->answer = [](const std::string&) { return said("Even"); };
  EXPECT_THAT(error_of(200), HasSubstr("all 50 rows the label \"Even\""));
  EXPECT_LT(log_->sent.size(), 60U);
}

TEST_F(LlmAnnotatorAsks, TakesARefusalForNoLabel) {
  log_->answer = [](const std::string&) {
    ChatReply reply = said("Even");
    reply.reading.refused = true;
    return reply;
  };
  ask(3);
  EXPECT_EQ(answers_[0].state, AnswerState::unparsable);
}

TEST_F(LlmAnnotatorAsks, KeepsTheStartOfAnEndlessAnswer) {
  log_->answer = [](const std::string&) { return said(std::string(100'000, 'x')); };
  ask(1);
  EXPECT_EQ(answers_[0].raw.size(), 2000U);
}

TEST_F(LlmAnnotatorAsks, StopsAServerThatIgnoresTheLimitOfTokensItIsPaidFor) {
  log_->answer = [](const std::string&) {
    ChatReply reply = said("Even");
    reply.reading.use.out = 25'000;
    return reply;
  };
  EXPECT_THAT(error_of(100), HasSubstr("bills 25000 tokens"));
  EXPECT_LE(log_->sent.size(), 4U);
}

TEST_F(LlmAnnotatorAsks, StopsOnRequestWithItsMoneyStillReserved) {
  log_->answer = [&](const std::string&) {
    control_.request_stop();
    return said("Even");
  };
  EXPECT_THROW(ask(100), Interrupted);
  EXPECT_FALSE(ledger_.reserved.empty());
  EXPECT_EQ(answers_.size() + ledger_.reserved.size(), log_->sent.size());
}

}  // namespace
}  // namespace noiseal
