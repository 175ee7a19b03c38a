// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/encoder_learner.h"

#include <fmt/format.h>

#include <utility>

#include "core/base/error.h"
#include "core/nn/encoder_network.h"

namespace noiseal {

std::unique_ptr<Learner> make_encoder_learner(const EncoderOptions& options,
                                              const LearnerCorpora& corpora) {
  auto weights = std::make_shared<const EncoderWeights>(options.folder, corpora,
                                                        options.train_layers, options.n_labels);
  EncoderNetworkOptions network;
  network.pooling = options.pooling;
  network.dropout = options.dropout;
  network.compute = choose_compute(options.compute);
  set_compute_threads(options.compute.threads);
  const bool own = !network.compute.cuda && cpu_encoder_fits(weights->config());
  auto made = own ? make_cpu_encoder(weights, corpora, network)
                  : make_torch_encoder(weights, corpora, network);
  return std::make_unique<EncoderLearner>(std::move(made), classifier_options(options), weights,
                                          options.pooling);
}

MatrixF frozen_vectors(const std::filesystem::path& folder, Pooling pooling,
                       const ComputeOptions& compute, const TokenCorpus& texts,
                       const Control& control) {
  EncoderOptions options;
  options.folder = folder;
  options.pooling = pooling;
  options.compute = compute;
  options.n_labels = 1;
  LearnerCorpora corpora;
  corpora.train = &texts;
  return make_encoder_learner(options, corpora)->predict(Corpus::train, true, control).pooled;
}

}  // namespace noiseal
