// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pipeline/fake_learners.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "core/base/error.h"
#include "core/base/rng.h"

namespace noiseal::test {
namespace {

constexpr std::uint64_t kInitial = 0x1;
constexpr std::uint64_t kOrder = 0x2;
constexpr std::uint64_t kMix = 0x3;
constexpr float kMomentum = 0.5F;
constexpr float kLeastTarget = 1e-4F;

/// Which of the two models.
enum class Part : std::uint8_t { strong = 1, weak = 2 };

std::uint64_t hash_of(std::string_view word, Part part) {
  std::uint64_t hash = 14695981039346656037ULL + static_cast<std::uint64_t>(part);
  for (const char character : word) {
    hash = (hash ^ static_cast<unsigned char>(character)) * 1099511628211ULL;
  }
  return hash ^ (hash >> 29);
}

/// Counts of hashed words, scaled to unit length. [n_texts, n_buckets]
MatrixF features_of(const std::vector<std::string_view>& texts, std::size_t n_buckets, Part part) {
  MatrixF features(texts.size(), n_buckets);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    std::string_view rest = texts[i];
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      features(i, hash_of(rest.substr(0, end), part) % n_buckets) += 1;
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    const auto row = features.row(i);
    const float length = std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0F));
    std::transform(row.begin(), row.end(), row.begin(),
                   [length](float value) { return value / std::max(length, 1e-6F); });
  }
  return features;
}

/// An example as it enters a step: mixed where it is to be.
struct StepExample {
  LossKind loss = LossKind::cross_entropy;
  std::vector<float> features;
  std::vector<float> target;  ///< [n_labels]
  float weight = 1;
};

/// d loss / d logits for the softmax p of the example. [n_labels]
std::vector<float> gradient(const StepExample& example, std::span<const float> p,
                            const MatrixF* transition) {
  std::vector<float> result(p.size());
  if (example.loss == LossKind::reversed_cross_entropy) {
    float mean = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      result[k] = std::log(std::max(example.target[k], kLeastTarget));
      mean += p[k] * result[k];
    }
    for (std::size_t k = 0; k < p.size(); ++k) {
      result[k] = -p[k] * (result[k] - mean);
    }
    return result;
  }
  if (example.loss == LossKind::corrected_cross_entropy) {
    const auto label = static_cast<std::size_t>(
        std::max_element(example.target.begin(), example.target.end()) - example.target.begin());
    float q = 0;
    for (std::size_t k = 0; k < p.size(); ++k) {
      q += p[k] * (*transition)(k, label);
    }
    for (std::size_t k = 0; k < p.size(); ++k) {
      result[k] = -(p[k] / std::max(q, 1e-7F)) * ((*transition)(k, label) - q);
    }
    return result;
  }
  for (std::size_t k = 0; k < p.size(); ++k) {
    result[k] = p[k] - example.target[k];
  }
  return result;
}

class FakeLearner final : public Learner {
 public:
  /// reads: whose features it has, its own or those of the other model.
  FakeLearner(Part part, Part reads, const Recipe& recipe, std::size_t n_labels,
              const RunTexts& texts, std::shared_ptr<FakeWatch> watch)
      : part_(part),
        batch_(static_cast<std::size_t>(recipe.batch)),
        average_decay_(static_cast<float>(recipe.weight_average)),
        n_labels_(n_labels),
        n_buckets_(reads == Part::strong ? 128 : 48),
        watch_(std::move(watch)),
        train_(features_of(texts.train, n_buckets_, reads)),
        valid_(features_of(texts.valid, n_buckets_, reads)),
        test_(features_of(texts.test, n_buckets_, reads)) {
    start_from(recipe.seed);
  }

  [[nodiscard]] LearnerFacts facts() const override {
    return {"cpu", "fp32", weights_.values().size(), n_buckets_};
  }

  void train(const TrainPlan& plan, const Control& control,
             const BatchObserver& observer) override {
    note_plan(plan);
    const std::vector<std::size_t> order = order_of(plan);
    const std::size_t all = (order.size() + batch_ - 1) / batch_;
    const auto parts = static_cast<std::size_t>(plan.parts);
    const auto part = static_cast<std::size_t>(plan.part);
    const std::size_t first = all * part / parts;
    const std::size_t last = all * (part + 1) / parts;
    for (std::size_t batch = first; batch < last; ++batch) {
      note(part_ == Part::strong ? FakeMoment::Kind::train_strong : FakeMoment::Kind::train_weak,
           control);
      const std::size_t begin = batch * batch_;
      const std::span<const std::size_t> chosen =
          std::span(order).subspan(begin, std::min(batch_, order.size() - begin));
      const float done = static_cast<float>(batch - first) / static_cast<float>(last - first);
      const float rate =
          plan.learning_rate_begin + done * (plan.learning_rate_end - plan.learning_rate_begin);
      step(plan, batch, chosen, rate);
      report(plan, chosen, batch - first, last - first, observer);
    }
  }

