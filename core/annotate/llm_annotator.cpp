// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/llm_annotator.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "core/annotate/request_ledger.h"
#include "core/base/count_text.h"
#include "core/base/error.h"

namespace noiseal {
namespace {

using std::chrono::milliseconds;

/// So much of an answer is kept for the record.
constexpr std::size_t kKeptAnswerBytes = 2000;
/// How soon a stop is noticed.
constexpr milliseconds kLongestWait{50};

std::string kept_part(const std::string& answer) {
  std::size_t bytes = std::min(answer.size(), kKeptAnswerBytes);
  while (bytes < answer.size() && bytes > 0 &&
         (static_cast<unsigned char>(answer[bytes]) & 0xC0U) == 0x80) {
    --bytes;
  }
  return answer.substr(0, bytes);
}

/// Faults that stay whatever row is asked, once all attempts have met them.
bool stops_all(const ChatFault& fault) {
  return fault.effect == FaultEffect::stop || fault.kind == FaultKind::refused ||
         fault.kind == FaultKind::unknown_host;
}

}  // namespace

/// One call of ask(): what is open, what is next.
class OpenRequests {
 public:
  OpenRequests(LlmAnnotator& owner, std::span<const Question> questions,
               const AnnotationContext& context, const AnswerSink& sink, const Control& control)
      : owner_(owner), questions_(questions), context_(context), sink_(sink), control_(control) {}
  ~OpenRequests() {
    if (owner_.client_) {
      owner_.client_->cancel_all();
    }
  }
  OpenRequests(const OpenRequests&) = delete;
  OpenRequests& operator=(const OpenRequests&) = delete;

  void work() {
    if (!owner_.client_) {
      replay();
      return;
    }
    while (next_ < questions_.size() || !open_.empty()) {
      if (open_.empty()) {
        control_.check_point();  // where a pause waits
      }
      if (control_.stop_requested()) {
        throw Interrupted();
      }
      const std::vector<ChatReply> replies =
          open_.empty() ? std::vector<ChatReply>() : owner_.client_->wait(kLongestWait);
      if (!take_and_send(replies)) {
        break;
      }
    }
    if (!stop_sentence_.empty()) {
      throw Error(stop_sentence_);
    }
  }

 private:
  void replay() {
    context_.ledger->together([&] {
      for (const Question& question : questions_) {
        control_.check_point();
        const std::string hash = owner_.writer_.write(question, owner_.options_.texts).hash;
        auto known = context_.ledger->recall(hash);
        known = known ? known : context_.ledger->recall_failure(hash);
        if (known) {
          known->row = question.row;
          sink_(*known);
        }
      }
    });
  }

  struct Open {
    std::string hash;
    double worst_attempt = 0;
    std::size_t most_tokens = 0;
    std::vector<std::uint32_t> rows;  ///< that the answer is for; the first one's money is reserved
  };

  /// False when nothing is open and nothing more can be sent.
  bool take_and_send(const std::vector<ChatReply>& replies) {
    std::vector<ChatCall> calls;
    const bool room = may_send();
    if (!replies.empty() || room) {
      context_.ledger->together([&] {
        for (const ChatReply& reply : replies) {
          take(reply);
        }
        while (may_send() && prepare_next(calls)) {
        }
      });
    }
    for (ChatCall& call : calls) {
      owner_.client_->send(std::move(call));
    }
    return !open_.empty() || (!blocked_ && stop_sentence_.empty());
  }

  [[nodiscard]] bool may_send() const {
    return next_ < questions_.size() && !blocked_ && stop_sentence_.empty() && !control_.paused() &&
           open_.size() < owner_.client_->capacity();
  }

  /// The next question's answer from the project, or its call. False when the budget does not
  /// hold it now.
  bool prepare_next(std::vector<ChatCall>& calls) {
    const Question& question = questions_[next_];
    ChatPrompt prompt = owner_.writer_.write(question, owner_.options_.texts);
    if (const auto same = by_hash_.find(prompt.hash); same != by_hash_.end()) {
      open_.at(same->second).rows.push_back(question.row);
      ++next_;
      return true;
    }
    const double attempt = owner_.worst_attempt(prompt);
    if (!context_.ledger->reserve(question.row, attempt * owner_.client_->most_attempts())) {
      blocked_ = true;  // until an answer has turned out cheaper
      return false;
    }
    ++next_;
    if (auto known = context_.ledger->recall(prompt.hash)) {
      known->row = question.row;
      sink_(*known);
      return true;
    }
    const std::uint64_t id = ++last_id_;
    by_hash_.emplace(prompt.hash, id);
    open_.emplace(id, Open{prompt.hash, attempt, prompt.most_tokens, {question.row}});
    calls.push_back({id, std::move(prompt.body), prompt.tokens});
    return true;
  }

  void take(const ChatReply& reply) {
    const auto found = open_.find(reply.id);
    if (found == open_.end()) {
      return;
    }
    const Open open = std::move(found->second);
    open_.erase(found);
    by_hash_.erase(open.hash);
    blocked_ = false;
    const auto& fault = reply.reading.fault;
    if (fault && stops_all(*fault)) {
      stop(fault->sentence);
      if (reply.lost_attempts == 0) {
        context_.ledger->release(open.rows.front());
      }
      return;
    }
    Answer answer = fault ? failed(*fault) : read(reply.reading);
    answer.request_hash = open.hash;
    add_cost(answer, reply, open);
    for (const std::uint32_t row : open.rows) {
      answer.row = row;
      sink_(answer);
      answer.tokens_in = answer.tokens_out = 0;  // the others come for free
      answer.cost = 0;
    }
    if (!fault) {
      judge(answer, open, reply.reading);
    }
  }

