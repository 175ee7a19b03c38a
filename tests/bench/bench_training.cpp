// SPDX-License-Identifier: GPL-3.0-or-later
// Rows per second of training and prediction, and the share of this machine's measured peak of
// matrix products, both precisions alternating in one process.
//
//   bench_training ENCODER_FOLDER TEXTS [ROWS] [ROUNDS]     TEXTS: one text per line
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/nn/matrix_product.h"
#include "core/nn/models.h"
#include "core/nn/network.h"
#include "core/text/tokenizer.h"

namespace {

using noiseal::Control;
using noiseal::Corpus;
using noiseal::Precision;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kLabels = 6;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// GFLOP/s of the best of several square matrix products.
template <typename T>
double peak() {
  constexpr std::size_t kSize = 1536;
  const std::vector<T> a(kSize * kSize);
  const std::vector<T> b(kSize * kSize);
  std::vector<T> c(kSize * kSize);
  double best = 1e9;
  for (int i = 0; i < 10; ++i) {
    const auto start = Clock::now();
    noiseal::multiply<T>({a.data()}, {b.data(), true}, c.data(), kSize, kSize, kSize);
    best = std::min(best, seconds_since(start));
  }
  return 2e-9 * static_cast<double>(kSize) * kSize * kSize / best;
}

/// Multiply-adds per token in the matrix products of one forward pass, times two.
double flops_per_token(const noiseal::EncoderFacts& facts) {
  const auto h = static_cast<double>(facts.hidden);
  return 2 * static_cast<double>(facts.layers) * (4 * h * h + 8 * h * h);
}

struct Speed {
  double train = 0;
  double predict = 0;
};

Speed measure(noiseal::Learner& learner, const noiseal::TokenCorpus& texts, int epoch) {
  std::vector<noiseal::Example> examples(texts.size());
  for (std::size_t i = 0; i < examples.size(); ++i) {
    examples[i].row = static_cast<std::uint32_t>(i);
    examples[i].label = static_cast<std::int32_t>(i % kLabels);
  }
  noiseal::TrainPlan plan;
  plan.examples = examples;
  plan.epoch = epoch;
  plan.learning_rate_begin = plan.learning_rate_end = 5e-5F;
  const auto rows = static_cast<double>(texts.size());
  auto start = Clock::now();
  learner.train(plan, Control(), {});
  Speed speed;
  speed.train = rows / seconds_since(start);
  start = Clock::now();
  (void)learner.predict(Corpus::train, false, Control());
  speed.predict = rows / seconds_since(start);
  return speed;
}

struct Candidate {
  std::string name;
  std::unique_ptr<noiseal::Learner> learner;
  Speed best;
};

std::vector<Candidate> candidates(const std::string& folder, const noiseal::LearnerCorpora& corpora,
                                  const noiseal::EncoderFacts& facts) {
  std::vector<Candidate> list;
  for (const auto& [name, precision] : {std::pair{std::string("fp32"), Precision::fp32},
                                        std::pair{std::string("bf16"), Precision::bf16}}) {
    for (const int layers : {0, 2}) {
      noiseal::EncoderOptions options;
      options.folder = folder;
      options.n_labels = kLabels;
      options.train_layers = layers;
      options.compute = {noiseal::Device::cpu, precision, 0};
      list.push_back({layers == 0 ? name : name + "_upper_2_layers",
                      noiseal::make_encoder_learner(options, corpora),
                      {}});
    }
  }
  noiseal::BiLstmOptions weak;
  weak.n_labels = kLabels;
  weak.vocabulary_size = facts.vocabulary;
  weak.compute.device = noiseal::Device::cpu;
  list.push_back({"bilstm", noiseal::make_bilstm_learner(weak, corpora), {}});
  return list;
}

int run(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: bench_training ENCODER_FOLDER TEXTS [ROWS] [ROUNDS]\n");
    return 2;
  }
  const std::string folder = argv[1];
  const std::size_t rows = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 2000;
  const int rounds = argc > 4 ? std::atoi(argv[4]) : 2;
  const auto tokenizer = noiseal::load_wordpiece(folder);
  noiseal::TokenCorpus texts;
  std::ifstream in(argv[2]);
  for (std::string line; texts.size() < rows && std::getline(in, line);) {
    texts.add(tokenizer->encode(line, 128));
  }
  const noiseal::EncoderFacts facts = noiseal::read_encoder_facts(folder);
  noiseal::LearnerCorpora corpora;
  corpora.train = &texts;
  noiseal::set_compute_threads(0);
  auto list = candidates(folder, corpora, facts);
  double peak_fp32 = 0;
  double peak_bf16 = 0;
  for (int round = 0; round <= rounds; ++round) {  // round 0 warms up
    peak_fp32 = std::max(peak_fp32, peak<float>());
    peak_bf16 = std::max(peak_bf16, peak<noiseal::cpu::Bf16>());
    for (Candidate& candidate : list) {
      const Speed speed = measure(*candidate.learner, texts, round + 1);
      if (round > 0) {
        candidate.best.train = std::max(candidate.best.train, speed.train);
        candidate.best.predict = std::max(candidate.best.predict, speed.predict);
      }
    }
  }
  const double tokens = static_cast<double>(texts.ids.size()) / static_cast<double>(texts.size());
  nlohmann::ordered_json report{{"rows", texts.size()}, {"tokens_per_row", tokens}};
  for (const Candidate& candidate : list) {
    auto& entry = report[candidate.name];
    entry["train_rows_per_s"] = candidate.best.train;
    entry["predict_rows_per_s"] = candidate.best.predict;
    if (candidate.name == "fp32" || candidate.name == "bf16") {
      const double top = candidate.name == "fp32" ? peak_fp32 : peak_bf16;
      const double flops = 1e-9 * flops_per_token(facts) * tokens;
      entry["peak_gflops"] = top;
      entry["train_gflops"] = 3 * flops * candidate.best.train;
      entry["train_share_of_peak"] = 3 * flops * candidate.best.train / top;
      entry["predict_share_of_peak"] = flops * candidate.best.predict / top;
    }
  }
  std::printf("%s\n", report.dump().c_str());
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
