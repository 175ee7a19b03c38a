// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/annotate/llm_annotator.h"
#include "core/net/http_chat_client.h"
#include "core/pipeline/request_account.h"
#include "core/store/project.h"
#include "tests/pipeline/project_files.h"

namespace noiseal::test {

/// Quick deadlines and waits, four requests at once.
HttpChatOptions quick_client(const std::string& url);

/// The label that text number i should get: "Even" or "Odd".
std::string parity(std::size_t i);
/// The number in "text 12"; the text may stand in a fence.
std::size_t number_in(const std::string& text);

/// Rows "text 0", "text 1", ... that are asked over a real network client, with a real ledger in a
/// real project: what a run's annotation stage does, and nothing else.
class AskedRows {
 public:
  explicit AskedRows(std::size_t rows);

  /// Asks every row that has no answer yet; what went wrong, as a person reads it, else empty.
  std::string ask(const HttpChatOptions& client);
  /// The same with money.
  std::string ask(const HttpChatOptions& client, const ModelPrice& price, double money);

  /// What the project holds, by row.
  [[nodiscard]] std::map<std::uint32_t, AnswerRecord> answers() const;
  [[nodiscard]] std::size_t count(AnswerState state) const;
  /// Spent and set aside.
  [[nodiscard]] double money() const;
  [[nodiscard]] double largest_money() const { return largest_money_; }

 private:
  ProjectFiles files_;
  Project project_;
  std::int64_t run_ = 0;
  std::vector<std::string> texts_;
  std::vector<std::string_view> views_;
  double largest_money_ = 0;  ///< that ever was spent or set aside
};

}  // namespace noiseal::test
