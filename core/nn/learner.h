// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/control.h"
#include "core/stats/matrix.h"
#include "core/text/corpus.h"

namespace noiseal {

/// Which loss a training example gets (METHOD.md section 5).
enum class LossKind : std::uint8_t {
  cross_entropy,            ///< R, and all rows in warm-up
  corrected_cross_entropy,  ///< of a given label through TrainPlan::transition
  reversed_cross_entropy,   ///< P: -sum_k p[k] log(max(target[k], 1e-4))
  soft_cross_entropy,       ///< H without mixing: cross-entropy on a soft target
  embmix,                   ///< H: pooled vectors and soft targets mixed within the batch
};

/// One row as it is trained on in one epoch.
struct Example {
  std::uint32_t row = 0;  ///< index into the training corpus
  LossKind loss = LossKind::cross_entropy;
  std::int32_t label = -1;  ///< hard target; -1: the soft target with index soft is used
  std::uint32_t soft = 0;   ///< row of TrainPlan::soft_targets
  float weight = 1.0F;      ///< multiplies this example's loss
};

/// What to train on in (a part of) one epoch. The order of the batches and every random draw are
/// functions of (seed, epoch) alone, so an epoch trained in two parts equals one trained whole.
struct TrainPlan {
  std::span<const Example> examples;
  const MatrixF* soft_targets = nullptr;  ///< [n_soft, n_labels], rows sum to 1
  /// Noise transition T [n_labels, n_labels], T[gold][given], for corrected_cross_entropy examples:
  /// -log sum_k p[k] T[k][label] (forward correction, Patrini et al. 2017).
  const MatrixF* transition = nullptr;
  std::uint64_t seed = 1;
  int epoch = 1;  ///< 1-based, warm-up included
  int part = 0;   ///< this part of the epoch's batches, 0 .. parts-1
  int parts = 1;
  float learning_rate_begin = 0;  ///< learning rate at the first batch of this part
  float learning_rate_end = 0;    ///< and after its last; linear between
};

/// What the training pass itself saw, for charts that move within an epoch. Values, no objects.
struct BatchReport {
  std::size_t batch = 0;                 ///< 0-based, within this part
  std::size_t batches = 0;               ///< of this part
  std::size_t rows_done = 0;             ///< of this part
  double loss = 0;                       ///< the batch's loss, nats
  std::span<const std::uint32_t> rows;   ///< rows of the batch
  std::span<const float> probabilities;  ///< [rows, n_labels], dropout on: an estimate
};
using BatchObserver = std::function<void(const BatchReport&)>;

/// Which texts to predict.
enum class Corpus : std::uint8_t { train, valid, test };

struct Prediction {
  MatrixF probabilities;  ///< softmax [n_rows, n_labels], dropout off, from averaged weights if any
  MatrixF pooled;         ///< pooled vectors [n_rows, n_dimensions]; empty unless asked for
};

struct LearnerFacts {
  std::string device;     ///< "cpu" or "cuda:0 (name)"
  std::string precision;  ///< "fp32" or "bf16"
  std::size_t parameters = 0;
  std::size_t dimensions = 0;  ///< of the pooled vectors
};

/// A model that learns and predicts: the strong encoder, the weak BiLSTM, or a fake in tests.
/// Not thread safe; lives on the pipeline's worker thread. Errors are noiseal::Error.
class Learner {
 public:
  virtual ~Learner() = default;

  [[nodiscard]] virtual LearnerFacts facts() const = 0;

  /// Trains the plan's part. Checks control before every batch (stop answers within one batch);
  /// after Interrupted the state is between two batches and must be reloaded from a checkpoint.
  virtual void train(const TrainPlan& plan, const Control& control,
                     const BatchObserver& observer) = 0;

  virtual Prediction predict(Corpus corpus, bool with_pooled, const Control& control) = 0;

  /// Back to the initial weights (pre-trained encoder, fresh head drawn from seed), optimiser and
  /// moving average cleared.
  virtual void reset(std::uint64_t seed) = 0;

  /// Everything training depends on: weights, optimiser moments, moving average, step count.
  /// A learner that loads it goes on bit for bit as the one that saved it.
  [[nodiscard]] virtual std::string save_state() const = 0;
  virtual void load_state(std::string_view state) = 0;

  /// What predictions are made with (moving average if any), in half the size or less: for
  /// the best epoch's model and export. load_prediction_weights() makes predict() use them.
  [[nodiscard]] virtual std::string save_prediction_weights() const = 0;
  virtual void load_prediction_weights(std::string_view weights) = 0;
};

/// The texts a learner works on, tokenised with its own tokenizer; referenced, not copied.
struct LearnerCorpora {
  const TokenCorpus* train = nullptr;
  const TokenCorpus* valid = nullptr;  ///< may be null or empty
  const TokenCorpus* test = nullptr;   ///< may be null or empty
};

}  // namespace noiseal
