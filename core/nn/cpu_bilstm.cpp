// SPDX-License-Identifier: GPL-3.0-or-later
// The weak model for the CPU, forward and backward pass written out (Hochreiter and Schmidhuber
// 1997; gates as torch.nn.LSTM). LibTorch's own works step by step with a dozen small operations
// each, which take longer than the arithmetic. Here the two ways, and shares of a batch where there
// are more cores, run beside each other; between the matrix products each step is one pass.
#include <algorithm>
#include <cstring>
#include <functional>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "core/nn/bilstm_network.h"
#include "core/nn/cpu_parameters.h"
#include "core/nn/matrix_product.h"
#include "core/nn/memory_block.h"
#include "core/nn/parallel_ranges.h"
#include "core/nn/parameter_network.h"

namespace noiseal {
namespace {

constexpr std::size_t kWays = 2;  // forward, backward

/// A share of a batch: texts by falling length, their tokens one position after the other. The
/// first rows(t) texts have a token at position t, in the packed rows from first[t] on.
struct Share {
  std::vector<std::size_t> texts;  ///< places in the batch
  std::vector<std::size_t> first;  ///< [longest + 1]

  [[nodiscard]] std::size_t longest() const { return first.size() - 1; }
  [[nodiscard]] std::size_t rows(std::size_t t) const {
    return t < longest() ? first[t + 1] - first[t] : 0;
  }
};

/// What one way leaves for its backward pass, by packed row.
struct WayMemory {
  Buffer<float> gates;  ///< [tokens, 4 * hidden] input, forget, cell, output
  Buffer<float> cell;   ///< [tokens, hidden], and the same of its tanh and of the output
  Buffer<float> squashed;
  Buffer<float> output;
  Buffer<float> d_gates;
  Buffer<float> d_output;
  Buffer<float> before;  ///< output of the step before, 0 where there is none
  Buffer<float> bias;    ///< [4 * hidden] of input and hidden together

  void grow(std::size_t tokens, std::size_t hidden, bool training) {
    gates.grow(tokens * 4 * hidden);
    bias.grow(4 * hidden);
    for (Buffer<float>* buffer : {&cell, &squashed, &output}) {
      buffer->grow(tokens * hidden);
    }
    if (training) {
      d_gates.grow(tokens * 4 * hidden);
      d_output.grow(tokens * hidden);
      before.grow(tokens * hidden);
    }
  }
};

/// Of one share and way.
struct StepMemory {
  Buffer<float> recurrent;  ///< [texts, 4 * hidden]
  Buffer<float> d_output;   ///< [texts, hidden] gradient that the later step hands back
  Buffer<float> d_cell;
};

const char* way_name(std::size_t way) {
  return way == 0 ? "forward." : "backward.";
}

std::vector<std::string> product_names() {
  return {"forward.input.weight", "forward.hidden.weight", "backward.input.weight",
          "backward.hidden.weight"};
}

class CpuBiLstm : public ParameterNetwork<CpuParameters> {
 public:
  CpuBiLstm(std::shared_ptr<const BiLstmShape> shape, const LearnerCorpora& corpora,
            const ComputeChoice& compute)
      : ParameterNetwork(corpora, shape->layout, product_names(),
                         shape->frozen_table.empty() ? "embedding" : "", false),
        shape_(std::move(shape)),
        compute_(compute) {}

  [[nodiscard]] const ParameterLayout& layout() const override { return shape_->layout; }
  [[nodiscard]] std::size_t dimensions() const override { return kWays * shape_->hidden; }
  [[nodiscard]] LearnerFacts facts() const override { return {compute_.device, "fp32", 0, 0}; }
  void initial_values(std::uint64_t seed, std::span<float> values) const override {
    shape_->initial_values(seed, values);
  }

  void forward(Corpus which, std::span<const std::uint32_t> rows,
               std::optional<std::uint64_t> dropout_key, std::span<float> pooled) override;
  void backward(std::span<const float> d_pooled) override;

  void step(const StepOptions& options) override;

