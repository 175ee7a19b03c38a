// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/classifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/nn/losses.h"
#include "core/nn/state_format.h"

namespace noiseal {
namespace {

// Names of the random streams; part of what makes a stored run repeatable.
constexpr std::uint64_t kShuffle = 101;
constexpr std::uint64_t kMix = 102;
constexpr std::uint64_t kHeadDropout = 103;
constexpr std::uint64_t kNetworkDropout = 104;

/// Tokens of one batch of a prediction pass, rows of about the same length.
constexpr std::size_t kPredictTokens = 4096;

float dot(std::span<const float> a, std::span<const float> b) {
  float lanes[16] = {};
  std::size_t i = 0;
  for (; i + 16 <= a.size(); i += 16) {
    for (std::size_t j = 0; j < 16; ++j) {
      lanes[j] += a[i + j] * b[i + j];
    }
  }
  float sum = 0;
  for (const float lane : lanes) {
    sum += lane;
  }
  for (; i < a.size(); ++i) {
    sum += a[i] * b[i];
  }
  return sum;
}

void add_scaled(std::span<float> to, float scale, std::span<const float> values) {
  for (std::size_t i = 0; i < to.size(); ++i) {
    to[i] += scale * values[i];
  }
}

/// Factors 0 or 1/(1-rate) of inverted dropout.
std::vector<float> dropout_factors(std::size_t n, float rate, Rng rng) {
  std::vector<float> factors(n, 1.0F);
  if (rate > 0) {
    const float kept = rate < 1 ? 1 / (1 - rate) : 0;
    for (float& factor : factors) {
      factor = rng.uniform() < static_cast<double>(rate) ? 0 : kept;
    }
  }
  return factors;
}

}  // namespace

struct Classifier::Batch {
  std::vector<Example> examples;
  std::size_t in_epoch = 0;  // names the random streams
  std::size_t in_part = 0;
  std::size_t part_batches = 0;
  std::size_t rows_done = 0;  // before this batch, of this part
};

std::vector<std::uint32_t> epoch_order(std::size_t n, std::uint64_t seed, int epoch) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  Rng rng({seed, kShuffle, static_cast<std::uint64_t>(epoch)});
  rng.shuffle(std::span<std::uint32_t>(order));
  return order;
}

Classifier::Classifier(std::unique_ptr<Network> network, const ClassifierOptions& options)
    : network_(std::move(network)), options_(options) {
  if (options_.n_labels < 1 || options_.batch < 1 || options_.batch > 1024 ||
      !(options_.dropout >= 0 && options_.dropout <= 1)) {
    throw UsageError(
        "A model needs at least one label, a batch of 1 to 1024 rows and a dropout of 0 to 1; "
        "check the recipe.");
  }
  set_compute_threads(options_.threads);
  reset(options_.seed);
}

LearnerFacts Classifier::facts() const {
  LearnerFacts facts = network_->facts();
  facts.parameters = network_->layout().parameters();
  facts.dimensions = network_->dimensions();
  return facts;
}

void Classifier::reset(std::uint64_t seed) {
  std::vector<float> values(network_->layout().size(), 0.0F);
  network_->initial_values(seed, values);
  network_->write(ParameterPart::values, values);
  if (averaging()) {
    network_->write(ParameterPart::average, values);
  }
  std::fill(values.begin(), values.end(), 0.0F);
  network_->write(ParameterPart::moment1, values);
  network_->write(ParameterPart::moment2, values);
  step_ = 0;
  loaded_.clear();
}

void Classifier::check_plan(const TrainPlan& plan) const {
  const TokenCorpus* corpus = network_->corpus(Corpus::train);
  const auto labels = static_cast<std::int32_t>(options_.n_labels);
  for (const Example& example : plan.examples) {
    const bool soft = example.label < 0;
    if (corpus == nullptr || example.row >= corpus->size() || example.label >= labels ||
        (example.loss == LossKind::corrected_cross_entropy &&
         (soft || plan.transition == nullptr || plan.transition->rows() != options_.n_labels ||
          plan.transition->columns() != options_.n_labels)) ||
        (soft && (plan.soft_targets == nullptr || example.soft >= plan.soft_targets->rows() ||
                  plan.soft_targets->columns() != options_.n_labels))) {
      throw Error(
          fmt::format("Row {} of the training plan has no text or no target; this is a "
                      "fault of the program.",
                      example.row));
    }
  }
  if (plan.part < 0 || plan.parts < 1 || plan.part >= plan.parts) {
    throw Error(
        fmt::format("Part {} of {} of an epoch does not exist; this is a fault of the "
                    "program.",
                    plan.part, plan.parts));
  }
}

