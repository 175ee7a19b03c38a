// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "core/text/tokenizer.h"

namespace noiseal {
namespace {

constexpr std::size_t kTextsInBlock = 256;

/// Blocks of texts, taken by the threads one after the other.
class BlockQueue {
 public:
  BlockQueue(const Tokenizer& tokenizer, const std::vector<std::string_view>& texts,
             std::size_t max_tokens, const Control& control)
      : tokenizer_(tokenizer),
        texts_(texts),
        max_tokens_(max_tokens),
        control_(control),
        blocks_((texts.size() + kTextsInBlock - 1) / kTextsInBlock) {}

  [[nodiscard]] std::size_t n_blocks() const { return blocks_.size(); }

  /// Works until no block is left or one thread has failed.
  void work() noexcept {
    try {
      for (std::size_t i = next_++; i < blocks_.size() && !failed_; i = next_++) {
        control_.check_point();
        tokenize_block(i);
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
      failed_ = true;
    }
  }

  TokenCorpus result() {
    if (failure_) {
      std::rethrow_exception(failure_);
    }
    TokenCorpus corpus;
    std::size_t n_ids = 0;
    for (const TokenCorpus& block : blocks_) {
      n_ids += block.ids.size();
    }
    corpus.ids.reserve(n_ids);
    corpus.offsets.reserve(texts_.size() + 1);
    for (TokenCorpus& block : blocks_) {
      const std::uint64_t base = corpus.ids.size();
      corpus.ids.insert(corpus.ids.end(), block.ids.begin(), block.ids.end());
      std::transform(block.offsets.begin() + 1, block.offsets.end(),
                     std::back_inserter(corpus.offsets),
                     [base](std::uint64_t offset) { return base + offset; });
      block = TokenCorpus();
    }
    return corpus;
  }

 private:
  void tokenize_block(std::size_t block) {
    const std::size_t end = std::min((block + 1) * kTextsInBlock, texts_.size());
    for (std::size_t i = block * kTextsInBlock; i < end; ++i) {
      blocks_[block].add(tokenizer_.encode(texts_[i], max_tokens_));
    }
  }

  const Tokenizer& tokenizer_;
  const std::vector<std::string_view>& texts_;
  const std::size_t max_tokens_;
  const Control control_;
  std::vector<TokenCorpus> blocks_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr failure_;
};

}  // namespace

TokenCorpus tokenize(const Tokenizer& tokenizer, const std::vector<std::string_view>& texts,
                     std::size_t max_tokens, const Control& control) {
  BlockQueue queue(tokenizer, texts, max_tokens, control);
  {
    const std::size_t cores = std::max(std::thread::hardware_concurrency(), 1U);
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < std::min(cores, queue.n_blocks()); ++i) {
      others.emplace_back([&queue] { queue.work(); });
    }
    queue.work();
  }
  return queue.result();
}

}  // namespace noiseal
