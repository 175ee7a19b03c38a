// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/annotate/annotator.h"
#include "core/annotate/answer_parsing.h"

namespace noiseal {

/// What all requests of a run share.
struct PromptOptions {
  std::string server;                    ///< base URL: part of a request's hash, never of its body
  std::string model;                     ///< as the server names it
  std::string task = {};                 ///< what the labels are about; may be empty
  std::vector<std::string> labels = {};  ///< names by index
  std::vector<std::string> descriptions = {};  ///< by label, empty or one for each
  AnswerForm form = AnswerForm::label;
  std::size_t text_tokens = 1000;       ///< estimated tokens of a text beyond which it is cut, 1...
  std::size_t most_answer_tokens = 64;  ///< limit given to the server, 1...
};

/// A request, ready to be sent.
struct ChatPrompt {
  std::string body;             ///< JSON of the chat-completions interface
  std::string hash;             ///< SHA-256 over server and body
  std::size_t tokens = 0;       ///< estimate of the input, for rates and forecasts
  std::size_t most_tokens = 0;  ///< the input can't have more: a token is at least a byte
  std::size_t cut_texts = 0;    ///< texts that were shortened, demonstrations included
};

/// The prompt of METHOD.md section 4: a system message (task, labels, descriptions: the same for
/// all rows, so that servers can cache it), each demonstration as a user and an assistant turn,
/// nearest last, and the row as the last user turn. Texts stand between lines of backticks, more
/// of them than the text has in a row, and what chat templates take for control marks is spaced,
/// so that no text can close its fence or add a message.
class PromptWriter {
 public:
  explicit PromptWriter(PromptOptions options);

  /// texts: [n_rows], by row index.
  [[nodiscard]] ChatPrompt write(const Question& question,
                                 std::span<const std::string_view> texts) const;
  [[nodiscard]] const PromptOptions& options() const { return options_; }

 private:
  PromptOptions options_;
  std::string system_;
};

/// Tokens that a text probably has: a quarter per ASCII character, one per other character.
std::size_t estimated_tokens(std::string_view text);

/// The text as data: between lines of backticks, cut at so many estimated tokens; where it was cut,
/// a line below the fence says so and cut grows by one.
std::string fenced_text(std::string_view text, std::size_t most_tokens, std::size_t& cut);

}  // namespace noiseal
