// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/hash.h"
#include "core/base/rng.h"
#include "core/nn/bilstm_network.h"
#include "core/nn/classifier.h"
#include "core/nn/encoder_weights.h"

namespace noiseal {
namespace {

constexpr std::uint64_t kInitial = 106;

}  // namespace

void BiLstmShape::initial_values(std::uint64_t seed, std::span<float> values) const {
  for (const ParameterSlice& slice : layout.slices()) {
    const std::span<float> part = values.subspan(slice.offset, slice.size);
    Rng rng({seed, kInitial, fnv1a(slice.name)});
    if (slice.name == "embedding") {
      std::generate(part.begin(), part.end(), [&] { return static_cast<float>(rng.normal()); });
      continue;
    }
    const std::size_t fan = slice.name.starts_with("head.") ? 2 * hidden : hidden;
    const double border = 1 / std::sqrt(static_cast<double>(fan));
    std::generate(part.begin(), part.end(),
                  [&] { return static_cast<float>((2 * rng.uniform() - 1) * border); });
  }
}

BiLstmShape bilstm_shape(const BiLstmOptions& options, const LearnerCorpora& corpora) {
  BiLstmShape shape;
  shape.hidden = options.hidden;
  shape.input = options.embedding;
  std::vector<std::int32_t> used;
  shape.table_row.assign(options.vocabulary_size, -1);
  const auto use = [&](std::int32_t piece) {
    if (piece < 0 || static_cast<std::size_t>(piece) >= options.vocabulary_size) {
      throw Error(
          fmt::format("The tokenizer gives piece {}, but the model knows {} pieces: wrong "
                      "vocabulary size; use the vocabulary that belongs to the model.",
                      piece, options.vocabulary_size));
    }
    shape.table_row[static_cast<std::size_t>(piece)] = 0;
  };
  use(options.padding_id);
  for (const TokenCorpus* corpus : {corpora.train, corpora.valid, corpora.test}) {
    if (corpus != nullptr) {
      std::for_each(corpus->ids.begin(), corpus->ids.end(), use);
    }
  }
  for (std::size_t piece = 0; piece < shape.table_row.size(); ++piece) {
    if (shape.table_row[piece] == 0) {
      shape.table_row[piece] = static_cast<std::int32_t>(used.size());
      used.push_back(static_cast<std::int32_t>(piece));
    }
  }
  shape.table_rows = used.size();
  shape.padding_row = shape.table_row[static_cast<std::size_t>(options.padding_id)];
  if (!options.embedding_folder.empty()) {
    shape.frozen_table = read_word_table(options.embedding_folder, used);
    shape.input = shape.frozen_table.size() / used.size();
  } else {
    shape.layout.add("embedding", {shape.table_rows, shape.input});
  }
  for (const char* way : {"forward.", "backward."}) {
    const std::string name = way;
    shape.layout.add(name + "input.weight", {4 * shape.hidden, shape.input});
    shape.layout.add(name + "hidden.weight", {4 * shape.hidden, shape.hidden});
    shape.layout.add(name + "input.bias", {4 * shape.hidden});
    shape.layout.add(name + "hidden.bias", {4 * shape.hidden});
  }
  shape.layout.add("head.weight", {options.n_labels, 2 * shape.hidden});
  shape.layout.add("head.bias", {options.n_labels});
  shape.layout.set_tag(fmt::format("{:016x}", fnv1a({reinterpret_cast<const char*>(used.data()),
                                                     used.size() * sizeof(std::int32_t)})));
  return shape;
}

std::unique_ptr<Learner> make_bilstm_learner(const BiLstmOptions& options,
                                             const LearnerCorpora& corpora) {
  const auto shape = std::make_shared<const BiLstmShape>(bilstm_shape(options, corpora));
  set_compute_threads(options.compute.threads);
  const ComputeChoice compute = choose_compute(options.compute);
  const bool own = !compute.cuda && cpu_bilstm_fits(*shape);
  return std::make_unique<Classifier>(
      own ? make_cpu_bilstm(shape, corpora, compute) : make_torch_bilstm(shape, corpora, compute),
      classifier_options(options));
}

}  // namespace noiseal
