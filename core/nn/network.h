// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/control.h"
#include "core/nn/learner.h"

namespace noiseal {

/// One tensor within the flat buffer of all parameters.
struct ParameterSlice {
  std::string name;
  std::vector<std::size_t> shape;
  std::size_t offset = 0;
  std::size_t size = 0;
};

/// The trained parameters of a network, laid end to end (each starts at a multiple of 16 floats).
/// Gradient, optimiser moments and the moving average have the same layout.
class ParameterLayout {
 public:
  std::size_t add(const std::string& name, std::vector<std::size_t> shape);
  [[nodiscard]] const std::vector<ParameterSlice>& slices() const { return slices_; }
  [[nodiscard]] const ParameterSlice& at(const std::string& name) const;
  [[nodiscard]] bool has(const std::string& name) const;
  [[nodiscard]] std::size_t size() const { return size_; }  ///< floats, gaps included
  [[nodiscard]] std::size_t parameters() const;             ///< without the gaps
  [[nodiscard]] std::string fingerprint() const;            ///< of names, shapes and tag
  /// What else must be equal for two models to share a state, such as the pieces in the table.
  void set_tag(std::string tag) { tag_ = std::move(tag); }

 private:
  std::vector<ParameterSlice> slices_;
  std::string tag_;
  std::size_t size_ = 0;
};

enum class ParameterPart : std::uint8_t { values, moment1, moment2, average };

/// One step of AdamW (Loshchilov and Hutter 2019; betas 0.9 and 0.999, epsilon 1e-8) on the
/// gradient scaled down to clip_norm, then the moving average, then the gradient is zero again.
struct StepOptions {
  std::int64_t step = 1;  ///< 1-based, of the whole training
  float learning_rate = 0;
  float weight_decay = 0;
  float clip_norm = 0;      ///< 0: not clipped
  float average_decay = 0;  ///< 0: no moving average
};

/// From token ids to pooled vectors, with its parameters and their optimiser. The parameters
/// "head.weight" [n_labels, dimensions] and "head.bias" [n_labels] belong to it like all others,
/// though the head itself (and the losses) are computed by the learner.
class Network {
 public:
  virtual ~Network() = default;

  [[nodiscard]] virtual const ParameterLayout& layout() const = 0;
  [[nodiscard]] virtual std::size_t dimensions() const = 0;
  [[nodiscard]] virtual const TokenCorpus* corpus(Corpus which) const = 0;
  [[nodiscard]] virtual LearnerFacts facts() const = 0;

  /// Fresh parameters: pre-trained where there are any, the rest drawn from seed.
  virtual void initial_values(std::uint64_t seed, std::span<float> values) const = 0;

  /// Work that is done once for a corpus, such as the output of frozen layers.
  virtual void prepare(Corpus /*which*/, const Control& /*control*/) {}

  /// pooled [rows.size(), dimensions]. With a dropout key the pass is one of training: dropout
  /// masks are a function of the key, and backward() may follow.
  virtual void forward(Corpus which, std::span<const std::uint32_t> rows,
                       std::optional<std::uint64_t> dropout_key, std::span<float> pooled) = 0;
  /// Adds to the gradient of all parameters but the head.
  virtual void backward(std::span<const float> d_pooled) = 0;

  /// Head parameters as they are now, [weight, bias], and what is added to their gradient by the
  /// next step().
  [[nodiscard]] virtual std::span<const float> head_weight() = 0;
  [[nodiscard]] virtual std::span<const float> head_bias() = 0;
  virtual void set_head_gradient(std::span<const float> weight, std::span<const float> bias) = 0;

  virtual void step(const StepOptions& options) = 0;

  virtual void read(ParameterPart part, std::span<float> values) const = 0;
  virtual void write(ParameterPart part, std::span<const float> values) = 0;
};

/// Sets the number of threads of this thread's tensor arithmetic; 0: all cores of this process.
void set_compute_threads(int threads);

}  // namespace noiseal
