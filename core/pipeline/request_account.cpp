// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/request_account.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace noiseal {
namespace {

using Json = nlohmann::json;

/// Rounding errors of sums don't decide about a request.
constexpr double kRounding = 1e-12;

std::string setting_of(std::int64_t run) {
  return fmt::format("run.{}.reserved", run);
}

Answer answer_of(const AnswerRecord& record) {
  Answer answer;
  answer.row = record.index;
  answer.state = static_cast<AnswerState>(record.state);
  answer.label = record.label;
  answer.raw = record.raw;
  answer.request_hash = record.request_hash;
  answer.tokens_in = record.tokens_in;
  answer.tokens_out = record.tokens_out;
  answer.cost = record.cost;
  return answer;
}

bool can_be_recalled(const Answer& answer) {
  return !answer.request_hash.empty() && answer.state != AnswerState::failed;
}

Json stored_account(const Project& project, std::int64_t run) {
  const auto stored = project.settings().get(setting_of(run));
  Json json = Json::parse(stored.value_or("{}"), nullptr, false);
  return json.is_object() ? json : Json::object();
}

std::vector<SecondAnswer> second_answers(const Json& stored) {
  std::vector<SecondAnswer> list;
  for (const Json& entry : stored.value("second", Json::array())) {
    SecondAnswer second;
    second.answer.row = entry.value("row", 0U);
    second.answer.state = static_cast<AnswerState>(entry.value("state", 2));
    second.answer.label = entry.value("label", -1);
    second.answer.raw = entry.value("raw", "");
    second.answer.request_hash = entry.value("request_hash", "");
    second.answer.tokens_in = entry.value("tokens_in", std::int64_t{0});
    second.answer.tokens_out = entry.value("tokens_out", std::int64_t{0});
    second.answer.cost = entry.value("cost", 0.0);
    second.changed = entry.value("changed", false);
    list.push_back(std::move(second));
  }
  return list;
}

Json json_of(const SecondAnswer& second) {
  const Answer& answer = second.answer;
  return {{"row", answer.row},
          {"state", static_cast<int>(answer.state)},
          {"label", answer.label},
          {"raw", answer.raw},
          {"request_hash", answer.request_hash},
          {"tokens_in", answer.tokens_in},
          {"tokens_out", answer.tokens_out},
          {"cost", answer.cost},
          {"changed", second.changed}};
}

/// The answer as another row of the same run gets it: paid for already.
Answer free_again(Answer answer) {
  answer.tokens_in = 0;
  answer.tokens_out = 0;
  answer.cost = 0;
  return answer;
}

}  // namespace

double reserved_money(const Project& project, std::int64_t run) {
  const Json stored = stored_account(project, run);
  double sum = stored.value("lost", 0.0);
  for (const auto& cost : stored.value("open", std::vector<double>())) {
    sum += cost;
  }
  for (const SecondAnswer& second : second_answers(stored)) {
    sum += second.answer.cost;
  }
  return sum;
}

AskedTwice asked_twice(const Project& project, std::int64_t run) {
  AskedTwice counts;
  for (const SecondAnswer& second : second_answers(stored_account(project, run))) {
    ++counts.asked;
    counts.changed += second.changed ? 1U : 0U;
  }
  return counts;
}

RequestAccount::RequestAccount(const Project& project, std::int64_t run, const Budget& budget,
                               BudgetUse& used)
    : project_(project), run_(run), budget_(budget), used_(used) {}

void RequestAccount::restore() {
  const Json stored = stored_account(project_, run_);
  second_ = second_answers(stored);
  const double reserved = reserved_money(project_, run_);
  lost_ = reserved;
  for (const SecondAnswer& second : second_) {
    lost_ -= second.answer.cost;
  }
  used_.money += reserved;
}

bool RequestAccount::reserve(std::uint32_t row, double worst_cost) {
  if (budget_.money && used_.money + open_sum_ + worst_cost > *budget_.money + kRounding) {
    return false;
  }
  if (worst_cost > 0) {
    open_[row] += worst_cost;
    open_sum_ += worst_cost;
    changed_ = true;
  }
  return true;
}

void RequestAccount::release(std::uint32_t row) {
  const auto found = open_.find(row);
  if (found == open_.end()) {
    return;
  }
  open_.erase(found);
  open_sum_ = 0;
  for (const auto& [open_row, cost] : open_) {
    open_sum_ += cost;
  }
  changed_ = true;
}

void RequestAccount::settle(const Answer& answer) {
  release(answer.row);
  if (can_be_recalled(answer)) {
    known_.insert_or_assign(answer.request_hash, free_again(answer));
  }
}

void RequestAccount::settle_again(const SecondAnswer& second) {
  settle(second.answer);
  second_.push_back(second);
  changed_ = true;
}

void RequestAccount::read_known() {
  known_read_ = true;
  const std::unordered_map<std::string, Answer> fresh = std::move(known_);
  known_.clear();
  for (const RunRecord& run : project_.runs().all()) {
    for (const AnswerRecord& record : project_.answers().all(run.id)) {
      learn(answer_of(record), run.id);
    }
    for (SecondAnswer& second : second_answers(stored_account(project_, run.id))) {
      learn(std::move(second.answer), run.id);
    }
  }
  for (const auto& [hash, answer] : fresh) {
    known_.insert_or_assign(hash, answer);
  }
}

void RequestAccount::learn(Answer answer, std::int64_t run) {
  const std::string hash = answer.request_hash;
  if (!can_be_recalled(answer)) {
    if (!hash.empty()) {
      failures_.insert_or_assign(hash, std::move(answer));
    }
  } else if (run == run_) {
    known_.insert_or_assign(hash, free_again(std::move(answer)));
  } else {
    known_.emplace(hash, std::move(answer));
  }
}

std::optional<Answer> RequestAccount::recall_failure(const std::string& request_hash) {
  if (!known_read_) {
    read_known();
  }
  const auto found = failures_.find(request_hash);
  return found == failures_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Answer> RequestAccount::recall(const std::string& request_hash) {
  if (!known_read_) {
    read_known();
  }
  const auto found = known_.find(request_hash);
  return found == known_.end() ? std::nullopt : std::optional(found->second);
}

void RequestAccount::together(const std::function<void()>& work) {
  project_.in_transaction([&] {
    work();
    if (changed_) {
      store();
    }
  });
}

void RequestAccount::store() {
  Json open = Json::array();
  for (const auto& [row, cost] : open_) {
    open.push_back(cost);
  }
  Json second = Json::array();
  for (const SecondAnswer& answer : second_) {
    second.push_back(json_of(answer));
  }
  const Json account{{"lost", lost_}, {"open", std::move(open)}, {"second", std::move(second)}};
  project_.settings().set(setting_of(run_),
                          account.dump(-1, ' ', false, Json::error_handler_t::replace));
  changed_ = false;
}

}  // namespace noiseal
