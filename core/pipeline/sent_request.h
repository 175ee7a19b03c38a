// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/pipeline/review_card.h"

namespace noiseal {

/// Whether a request that is made again is the one that was sent.
enum class RequestMatch : std::uint8_t {
  not_asked,  ///< the annotator was not asked about the row
  not_sent,   ///< an annotator on this machine answered: there was no request
  exact,      ///< its hash is the stored one: byte for byte what was sent
  changed,    ///< it is not: labels, descriptions or texts have changed since
};

enum class MessagePart : std::uint8_t { instructions, example, example_answer, question };

/// One message of a request.
struct RequestMessage {
  MessagePart part = MessagePart::instructions;
  std::string role;         ///< as sent: "system", "user", "assistant"
  std::string text;         ///< as sent
  std::size_t example = 0;  ///< parts example and example_answer: its place from 0
};

/// The request that an annotator's answer came from, made again from the project.
struct SentRequest {
  RequestMatch match = RequestMatch::not_asked;
  std::string sentence;                  ///< for a person: whether this is what was sent
  std::string address;                   ///< that it was posted to; empty: none
  std::string model;                     ///< as the server names it
  std::string body;                      ///< JSON with line breaks; empty: none
  std::vector<RequestMessage> messages;  ///< in the order sent
};

/// Makes the request again with what wrote it: the run's recipe and label names, the descriptions
/// and texts as they are now; compares it with the stored hash. card: of a row of this run.
SentRequest rebuild_request(const Project& project, const RunRecord& run, const ReviewCard& card);

}  // namespace noiseal