  Prediction predict(Corpus corpus, bool with_pooled, const Control& control) override {
    note(FakeMoment::Kind::predict, control);
    const MatrixF& features =
        corpus == Corpus::train ? train_ : (corpus == Corpus::valid ? valid_ : test_);
    Prediction prediction;
    prediction.probabilities = MatrixF(features.rows(), n_labels_);
    for (std::size_t i = 0; i < features.rows(); ++i) {
      const std::vector<float> p = softmax(predicting(), features.row(i));
      std::copy(p.begin(), p.end(), prediction.probabilities.row(i).begin());
    }
    if (with_pooled) {
      prediction.pooled = features;
    }
    return prediction;
  }

  void reset(std::uint64_t seed) override {
    ++watch_->resets;
    start_from(seed);
  }

  [[nodiscard]] std::string save_state() const override {
    return bytes_of(weights_) + bytes_of(velocity_) + bytes_of(average_) +
           std::string(reinterpret_cast<const char*>(&steps_), sizeof steps_);
  }

  void load_state(std::string_view state) override {
    const std::size_t size = weights_.values().size_bytes();
    if (state.size() != 3 * size + sizeof steps_) {
      throw Error("The stored state is not of this fake model.");
    }
    read(state.substr(0, size), weights_);
    read(state.substr(size, size), velocity_);
    read(state.substr(2 * size, size), average_);
    std::memcpy(&steps_, state.data() + 3 * size, sizeof steps_);
  }

  [[nodiscard]] std::string save_prediction_weights() const override {
    return bytes_of(predicting());
  }
  void load_prediction_weights(std::string_view weights) override {
    read(weights, weights_);
    average_ = weights_;
  }

 private:
  static std::string bytes_of(const MatrixF& values) {
    return {reinterpret_cast<const char*>(values.values().data()), values.values().size_bytes()};
  }
  static void read(std::string_view bytes, MatrixF& values) {
    std::memcpy(values.values().data(), bytes.data(), values.values().size_bytes());
  }

  void start_from(std::uint64_t seed) {
    Rng rng({seed, kInitial, static_cast<std::uint64_t>(part_)});
    weights_ = MatrixF(n_labels_, n_buckets_);
    for (float& weight : weights_.values()) {
      weight = static_cast<float>(0.1 * rng.normal());
    }
    velocity_ = MatrixF(n_labels_, n_buckets_);
    average_ = weights_;
    steps_ = 0;
  }

  void note(FakeMoment::Kind kind, const Control& control) {
    if (watch_->moments.size() == watch_->trouble_at) {
      watch_->trouble(control);
    }
    control.check_point();
    watch_->moments.push_back({kind, epoch_});
  }

  void note_plan(const TrainPlan& plan) {
    epoch_ = plan.epoch;
    watch_->last_examples.assign(plan.examples.begin(), plan.examples.end());
    for (const Example& example : plan.examples) {
      watch_->trained_rows.insert(example.row);
      watch_->losses.insert(example.loss);
    }
    auto& rates = part_ == Part::strong ? watch_->learning_rates : watch_->weak_learning_rates;
    rates.push_back(plan.learning_rate_begin);
    rates.push_back(plan.learning_rate_end);
  }

