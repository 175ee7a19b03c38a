// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/net/asked_rows.h"

#include <algorithm>

#include "core/base/error.h"

namespace noiseal::test {
namespace {

/// The project's account, watched: what is spent or set aside never goes down unseen.
class WatchedAccount final : public RequestLedger {
 public:
  WatchedAccount(RequestAccount& account, const Project& project, std::int64_t run, double& largest)
      : account_(account), project_(project), run_(run), largest_(largest) {}
  bool reserve(std::uint32_t row, double worst_cost) override {
    return account_.reserve(row, worst_cost);
  }
  void release(std::uint32_t row) override { account_.release(row); }
  std::optional<Answer> recall(const std::string& hash) override { return account_.recall(hash); }
  void together(const std::function<void()>& work) override {
    account_.together(work);
    largest_ =
        std::max(largest_, project_.answers().totals(run_).cost + reserved_money(project_, run_));
  }

 private:
  RequestAccount& account_;
  const Project& project_;
  std::int64_t run_;
  double& largest_;
};

}  // namespace

HttpChatOptions quick_client(const std::string& url) {
  HttpChatOptions options;
  options.base_url = url;
  options.parallel = 4;
  options.transfer_timeout = std::chrono::milliseconds(300);
  options.total_timeout = std::chrono::milliseconds(2000);
  options.retry.most_attempts = 3;
  options.retry.first_wait = std::chrono::milliseconds(20);
  options.retry.longest_wait = std::chrono::milliseconds(100);
  return options;
}

std::string parity(std::size_t i) {
  return i % 2 == 0 ? "Even" : "Odd";
}

std::size_t number_in(const std::string& text) {
  return std::stoul(text.substr(text.find("text ") + 5));
}

AskedRows::AskedRows(std::size_t rows)
    : files_("text,label\na,Even\nb,Odd\n"), project_(files_.project()) {
  run_ = project_.runs().add({}, {});
  for (std::size_t i = 0; i < rows; ++i) {
    texts_.push_back("text " + std::to_string(i));
  }
  views_.assign(texts_.begin(), texts_.end());
}

std::string AskedRows::ask(const HttpChatOptions& client) {
  return ask(client, {}, 0);
}

std::string AskedRows::ask(const HttpChatOptions& client, const ModelPrice& price, double money) {
  LlmOptions options;
  options.prompt.server = client.base_url;
  options.prompt.model = std::string("m");
  options.prompt.labels = {"Even", "Odd"};
  options.prompt.most_answer_tokens = 16;
  options.price = price;
  options.texts = views_;
  LlmAnnotator annotator(options, std::make_unique<HttpChatClient>(client));

  Budget budget;
  if (money > 0) {
    budget.money = money;
  }
  BudgetUse used{0, project_.answers().totals(run_).cost};
  RequestAccount account(project_, run_, budget, used);
  account.restore();
  WatchedAccount watched(account, project_, run_, largest_money_);

  const std::map<std::uint32_t, AnswerRecord> known = answers();
  std::vector<Question> questions;
  MatrixF joint(texts_.size(), 2);
  for (std::uint32_t i = 0; i < texts_.size(); ++i) {
    joint(i, i % 2) = 1;
    const auto found = known.find(i);
    if (found == known.end() ||
        found->second.state == static_cast<std::uint8_t>(AnswerState::failed)) {
      questions.push_back({i, {}});
    }
  }
  AnnotationContext context;
  context.p_joint = &joint;
  context.ledger = &watched;
  const AnswerSink sink = [&](const Answer& answer) {
    AnswerRecord record;
    record.index = answer.row;
    record.state = static_cast<std::uint8_t>(answer.state);
    record.label = answer.label;
    record.raw = answer.raw;
    record.request_hash = answer.request_hash;
    record.tokens_in = answer.tokens_in;
    record.tokens_out = answer.tokens_out;
    record.cost = answer.cost;
    project_.answers().add(run_, record);
    used.money += answer.cost;
    account.settle(answer);
  };
  try {
    annotator.ask(questions, context, sink, Control());
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

std::map<std::uint32_t, AnswerRecord> AskedRows::answers() const {
  std::map<std::uint32_t, AnswerRecord> answers;
  for (const AnswerRecord& answer : project_.answers().all(run_)) {
    answers[answer.index] = answer;
  }
  return answers;
}

std::size_t AskedRows::count(AnswerState state) const {
  const std::map<std::uint32_t, AnswerRecord> all = answers();
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const auto& entry) {
    return entry.second.state == static_cast<std::uint8_t>(state);
  }));
}

double AskedRows::money() const {
  return project_.answers().totals(run_).cost + reserved_money(project_, run_);
}

}  // namespace noiseal::test