 private:
  [[nodiscard]] bool trains_table() const { return shape_->frozen_table.empty(); }
  [[nodiscard]] const float* table() const {
    return trains_table() ? parameters().value("embedding") : shape_->frozen_table.data();
  }
  [[nodiscard]] const float* weight(std::size_t way, const char* part) const {
    return parameters().value(std::string(way_name(way)) + part);
  }
  [[nodiscard]] float* gradient(std::size_t way, const char* part) {
    return parameters().gradient(std::string(way_name(way)) + part);
  }

  void pack(const TokenCorpus& texts, std::span<const std::uint32_t> rows);
  void load_input();
  void run(const Share& share, std::size_t way, StepMemory& memory);
  void run_back(const Share& share, std::size_t way, StepMemory& memory);
  void pool(std::span<float> pooled);
  void back_table();
  template <typename Work>
  void for_each_share_and_way(const Work& work);

  std::shared_ptr<const BiLstmShape> shape_;
  ComputeChoice compute_;

  std::vector<Share> shares_;
  std::vector<std::size_t> table_rows_;  ///< [tokens]
  std::size_t texts_ = 0;
  bool training_ = false;
  Buffer<float> input_;             ///< [tokens, input]
  std::vector<std::size_t> taken_;  ///< [texts, 2 * hidden] packed row of the maximum
  WayMemory ways_[kWays];
  std::vector<StepMemory> steps_;  ///< [shares * ways]
};

void CpuBiLstm::pack(const TokenCorpus& texts, std::span<const std::uint32_t> rows) {
  const auto length = [&](std::size_t place) {
    return std::max<std::size_t>(texts.length(rows[place]), 1);  // an empty text: one padding piece
  };
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return length(a) > length(b); });
  texts_ = rows.size();
  shares_.assign(std::min((compute_threads() + 1) / kWays, rows.size()), {});
  for (std::size_t i = 0; i < order.size(); ++i) {
    shares_[i % shares_.size()].texts.push_back(order[i]);
  }
  table_rows_.clear();
  for (Share& share : shares_) {
    const std::size_t longest = length(share.texts.front());
    std::size_t active = share.texts.size();
    for (std::size_t t = 0; t < longest; ++t) {
      share.first.push_back(table_rows_.size());
      while (length(share.texts[active - 1]) <= t) {
        --active;
      }
      for (std::size_t i = 0; i < active; ++i) {
        const auto text = texts.text(rows[share.texts[i]]);
        const std::int64_t row = text.empty()
                                     ? shape_->padding_row
                                     : shape_->table_row[static_cast<std::size_t>(text[t])];
        table_rows_.push_back(static_cast<std::size_t>(row));
      }
    }
    share.first.push_back(table_rows_.size());
  }
  for (WayMemory& way : ways_) {
    way.grow(table_rows_.size(), shape_->hidden, training_);
  }
  steps_.resize(shares_.size() * kWays);
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const std::size_t n = shares_[i / kWays].texts.size();
    steps_[i].recurrent.grow(n * 4 * shape_->hidden);
    if (training_) {
      steps_[i].d_output.grow(n * shape_->hidden);
      steps_[i].d_cell.grow(n * shape_->hidden);
    }
  }
}

void CpuBiLstm::load_input() {
  const std::size_t width = shape_->input;
  const float* from = table();
  input_.grow(table_rows_.size() * width);
  parallel_ranges(table_rows_.size(), [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      std::memcpy(input_.data() + i * width, from + table_rows_[i] * width, width * sizeof(float));
    }
  });
}

template <typename Work>
void CpuBiLstm::for_each_share_and_way(const Work& work) {
  parallel_ranges(steps_.size(), [&](std::size_t, std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      work(shares_[i / kWays], i % kWays, steps_[i]);
    }
  });
}

