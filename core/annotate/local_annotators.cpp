// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/local_annotators.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/stats/neighbours.h"

namespace noiseal {
namespace {

constexpr std::uint64_t kSimulatedStream = 0x51;  ///< names the stream of the simulated answers
constexpr std::uint64_t kSwayStream = 0x57;       ///< and of whether one is copied

class NoAnnotator final : public Annotator {
 public:
  [[nodiscard]] std::string name() const override { return "none"; }
  [[nodiscard]] bool simulated() const override { return false; }
  [[nodiscard]] bool wants_demonstrations() const override { return false; }
  void ask(std::span<const Question>, const AnnotationContext&, const AnswerSink&,
           const Control&) override {}
};

class NeighboursAnnotator final : public Annotator {
 public:
  explicit NeighboursAnnotator(const LocalAnnotatorOptions& options)
      : n_labels_(options.n_labels),
        nearest_(options.nearest),
        threads_(options.threads),
        corrupted_(options.demonstrations.corrupted),
        seed_(options.seed) {}

  [[nodiscard]] std::string name() const override { return "neighbours"; }
  [[nodiscard]] bool simulated() const override { return false; }
  [[nodiscard]] bool wants_demonstrations() const override { return false; }
  [[nodiscard]] bool wants_vectors() const override { return true; }

  void ask(std::span<const Question> questions, const AnnotationContext& context,
           const AnswerSink& sink, const Control& control) override {
    if (context.reliable.empty()) {
      for (const Question& question : questions) {
        control.check_point();
        sink(unparsable(question.row));
      }
      return;
    }
    if (context.pooled == nullptr) {
      throw Error("The annotator \"neighbours\" needs the strong model's vectors.");
    }
    std::vector<std::uint32_t> rows(questions.size());
    std::transform(questions.begin(), questions.end(), rows.begin(),
                   [](const Question& question) { return question.row; });
    const NeighbourLists lists =
        nearest_by_cosine(*context.pooled, rows, context.reliable,
                          {.k = nearest_, .threads = threads_, .control = &control});
    for (std::size_t i = 0; i < rows.size(); ++i) {
      control.check_point();
      sink(vote(rows[i], lists.of(i), context.labels));
    }
  }

 private:
  static Answer unparsable(std::uint32_t row) {
    Answer answer;
    answer.row = row;
    answer.state = AnswerState::unparsable;
    answer.raw = "no reliable row is near";
    return answer;
  }

  [[nodiscard]] Answer vote(std::uint32_t row, std::span<const Neighbour> neighbours,
                            std::span<const std::int32_t> labels) const {
    std::vector<double> votes(n_labels_, 0.0);
    double all = 0;
    for (const Neighbour& neighbour : neighbours) {
      const double weight = std::max(0.0, static_cast<double>(neighbour.similarity));
      const std::int32_t label =
          shown_label(neighbour.row, labels[neighbour.row], corrupted_, n_labels_, seed_);
      votes[static_cast<std::size_t>(label)] += weight;
      all += weight;
    }
    if (!(all > 0)) {
      return unparsable(row);
    }
    const auto best = std::max_element(votes.begin(), votes.end());
    Answer answer;
    answer.row = row;
    answer.state = AnswerState::answered;
    answer.label = static_cast<std::int32_t>(best - votes.begin());
    answer.raw = std::to_string(std::lround(100 * *best / all)) + " % of the votes of " +
                 std::to_string(neighbours.size()) + " reliable rows";
    return answer;
  }

  std::size_t n_labels_;
  std::size_t nearest_;
  unsigned threads_;
  double corrupted_;
  std::uint64_t seed_;
};

class SimulatedAnnotator final : public Annotator {
 public:
  SimulatedAnnotator(const AnnotatorName& name, const LocalAnnotatorOptions& options)
      : name_(name),
        n_labels_(options.n_labels),
        seed_(options.seed),
        gold_(options.gold),
        sway_(options.demonstrations.sway) {}

  [[nodiscard]] std::string name() const override { return to_string(name_); }
  [[nodiscard]] bool simulated() const override { return true; }
  [[nodiscard]] bool wants_demonstrations() const override { return sway_ > 0; }

