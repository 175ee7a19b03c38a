// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/annotate/answer_parsing.h"
#include "core/annotate/budget.h"
#include "core/annotate/chat_client.h"
#include "core/annotate/chat_prompt.h"
#include "core/annotate/llm_prices.h"

namespace noiseal {

struct LlmOptions {
  PromptOptions prompt;
  ModelPrice price = {};                    ///< all 0: free
  std::span<const std::string_view> texts;  ///< [n_rows], by row index; outlives the annotator
  std::size_t judged_after = 50;  ///< fresh answers before the server may be found degenerate
  double most_unparsable = 0.2;   ///< share of fresh answers beyond which it is
  std::size_t most_failed_in_a_row = 16;  ///< requests that failed for good, 1...
};

/// Asks a chat-completions server (METHOD.md section 4).
/// - Before a request leaves, its worst case is reserved in the ledger: every attempt billed, every
///   byte of input a token, the longest answer. At most client.capacity() requests are open,
///   from the reservation to the stored answer.
/// - Requests with the same hash are sent once; one that the project has an answer to, never.
/// - A row whose request fails is stored as failed; it is open for a resumed or another run. The
///   stage stops with an Error, once what is
///   open has ended, where no request can go well, where many in a row fail, and where the server
///   is degenerate: too many answers unparsable, or one label for rows that are not alike.
class LlmAnnotator final : public Annotator, public CostEstimate {
 public:
  /// client: null for a replay: what the ledger knows is the answer, every other question stays
  /// unasked, and no money is reserved.
  LlmAnnotator(LlmOptions options, std::unique_ptr<ChatClient> client);

  [[nodiscard]] std::string name() const override;
  [[nodiscard]] bool simulated() const override { return false; }
  [[nodiscard]] bool wants_demonstrations() const override { return true; }
  [[nodiscard]] bool keeps_ledger() const override { return true; }
  /// Worst case of one question, all attempts included.
  [[nodiscard]] double worst_case(const Question& question) const override;

  /// Throws Error when the context has no ledger.
  void ask(std::span<const Question> questions, const AnnotationContext& context,
           const AnswerSink& sink, const Control& control) override;

 private:
  friend class OpenRequests;

  /// Fresh answers since the annotator was made, to judge the server by.
  struct Tally {
    std::size_t fresh = 0;
    std::size_t unparsable = 0;
    std::vector<std::size_t> answers;    ///< by label
    std::vector<std::size_t> predicted;  ///< by label: the models' joint prediction of these rows
    std::size_t failed_in_a_row = 0;
  };
  [[nodiscard]] double worst_attempt(const ChatPrompt& prompt) const;
  /// Why the server is of no use; empty when it is.
  [[nodiscard]] std::string degenerate_sentence() const;

  LlmOptions options_;
  PromptWriter writer_;
  AnswerParser parser_;
  std::unique_ptr<ChatClient> client_;
  Tally tally_;
};

}  // namespace noiseal