void CpuBiLstm::run(const Share& share, std::size_t way, StepMemory& memory) {
  const std::size_t h = shape_->hidden;
  WayMemory& m = ways_[way];
  const float* hidden_weight = weight(way, "hidden.weight");
  for (std::size_t i = 0; i < share.longest(); ++i) {
    const std::size_t t = way == 0 ? i : share.longest() - 1 - i;
    const std::size_t row = share.first[t];
    const std::size_t earlier = way == 0 ? t - 1 : t + 1;  // unused in the first step
    cpu::LstmStep step{};
    step.hidden = h;
    step.rows = share.rows(t);
    // Forward, all texts of this position had one before; backward, the shorter ones begin here.
    step.continued = i == 0 ? 0 : std::min(step.rows, share.rows(earlier));
    step.bias = m.bias.data();
    step.recurrent = memory.recurrent.data();
    step.gates = m.gates.data() + row * 4 * h;
    step.cell = m.cell.data() + row * h;
    step.squashed = m.squashed.data() + row * h;
    step.output = m.output.data() + row * h;
    if (step.continued > 0) {
      const std::size_t from = share.first[earlier] * h;
      step.cell_before = m.cell.data() + from;
      multiply<float>({m.output.data() + from}, {hidden_weight, true}, memory.recurrent.data(),
                      step.continued, 4 * h, h);
    }
    cpu::kernels().lstm.forward(step);
    if (training_) {
      float* before = m.before.data() + row * h;
      if (step.continued > 0) {
        std::memcpy(before, m.output.data() + share.first[earlier] * h,
                    step.continued * h * sizeof(float));
      }
      std::memset(before + step.continued * h, 0, (step.rows - step.continued) * h * sizeof(float));
    }
  }
}

void CpuBiLstm::run_back(const Share& share, std::size_t way, StepMemory& memory) {
  const std::size_t h = shape_->hidden;
  WayMemory& m = ways_[way];
  const float* hidden_weight = weight(way, "hidden.weight");
  std::memset(memory.d_cell.data(), 0, share.texts.size() * h * sizeof(float));
  std::size_t handed = 0;  // texts that a later step has handed a gradient back to
  for (std::size_t i = share.longest(); i-- > 0;) {
    const std::size_t t = way == 0 ? i : share.longest() - 1 - i;
    const std::size_t row = share.first[t];
    const std::size_t earlier = way == 0 ? t - 1 : t + 1;
    cpu::LstmBackStep step{};
    step.hidden = h;
    step.rows = share.rows(t);
    step.continued = i == 0 ? 0 : std::min(step.rows, share.rows(earlier));
    step.handed = std::min(handed, step.rows);
    step.gates = m.gates.data() + row * 4 * h;
    step.squashed = m.squashed.data() + row * h;
    step.cell_before = step.continued > 0 ? m.cell.data() + share.first[earlier] * h : nullptr;
    step.d_output = m.d_output.data() + row * h;
    step.d_handed = memory.d_output.data();
    step.d_cell = memory.d_cell.data();
    step.d_gates = m.d_gates.data() + row * 4 * h;
    cpu::kernels().lstm.backward(step);
    handed = step.continued;
    if (handed > 0) {
      multiply<float>({step.d_gates}, {hidden_weight}, memory.d_output.data(), handed, h, 4 * h);
    }
  }
}

void CpuBiLstm::pool(std::span<float> pooled) {
  const std::size_t h = shape_->hidden;
  taken_.resize(training_ ? texts_ * kWays * h : 0);
  for_each_share_and_way([&](const Share& share, std::size_t way, StepMemory&) {
    const float* output = ways_[way].output.data();
    for (std::size_t t = 0; t < share.longest(); ++t) {
      for (std::size_t i = 0; i < share.rows(t); ++i) {
        const std::size_t row = share.first[t] + i;
        const std::size_t place = (share.texts[i] * kWays + way) * h;
        for (std::size_t j = 0; j < h; ++j) {
          const float value = output[row * h + j];
          if (t == 0 || value > pooled[place + j]) {
            pooled[place + j] = value;
            if (training_) {
              taken_[place + j] = row;
            }
          }
        }
      }
    }
  });
}