  Answer failed(const ChatFault& fault) {
    Answer answer;
    answer.state = AnswerState::failed;
    answer.raw = fault.sentence;
    if (++owner_.tally_.failed_in_a_row >= owner_.options_.most_failed_in_a_row) {
      stop(fmt::format("{} requests in a row failed, the last one so: {}",
                       owner_.tally_.failed_in_a_row, fault.sentence));
    }
    return answer;
  }

  Answer read(const ChatReading& reading) {
    owner_.tally_.failed_in_a_row = 0;
    Answer answer;
    answer.raw = kept_part(reading.content);
    answer.label = reading.refused ? -1 : owner_.parser_.parse(reading.content);
    answer.state = answer.label < 0 ? AnswerState::unparsable : AnswerState::answered;
    return answer;
  }

  /// Tokens and money: what the server counted, or at most could have; lost attempts at their
  /// worst.
  void add_cost(Answer& answer, const ChatReply& reply, const Open& open) const {
    answer.cost = reply.lost_attempts * open.worst_attempt;
    if (reply.reading.fault) {
      return;
    }
    const TokenUse& use = reply.reading.use;
    answer.tokens_in = use.in;
    answer.tokens_out = use.out;
    answer.cost +=
        reply.reading.use_known ? cost_of(use, owner_.options_.price) : open.worst_attempt;
  }

  void judge(const Answer& answer, const Open& open, const ChatReading& reading) {
    LlmAnnotator::Tally& tally = owner_.tally_;
    ++tally.fresh;
    if (answer.label < 0) {
      ++tally.unparsable;
    } else {
      ++tally.answers.at(static_cast<std::size_t>(answer.label));
      if (context_.p_joint != nullptr) {
        const auto p = context_.p_joint->row(open.rows.front());
        ++tally.predicted.at(
            static_cast<std::size_t>(std::max_element(p.begin(), p.end()) - p.begin()));
      }
    }
    stop(owner_.degenerate_sentence());
    const ModelPrice& price = owner_.options_.price;
    const auto most = static_cast<std::int64_t>(owner_.options_.prompt.most_answer_tokens);
    if (price.output > 0 && reading.use.out > most) {
      stop(
          fmt::format("The server bills {} tokens for an answer though at most {} were allowed, so "
                      "no budget can be kept with it; use another server or model.",
                      reading.use.out, most));
    }
  }

  /// The first sentence counts.
  void stop(const std::string& sentence) {
    if (stop_sentence_.empty()) {
      stop_sentence_ = sentence;
    }
  }

  LlmAnnotator& owner_;
  std::span<const Question> questions_;
  const AnnotationContext& context_;
  const AnswerSink& sink_;
  const Control& control_;
  std::unordered_map<std::uint64_t, Open> open_;
  std::unordered_map<std::string, std::uint64_t> by_hash_;
  std::size_t next_ = 0;
  std::uint64_t last_id_ = 0;
  bool blocked_ = false;  ///< by the budget, until an open request has ended
  std::string stop_sentence_;
};

LlmAnnotator::LlmAnnotator(LlmOptions options, std::unique_ptr<ChatClient> client)
    : options_(std::move(options)),
      writer_(options_.prompt),
      parser_(options_.prompt.labels, options_.prompt.form),
      client_(std::move(client)) {
  tally_.answers.assign(options_.prompt.labels.size(), 0);
  tally_.predicted.assign(options_.prompt.labels.size(), 0);
}

std::string LlmAnnotator::name() const {
  return "llm:" + options_.prompt.model;
}

double LlmAnnotator::worst_attempt(const ChatPrompt& prompt) const {
  ModelPrice dearest = options_.price;
  dearest.input = std::max(dearest.input, dearest.cached_input);
  return cost_of({.in = static_cast<std::int64_t>(prompt.most_tokens),
                  .out = static_cast<std::int64_t>(options_.prompt.most_answer_tokens)},
                 dearest);
}

double LlmAnnotator::worst_case(const Question& question) const {
  const int attempts = client_ ? client_->most_attempts() : 1;
  return worst_attempt(writer_.write(question, options_.texts)) * attempts;
}

std::string LlmAnnotator::degenerate_sentence() const {
  if (tally_.fresh < options_.judged_after) {
    return {};
  }
  const auto share = static_cast<double>(tally_.unparsable) / static_cast<double>(tally_.fresh);
  if (share > options_.most_unparsable) {
    return fmt::format(
        "{} of the model's {} answers are none of the labels, so asking was stopped; look at "
        "what they say, and take another model or llm_answer=schema.",
        count_text(tally_.unparsable), count_text(tally_.fresh));
  }
  const auto most = std::max_element(tally_.answers.begin(), tally_.answers.end());
  const std::size_t answered = tally_.fresh - tally_.unparsable;
  const auto label = static_cast<std::size_t>(most - tally_.answers.begin());
  const std::size_t predicted =
      std::accumulate(tally_.predicted.begin(), tally_.predicted.end(), std::size_t{0});
  if (*most == answered && answered >= options_.judged_after &&
      10 * tally_.predicted.at(label) <= 8 * predicted && predicted > 0) {
    return fmt::format(
        "The model gave all {} rows the label \"{}\", so asking was stopped; look at a "
        "request, describe the labels, or take another model.",
        count_text(answered), options_.prompt.labels.at(label));
  }
  return {};
}

void LlmAnnotator::ask(std::span<const Question> questions, const AnnotationContext& context,
                       const AnswerSink& sink, const Control& control) {
  if (context.ledger == nullptr) {
    throw Error(
        "An LLM is asked only with a ledger of its requests; this is a fault of the program.");
  }
  OpenRequests(*this, questions, context, sink, control).work();
}

}  // namespace noiseal