void Classifier::train(const TrainPlan& plan, const Control& control,
                       const BatchObserver& observer) {
  check_plan(plan);
  set_compute_threads(options_.threads);
  loaded_.clear();
  network_->prepare(Corpus::train, control);
  const auto order = epoch_order(plan.examples.size(), plan.seed, plan.epoch);
  const std::size_t batches = (order.size() + options_.batch - 1) / options_.batch;
  const auto border = [&](int part) {
    return batches * static_cast<std::size_t>(part) / static_cast<std::size_t>(plan.parts);
  };
  const std::size_t begin = border(plan.part);
  const std::size_t end = border(plan.part + 1);
  Batch batch;
  batch.part_batches = end - begin;
  for (std::size_t b = begin; b < end; ++b) {
    control.check_point();
    batch.examples.clear();
    const std::size_t last = std::min(order.size(), (b + 1) * options_.batch);
    for (std::size_t i = b * options_.batch; i < last; ++i) {
      batch.examples.push_back(plan.examples[order[i]]);
    }
    batch.in_epoch = b;
    batch.in_part = b - begin;
    const float share = static_cast<float>(batch.in_part) / static_cast<float>(end - begin);
    train_batch(
        plan, batch,
        plan.learning_rate_begin + share * (plan.learning_rate_end - plan.learning_rate_begin),
        observer);
    batch.rows_done += batch.examples.size();
  }
}

MatrixF Classifier::logits_of(const MatrixF& pooled) {
  const auto weight = network_->head_weight();
  const auto bias = network_->head_bias();
  const std::size_t d = pooled.columns();
  MatrixF logits(pooled.rows(), options_.n_labels);
  for (std::size_t i = 0; i < pooled.rows(); ++i) {
    for (std::size_t k = 0; k < options_.n_labels; ++k) {
      logits(i, k) = bias[k] + dot(weight.subspan(k * d, d), pooled.row(i));
    }
  }
  return logits;
}

void Classifier::train_batch(const TrainPlan& plan, const Batch& batch, float learning_rate,
                             const BatchObserver& observer) {
  const std::size_t n = batch.examples.size();
  const std::size_t d = network_->dimensions();
  const auto key = [&](std::uint64_t stream) {
    return Rng(
        {plan.seed, options_.seed, stream, static_cast<std::uint64_t>(plan.epoch), batch.in_epoch});
  };
  std::vector<std::uint32_t> rows(n);
  std::transform(batch.examples.begin(), batch.examples.end(), rows.begin(),
                 [](const Example& example) { return example.row; });
  MatrixF pooled(n, d);
  network_->forward(Corpus::train, rows, key(kNetworkDropout)(), pooled.values());

  const Mixing mixing = draw_mixing(batch.examples, key(kMix));
  MatrixF mixed;
  MatrixF targets;
  mix_rows(mixing, pooled, mixed);
  mix_rows(mixing, batch_targets(batch.examples, plan, options_.n_labels), targets);
  const auto factors = dropout_factors(n * d, options_.dropout, key(kHeadDropout));
  const auto drop = [&](MatrixF& values) {
    for (std::size_t i = 0; i < n * d; ++i) {
      values.values()[i] *= factors[i];
    }
  };
  drop(mixed);
  const MatrixF logits = logits_of(mixed);
  MatrixF d_logits(n, options_.n_labels);
  const double loss = batch_loss(batch.examples, plan, targets, logits, d_logits);
  if (!std::isfinite(loss)) {
    throw Error(
        fmt::format("Training came to a loss that is not a number in epoch {}; lower the "
                    "learning rate.",
                    plan.epoch));
  }

  const auto weight = network_->head_weight();
  MatrixF d_weight(options_.n_labels, d);
  std::vector<float> d_bias(options_.n_labels, 0.0F);
  MatrixF d_mixed(n, d);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t k = 0; k < options_.n_labels; ++k) {
      add_scaled(d_weight.row(k), d_logits(i, k), mixed.row(i));
      add_scaled(d_mixed.row(i), d_logits(i, k), weight.subspan(k * d, d));
      d_bias[k] += d_logits(i, k);
    }
  }
  drop(d_mixed);
  MatrixF d_pooled;
  unmix_gradient(mixing, d_mixed, d_pooled);
  network_->set_head_gradient(d_weight.values(), d_bias);
  network_->backward(d_pooled.values());

  if (observer) {
    drop(pooled);
    const MatrixF own = logits_of(pooled);  // of the rows themselves, not of their mixtures
    MatrixF probabilities(n, options_.n_labels);
    for (std::size_t i = 0; i < n; ++i) {
      softmax(own.row(i), probabilities.row(i));
    }
    observer({batch.in_part, batch.part_batches, batch.rows_done + n, loss, rows,
              probabilities.values()});
  }
  ++step_;
  StepOptions step;
  step.step = step_;
  step.learning_rate = learning_rate;
  step.weight_decay = options_.weight_decay;
  step.clip_norm = options_.clip_norm;
  if (averaging()) {
    const auto t = static_cast<float>(step_);
    step.average_decay = std::min(options_.weight_average, (1 + t) / (options_.average_ramp + t));
  }
  network_->step(step);
}