  [[nodiscard]] std::vector<std::size_t> order_of(const TrainPlan& plan) const {
    std::vector<std::size_t> order(plan.examples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    Rng rng({plan.seed, kOrder, static_cast<std::uint64_t>(part_),
             static_cast<std::uint64_t>(plan.epoch)});
    rng.shuffle(std::span(order));
    return order;
  }

  [[nodiscard]] const MatrixF& predicting() const {
    return average_decay_ > 0 ? average_ : weights_;
  }

  static std::vector<float> softmax(const MatrixF& weights, std::span<const float> features) {
    std::vector<float> p(weights.rows());
    for (std::size_t k = 0; k < p.size(); ++k) {
      p[k] = std::inner_product(features.begin(), features.end(), weights.row(k).begin(), 0.0F);
    }
    const float most = *std::max_element(p.begin(), p.end());
    float sum = 0;
    for (float& value : p) {
      value = std::exp(value - most);
      sum += value;
    }
    for (float& value : p) {
      value /= sum;
    }
    return p;
  }

  [[nodiscard]] StepExample step_example(const TrainPlan& plan, const Example& example) const {
    StepExample result;
    result.loss = example.loss;
    result.weight = example.weight;
    const auto row = train_.row(example.row);
    result.features.assign(row.begin(), row.end());
    if (example.label >= 0) {
      result.target.assign(n_labels_, 0.0F);
      result.target.at(static_cast<std::size_t>(example.label)) = 1;
    } else {
      const auto target = plan.soft_targets->row(example.soft);
      result.target.assign(target.begin(), target.end());
    }
    return result;
  }

  /// Mixes each embmix example with the next one of the batch.
  static void mix(std::vector<StepExample>& examples, Rng rng) {
    const auto drawn = static_cast<float>(rng.beta(0.75, 0.75));
    const float share = std::max(drawn, 1 - drawn);
    std::vector<std::size_t> hard;
    for (std::size_t i = 0; i < examples.size(); ++i) {
      if (examples[i].loss == LossKind::embmix) {
        hard.push_back(i);
      }
    }
    const std::vector<StepExample> before = examples;
    const auto blend = [share](std::vector<float>& a, const std::vector<float>& b) {
      std::transform(a.begin(), a.end(), b.begin(), a.begin(),
                     [share](float x, float y) { return share * x + (1 - share) * y; });
    };
    for (std::size_t i = 0; i < hard.size(); ++i) {
      const StepExample& other = before[hard[(i + 1) % hard.size()]];
      blend(examples[hard[i]].features, other.features);
      blend(examples[hard[i]].target, other.target);
    }
  }

  void step(const TrainPlan& plan, std::size_t batch, std::span<const std::size_t> chosen,
            float rate) {
    std::vector<StepExample> examples;
    examples.reserve(chosen.size());
    for (const std::size_t index : chosen) {
      examples.push_back(step_example(plan, plan.examples[index]));
    }
    mix(examples, Rng({plan.seed, kMix, static_cast<std::uint64_t>(part_),
                       static_cast<std::uint64_t>(plan.epoch), batch}));
    MatrixF sum(n_labels_, n_buckets_);
    for (const StepExample& example : examples) {
      const std::vector<float> logits =
          gradient(example, softmax(weights_, example.features), plan.transition);
      for (std::size_t k = 0; k < n_labels_; ++k) {
        for (std::size_t d = 0; d < n_buckets_; ++d) {
          sum(k, d) += example.weight * logits[k] * example.features[d];
        }
      }
    }
    apply(sum, rate / static_cast<float>(examples.size()));
  }

  void apply(const MatrixF& sum, float rate) {
    const auto done = static_cast<float>(steps_);
    const float decay = std::min(average_decay_, (1 + done) / (10 + done));
    for (std::size_t i = 0; i < sum.values().size(); ++i) {
      float& velocity = velocity_.values()[i];
      float& weight = weights_.values()[i];
      float& average = average_.values()[i];
      velocity = kMomentum * velocity + sum.values()[i];
      weight -= rate * velocity;
      average = decay * average + (1 - decay) * weight;
    }
    ++steps_;
  }

  void report(const TrainPlan& plan, std::span<const std::size_t> chosen, std::size_t batch,
              std::size_t batches, const BatchObserver& observer) {
    std::vector<std::uint32_t> rows;
    std::vector<float> probabilities;
    for (const std::size_t index : chosen) {
      rows.push_back(plan.examples[index].row);
      const std::vector<float> p = softmax(weights_, train_.row(rows.back()));
      probabilities.insert(probabilities.end(), p.begin(), p.end());
    }
    if (observer) {
      observer({batch, batches, batch * batch_ + rows.size(), 0, rows, probabilities});
    }
  }

  Part part_;
  std::size_t batch_;
  float average_decay_;
  std::size_t n_labels_;
  std::size_t n_buckets_;
  std::shared_ptr<FakeWatch> watch_;
  MatrixF train_;
  MatrixF valid_;
  MatrixF test_;
  MatrixF weights_;   ///< [n_labels, n_buckets]
  MatrixF velocity_;  ///< of the weights
  MatrixF average_;   ///< moving average of the weights
  std::uint64_t steps_ = 0;
  int epoch_ = 0;
};

class FakeLearners final : public RunLearners {
 public:
  FakeLearners(const Recipe& recipe, std::size_t n_labels, const RunTexts& texts,
               const std::shared_ptr<FakeWatch>& watch)
      : strong_(Part::strong, Part::strong, recipe, n_labels, texts, watch),
        weak_(Part::weak,
              recipe.second_model == SecondModel::two_strong ? Part::strong : Part::weak, recipe,
              n_labels, texts, watch) {}
  Learner& strong() override { return strong_; }
  Learner& weak() override { return weak_; }

 private:
  FakeLearner strong_;
  FakeLearner weak_;
};

}  // namespace

void FakeWatch::stop_at(std::size_t moment) {
  trouble_at = moment;
  trouble = [](const Control& control) { control.request_stop(); };
}

void FakeWatch::fail_at(std::size_t moment, const std::string& sentence) {
  trouble_at = moment;
  trouble = [sentence](const Control&) { throw Error(sentence); };
}

LearnerMaker fake_learners(const std::shared_ptr<FakeWatch>& watch) {
  return [watch](const Recipe& recipe, std::size_t n_labels, const RunTexts& texts,
                 const Control& control) -> std::unique_ptr<RunLearners> {
    control.check_point();
    return std::make_unique<FakeLearners>(recipe, n_labels, texts, watch);
  };
}

LearnerMaker fake_learners() {
  return fake_learners(std::make_shared<FakeWatch>());
}

}  // namespace noiseal::test