void CpuBiLstm::forward(Corpus which, std::span<const std::uint32_t> rows,
                        std::optional<std::uint64_t> dropout_key, std::span<float> pooled) {
  training_ = dropout_key.has_value();
  pack(*corpus(which), rows);
  if (training_) {
    parameters().clear_gradient();
  }
  load_input();
  const std::size_t h = shape_->hidden;
  for (std::size_t way = 0; way < kWays; ++way) {
    const float* input_bias = weight(way, "input.bias");
    const float* hidden_bias = weight(way, "hidden.bias");
    std::transform(input_bias, input_bias + 4 * h, hidden_bias, ways_[way].bias.data(),
                   std::plus<>());
    multiply<float>({input_.data()}, {weight(way, "input.weight"), true}, ways_[way].gates.data(),
                    table_rows_.size(), 4 * h, shape_->input);
  }
  for_each_share_and_way(
      [&](const Share& share, std::size_t way, StepMemory& memory) { run(share, way, memory); });
  pool(pooled);
}

void CpuBiLstm::backward(std::span<const float> d_pooled) {
  const std::size_t h = shape_->hidden;
  const std::size_t tokens = table_rows_.size();
  for_each_share_and_way([&](const Share& share, std::size_t way, StepMemory& memory) {
    float* d_output = ways_[way].d_output.data();
    std::memset(d_output + share.first.front() * h, 0,
                (share.first.back() - share.first.front()) * h * sizeof(float));
    for (const std::size_t text : share.texts) {
      const std::size_t place = (text * kWays + way) * h;
      for (std::size_t j = 0; j < h; ++j) {
        d_output[taken_[place + j] * h + j] = d_pooled[place + j];
      }
    }
    run_back(share, way, memory);
  });
  for (std::size_t way = 0; way < kWays; ++way) {
    const float* d_gates = ways_[way].d_gates.data();
    multiply<float>({d_gates, true}, {input_.data()}, gradient(way, "input.weight"), 4 * h,
                    shape_->input, tokens);
    multiply<float>({d_gates, true}, {ways_[way].before.data()}, gradient(way, "hidden.weight"),
                    4 * h, h, tokens);
    float* input_bias = gradient(way, "input.bias");
    cpu::kernels().f32.column_sum(d_gates, 4 * h, input_bias, 0, tokens);
    std::copy_n(input_bias, 4 * h, gradient(way, "hidden.bias"));
  }
  if (trains_table()) {
    back_table();
  }
}

void CpuBiLstm::back_table() {
  const std::size_t width = shape_->input;
  const std::size_t h = shape_->hidden;
  float* to = parameters().gradient("embedding");
  for (std::size_t way = 0; way < kWays; ++way) {
    // The input has served its purpose: its memory takes its gradient.
    multiply<float>({ways_[way].d_gates.data()}, {weight(way, "input.weight")}, input_.data(),
                    table_rows_.size(), width, 4 * h);
    // Each thread has columns of its own, so that the order of the additions is always the same.
    parallel_ranges(width, [&](std::size_t, std::size_t begin, std::size_t end) {
      for (std::size_t i = 0; i < table_rows_.size(); ++i) {
        for (std::size_t j = begin; j < end; ++j) {
          to[table_rows_[i] * width + j] += input_[i * width + j];
        }
      }
    });
  }
}

void CpuBiLstm::step(const StepOptions& options) {
  parameters().step(options);
  if (!trains_table()) {
    return;
  }
  float* table = parameters().gradient("embedding");
  for (const std::size_t row : table_rows_) {
    std::memset(table + row * shape_->input, 0, shape_->input * sizeof(float));
  }
}

}  // namespace

std::unique_ptr<Network> make_cpu_bilstm(std::shared_ptr<const BiLstmShape> shape,
                                         const LearnerCorpora& corpora,
                                         const ComputeChoice& compute) {
  return std::make_unique<CpuBiLstm>(std::move(shape), corpora, compute);
}

bool cpu_bilstm_fits(const BiLstmShape& shape) {
  return shape.hidden % 16 == 0;
}

}  // namespace noiseal
