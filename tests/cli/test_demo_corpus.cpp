// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <cctype>
#include <cmath>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/demo/corpus.h"

namespace noiseal::demo {
namespace {

constexpr std::size_t kTrain = 4000;
constexpr std::size_t kTest = 500;

std::map<std::string, std::size_t> count_labels(const std::vector<Request>& requests) {
  std::map<std::string, std::size_t> counts;
  for (const Request& request : requests) {
    ++counts[request.label];
  }
  return counts;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words(1);
  for (const char letter : text) {
    if (std::isalnum(static_cast<unsigned char>(letter)) != 0) {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) {
    words.pop_back();
  }
  return words;
}

/// Multinomial naive Bayes with add-one smoothing: what counting words alone can do.
class WordCounts {
 public:
  void learn(const Request& request) {
    Class& one = classes_[request.label];
    ++one.texts;
    for (const std::string& word : words_of(request.text)) {
      ++one.counts[word];
      ++one.words;
      vocabulary_.insert(word);
    }
  }

  [[nodiscard]] std::string label_of(const std::string& text) const {
    std::string best;
    double best_score = -INFINITY;
    for (const auto& [label, one] : classes_) {
      double score = std::log(one.texts);
      for (const std::string& word : words_of(text)) {
        const auto found = one.counts.find(word);
        const double count = found != one.counts.end() ? found->second : 0;
        score += std::log((count + 1) / (one.words + static_cast<double>(vocabulary_.size())));
      }
      if (score > best_score) {
        best_score = score;
        best = label;
      }
    }
    return best;
  }

 private:
  struct Class {
    std::unordered_map<std::string, double> counts;
    double words = 0;
    double texts = 0;
  };
  std::map<std::string, Class> classes_;
  std::set<std::string> vocabulary_;
};

TEST(DemoCorpus, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const std::vector<Request> first = make_requests(200, 1);
  const std::vector<Request> again = make_requests(200, 1);
  const std::vector<Request> other = make_requests(200, 2);
  std::size_t alike = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(first[i].text, again[i].text);
    EXPECT_EQ(first[i].label, again[i].label);
    alike += first[i].text == other[i].text ? 1U : 0U;
  }
  EXPECT_LT(alike, 5U);
}

TEST(DemoCorpus, HasEightLabelsInBalance) {
  const auto counts = count_labels(make_requests(kTrain + kTest, 1));
  EXPECT_EQ(counts.size(), 8U);
  EXPECT_EQ(labels().size(), 8U);
  for (const auto& [label, count] : counts) {
    EXPECT_NEAR(static_cast<double>(count), (kTrain + kTest) / 8.0, 1) << label;
  }
}

TEST(DemoCorpus, HasNoTextTwiceSoThatNoneIsInTrainAndTest) {
  std::set<std::string> texts;
  for (const Request& request : make_requests(kTrain + kTest, 1)) {
    EXPECT_TRUE(texts.insert(request.text).second) << request.text;
    EXPECT_FALSE(request.text.empty());
  }
}

TEST(DemoCorpus, IsWrittenAsCsvWithOneRecordPerRequest) {
  const std::string csv = to_csv({{"Say \"no\", please", "returns"}, {"Hello", "account"}}, 7);
  EXPECT_EQ(csv, "id,text,label\n7,\"Say \"\"no\"\", please\",returns\n8,\"Hello\",account\n");
}

TEST(DemoCorpus, CanBeLearntButNotSolvedByCountingWords) {
  const std::vector<Request> requests = make_requests(kTrain + kTest, 1);
  WordCounts model;
  for (std::size_t i = 0; i < kTrain; ++i) {
    model.learn(requests[i]);
  }
  std::size_t right = 0;
  for (std::size_t i = kTrain; i < requests.size(); ++i) {
    right += model.label_of(requests[i].text) == requests[i].label ? 1U : 0U;
  }
  const double accuracy = static_cast<double>(right) / kTest;
  EXPECT_LT(accuracy, 0.99);
  EXPECT_GT(accuracy, 0.6) << "there must be something to learn";
  RecordProperty("accuracy", std::to_string(accuracy));
}

}  // namespace
}  // namespace noiseal::demo
