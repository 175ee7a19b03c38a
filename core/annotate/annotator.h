// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/control.h"
#include "core/stats/matrix.h"

namespace noiseal {

/// A row of R shown to the annotator with its label, nearest last.
struct Demonstration {
  std::uint32_t row = 0;
  std::int32_t label = 0;  ///< the label shown
  float similarity = 0;    ///< cosine of the pooled vectors
};

/// One row to be labelled.
struct Question {
  std::uint32_t row = 0;  ///< index into the training rows
  std::vector<Demonstration> demonstrations;
};

enum class AnswerState : std::uint8_t { answered = 0, unparsable = 1, failed = 2 };

struct Answer {
  std::uint32_t row = 0;
  AnswerState state = AnswerState::failed;
  std::int32_t label = -1;   ///< index of the label when answered
  std::string raw;           ///< the answer's text, for the record
  std::string request_hash;  ///< SHA-256 of the whole request; empty where none was sent
  std::int64_t tokens_in = 0;
  std::int64_t tokens_out = 0;
  double cost = 0;  ///< in the price table's currency
};

/// Receives each answer as it arrives and commits it before it is used. May throw to stop.
using AnswerSink = std::function<void(const Answer&)>;

class RequestLedger;

/// What an annotator may look at: the selection's reliable rows and vectors.
struct AnnotationContext {
  int epoch = 0;                            ///< the selection's epoch
  const MatrixF* pooled = nullptr;          ///< strong model's vectors [n_rows, n_dimensions]
  const MatrixF* p_joint = nullptr;         ///< mean of both models' p [n_rows, n_labels]
  std::span<const std::uint32_t> reliable;  ///< rows of R
  std::span<const std::int32_t> labels;     ///< [n_rows] label that each row trains with
  RequestLedger* ledger = nullptr;          ///< for annotators that keep one
};

/// What asks for labels: a local stand-in or an LLM. Called on the pipeline's worker thread.
class Annotator {
 public:
  virtual ~Annotator() = default;

  /// Its name as shown everywhere: "neighbours", "simulated:0.85:model", "llm:NAME".
  [[nodiscard]] virtual std::string name() const = 0;
  /// True when gold labels enter its answers: figures made with it must say so.
  [[nodiscard]] virtual bool simulated() const = 0;
  /// True when questions need demonstrations.
  [[nodiscard]] virtual bool wants_demonstrations() const = 0;
  /// True when the context's pooled vectors are needed.
  [[nodiscard]] virtual bool wants_vectors() const { return wants_demonstrations(); }

  /// True when it reserves the worst case of each request in the context's ledger before it sends
  /// it; it then may leave questions unanswered that the budget does not hold.
  [[nodiscard]] virtual bool keeps_ledger() const { return false; }

  /// Answers the questions in any order; each answer goes to the sink once. Checks control.
  virtual void ask(std::span<const Question> questions, const AnnotationContext& context,
                   const AnswerSink& sink, const Control& control) = 0;
};

}  // namespace noiseal
