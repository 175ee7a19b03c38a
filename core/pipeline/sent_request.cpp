// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/sent_request.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "core/annotate/chat_prompt.h"
#include "core/pipeline/recipe_prompt.h"

namespace noiseal {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kNotAsked = "The annotator was not asked about this row.";
constexpr const char* kNotSent =
    "This annotator works on this machine: nothing was sent anywhere, so there is no request.";
constexpr const char* kExact =
    "This is the request as it was sent: its checksum is the one stored with the answer.";
constexpr const char* kChanged =
    "This is not exactly what was sent: labels, their descriptions, texts or the way requests are "
    "written have changed since. The answer belongs to the request as it was then.";

/// By the run's label names; a label that is gone has none.
std::vector<std::string> descriptions_of(const Project& project,
                                         const std::vector<std::string>& names) {
  const std::vector<Label> labels = project.labels().all();
  std::vector<std::string> descriptions;
  for (const std::string& name : names) {
    const auto found = std::find_if(labels.begin(), labels.end(),
                                    [&](const Label& label) { return label.name == name; });
    descriptions.push_back(found == labels.end() ? std::string() : found->description);
  }
  return descriptions;
}

/// The card's row and what was shown with it, numbered anew: the row is 0.
struct Asked {
  Question question;
  std::vector<std::string_view> texts;
};

/// Nothing where a label is none of the run's.
std::optional<Asked> asked_of(const ReviewCard& card, std::size_t n_labels) {
  Asked asked;
  asked.texts.push_back(card.row.text);
  for (const ShownDemonstration& shown : card.demonstrations) {
    if (shown.run_label < 0 || static_cast<std::size_t>(shown.run_label) >= n_labels) {
      return std::nullopt;
    }
    asked.question.demonstrations.push_back({static_cast<std::uint32_t>(asked.texts.size()),
                                             shown.run_label,
                                             static_cast<float>(shown.similarity)});
    asked.texts.push_back(shown.text);
  }
  return asked;
}

std::vector<RequestMessage> messages_of(const Json& body) {
  std::vector<RequestMessage> messages;
  const Json& sent = body.at("messages");
  for (std::size_t i = 0; i < sent.size(); ++i) {
    RequestMessage message;
    message.role = sent[i].at("role").get<std::string>();
    message.text = sent[i].at("content").get<std::string>();
    if (i + 1 == sent.size()) {
      message.part = MessagePart::question;
    } else if (i > 0) {
      message.part = i % 2 == 1 ? MessagePart::example : MessagePart::example_answer;
      message.example = (i - 1) / 2;
    }
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace

SentRequest rebuild_request(const Project& project, const RunRecord& run, const ReviewCard& card) {
  SentRequest request;
  if (!card.answer || card.answer->request_hash.empty()) {
    request.match = card.answer ? RequestMatch::not_sent : RequestMatch::not_asked;
    request.sentence = card.answer ? kNotSent : kNotAsked;
    return request;
  }
  request.match = RequestMatch::changed;
  request.sentence = kChanged;
  const PromptWriter writer(prompt_options(recipe_from_json(run.recipe, "the run"), run.labels,
                                           descriptions_of(project, run.labels)));
  const std::optional<Asked> asked = asked_of(card, run.labels.size());
  if (!asked) {
    return request;
  }
  const ChatPrompt prompt = writer.write(asked->question, asked->texts);
  const Json body = Json::parse(prompt.body);
  request.address = writer.options().server + "/chat/completions";
  request.model = writer.options().model;
  request.body = body.dump(2);
  request.messages = messages_of(body);
  if (prompt.hash == card.answer->request_hash) {
    request.match = RequestMatch::exact;
    request.sentence = kExact;
  }
  return request;
}

}  // namespace noiseal