  void ask(std::span<const Question> questions, const AnnotationContext& context,
           const AnswerSink& sink, const Control& control) override {
    if (name_.model_mistakes && context.p_joint == nullptr) {
      throw Error("The annotator \"" + name() + "\" needs the models' predictions.");
    }
    for (const Question& question : questions) {
      control.check_point();
      Answer answer;
      answer.row = question.row;
      if (const auto copied = copied_label(question)) {
        answer.state = AnswerState::answered;
        answer.label = *copied;
        answer.raw = "copied from the nearest example";
      } else if (const auto label = draw(question.row, context)) {
        answer.state = AnswerState::answered;
        answer.label = *label;
      }
      sink(answer);
    }
  }

 private:
  /// The label of the nearest demonstration, where the annotator is swayed by it.
  [[nodiscard]] std::optional<std::int32_t> copied_label(const Question& question) const {
    if (!(sway_ > 0) || question.demonstrations.empty() ||
        Rng({seed_, kSwayStream, question.row}).uniform() >= sway_) {
      return std::nullopt;
    }
    return question.demonstrations.back().label;
  }

  [[nodiscard]] std::optional<std::int32_t> draw(std::uint32_t row,
                                                 const AnnotationContext& context) const {
    const std::int32_t gold = row < gold_.size() ? gold_[row] : -1;
    if (gold < 0) {
      return std::nullopt;
    }
    Rng rng({seed_, kSimulatedStream, row});
    if (rng.uniform() < name_.quality || n_labels_ < 2) {
      return gold;
    }
    std::vector<double> weights(n_labels_, 1.0);
    if (name_.model_mistakes) {
      const auto p = context.p_joint->row(row);
      const auto joint =
          static_cast<std::int32_t>(std::max_element(p.begin(), p.end()) - p.begin());
      if (joint != gold) {
        return joint;
      }
      std::copy(p.begin(), p.end(), weights.begin());
    }
    return other_than(gold, std::move(weights), rng);
  }

  /// A label other than gold, in proportion to the weights; uniform where they are all 0.
  static std::int32_t other_than(std::int32_t gold, std::vector<double> weights, Rng& rng) {
    weights[static_cast<std::size_t>(gold)] = 0;
    double sum = 0;
    for (const double weight : weights) {
      sum += weight;
    }
    if (!(sum > 0)) {
      std::fill(weights.begin(), weights.end(), 1.0);
      weights[static_cast<std::size_t>(gold)] = 0;
      sum = static_cast<double>(weights.size() - 1);
    }
    double left = rng.uniform() * sum;
    std::int32_t last = 0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
      if (weights[k] > 0) {
        last = static_cast<std::int32_t>(k);
        left -= weights[k];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  AnnotatorName name_;
  std::size_t n_labels_;
  std::uint64_t seed_;
  std::vector<std::int32_t> gold_;
  double sway_;
};

void check_gold(const LocalAnnotatorOptions& options) {
  const auto known = [](std::int32_t label) { return label >= 0; };
  if (std::none_of(options.gold.begin(), options.gold.end(), known)) {
    throw Error(
        "A simulated annotator answers from gold labels, and there are none; import with --gold, "
        "add noise first, or take another annotator.");
  }
}

}  // namespace

std::unique_ptr<Annotator> make_local_annotator(const AnnotatorName& name,
                                                const LocalAnnotatorOptions& options) {
  switch (name.kind) {
    case AnnotatorKind::none:
      return std::make_unique<NoAnnotator>();
    case AnnotatorKind::neighbours:
      return std::make_unique<NeighboursAnnotator>(options);
    case AnnotatorKind::simulated:
      check_gold(options);
      return std::make_unique<SimulatedAnnotator>(name, options);
    case AnnotatorKind::llm:
      break;
  }
  throw UsageError(
      "The annotator llm needs a server: give --llm-url and --llm-model, or use none, neighbours "
      "or "
      "simulated:Q.");
}

}  // namespace noiseal