Prediction Classifier::predict(Corpus corpus, bool with_pooled, const Control& control) {
  set_compute_threads(options_.threads);
  Prediction prediction;
  const TokenCorpus* texts = network_->corpus(corpus);
  if (texts == nullptr || texts->size() == 0) {
    prediction.probabilities = MatrixF(0, options_.n_labels);
    return prediction;
  }
  network_->prepare(corpus, control);
  const std::size_t d = network_->dimensions();
  prediction.probabilities = MatrixF(texts->size(), options_.n_labels);
  if (with_pooled) {
    prediction.pooled = MatrixF(texts->size(), d);
  }

  // Other weights take the place of the trained ones for this pass, whatever happens in it.
  struct Swap {
    Network& network;
    std::vector<float> own;
    ~Swap() {
      if (!own.empty()) {
        network.write(ParameterPart::values, own);
      }
    }
  } swap{*network_, {}};
  if (!loaded_.empty() || averaging()) {
    const std::vector<float> used = prediction_values();
    swap.own.resize(used.size());
    network_->read(ParameterPart::values, swap.own);
    network_->write(ParameterPart::values, used);
  }

  std::vector<std::uint32_t> order(texts->size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return texts->length(a) > texts->length(b);
  });
  for (std::size_t begin = 0; begin < order.size();) {
    control.check_point();
    const std::size_t longest = std::max<std::size_t>(texts->length(order[begin]), 1);
    const std::size_t n =
        std::min(order.size() - begin, std::max<std::size_t>(kPredictTokens / longest, 1));
    const std::span<const std::uint32_t> rows(order.data() + begin, n);
    MatrixF pooled(n, d);
    network_->forward(corpus, rows, std::nullopt, pooled.values());
    const MatrixF logits = logits_of(pooled);
    for (std::size_t i = 0; i < n; ++i) {
      softmax(logits.row(i), prediction.probabilities.row(rows[i]));
      if (with_pooled) {
        std::copy(pooled.row(i).begin(), pooled.row(i).end(),
                  prediction.pooled.row(rows[i]).begin());
      }
    }
    begin += n;
  }
  return prediction;
}

std::vector<float> Classifier::prediction_values() const {
  if (!loaded_.empty()) {
    return loaded_;
  }
  std::vector<float> values(network_->layout().size());
  network_->read(averaging() ? ParameterPart::average : ParameterPart::values, values);
  return values;
}

std::string Classifier::save_state() const {
  StateWriter writer("training", network_->layout().fingerprint(), step_);
  std::vector<float> values(network_->layout().size());
  for (const ParameterPart part :
       {ParameterPart::values, ParameterPart::moment1, ParameterPart::moment2}) {
    network_->read(part, values);
    writer.add(values);
  }
  if (averaging()) {
    network_->read(ParameterPart::average, values);
    writer.add(values);
  }
  return std::move(writer).finish();
}

void Classifier::load_state(std::string_view state) {
  const StateReader reader(state, "training", network_->layout().fingerprint(),
                           network_->layout().size(), averaging() ? 4 : 3);
  network_->write(ParameterPart::values, reader.tensor(0));
  network_->write(ParameterPart::moment1, reader.tensor(1));
  network_->write(ParameterPart::moment2, reader.tensor(2));
  if (averaging()) {
    network_->write(ParameterPart::average, reader.tensor(3));
  }
  step_ = reader.step();
  loaded_.clear();
}

std::string Classifier::save_prediction_weights() const {
  StateWriter writer("prediction", network_->layout().fingerprint(), step_);
  writer.add(prediction_values());
  return std::move(writer).finish();
}

void Classifier::load_prediction_weights(std::string_view weights) {
  const StateReader reader(weights, "prediction", network_->layout().fingerprint(),
                           network_->layout().size(), 1);
  loaded_ = reader.tensor(0);
}

}  // namespace noiseal
