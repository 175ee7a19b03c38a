// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <deque>

#include "core/annotate/llm_annotator.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/ui/support/waiting.h"
#include "ui/pages/all_pages.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;
using testing::HasSubstr;

/// Answers each request with a label drawn by its hash.
class DrawnLabel final : public ChatClient {
 public:
  explicit DrawnLabel(std::vector<std::string> labels) : labels_(std::move(labels)) {}
  [[nodiscard]] std::size_t capacity() const override { return 8; }
  [[nodiscard]] int most_attempts() const override { return 1; }
  void send(ChatCall call) override { calls_.push_back(std::move(call)); }
  std::vector<ChatReply> wait(std::chrono::milliseconds) override {
    ChatReply reply;
    reply.id = calls_.front().id;
    reply.reading.content = labels_[std::hash<std::string>()(calls_.front().body) % labels_.size()];
    reply.reading.use = {100, 0, 2};
    reply.reading.use_known = true;
    calls_.pop_front();
    return {reply};
  }
  void cancel_all() override { calls_.clear(); }

 private:
  std::vector<std::string> labels_;
  std::deque<ChatCall> calls_;
};

RunAnnotator fake_llm(const AnnotatorSetup& setup) {
  LlmOptions options;
  options.prompt.server = setup.recipe.llm_url;
  options.prompt.model = setup.recipe.llm_model;
  options.prompt.labels = setup.labels;
  options.price = {.input = 100, .cached_input = 100, .output = 200};
  options.texts = setup.texts->train;
  auto annotator =
      std::make_unique<LlmAnnotator>(options, std::make_unique<DrawnLabel>(setup.labels));
  const CostEstimate* cost = annotator.get();
  return RunAnnotator{std::move(annotator), cost, {}};
}

class TrainPageWithAnLlm : public testing::Test {
 protected:
  TrainPageWithAnLlm() {
    { const Project made = noisy_.open(); }
    Services services;
    services.run_parts = noiseal::test::fake_parts();
    services.run_parts.annotators = fake_llm;
    services.llm_notice = [](const Project&, const Recipe& recipe, UseDecisions) {
      return LlmNotice{{"Texts go to " + recipe.llm_url, "No more than 4."},
                       recipe.llm_url + "/chat/completions",
                       "{\"model\": \"" + recipe.llm_model + "\"}"};
    };
    window_ = make_main_window(std::move(services));
    window_->resize(1400, 900);
    window_->show();
    window_->open_project(noisy_.path());
    EXPECT_TRUE(wait_until([&] { return window_->session().is_open(); }));
    click(widget<QWidget>("rail-train"));
  }
  void type(const char* name, const QString& value) {
    auto* line = widget<QLineEdit>(name);
    line->selectAll();
    QTest::keyClicks(line, value);
  }
  void choose_llm() {
    widget<QComboBox>("recipe-annotator")->setCurrentText("llm");
    widget<QComboBox>("recipe-llm_url")->setCurrentText("ollama");
    type("recipe-llm_model", "small");
    type("recipe-budget_money", "4");
    type("recipe-noise_aware_epochs", "2");
    type("recipe-min_warm_up_steps", "0");
    type("recipe-learning_rate", "0.7");
    type("recipe-weak_learning_rate", "0.9");
    type("recipe-weight_average", "0");
  }
  template <class Widget>
  Widget* widget(const char* name) {
    return find<Widget>(*window_, name);
  }

  noiseal::test::NoisyProject noisy_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(TrainPageWithAnLlm, AsksForServerAndModelOnlyThen) {
  EXPECT_FALSE(widget<QWidget>("recipe-llm_url")->isVisible());
  widget<QComboBox>("recipe-annotator")->setCurrentText("llm");
  EXPECT_TRUE(widget<QWidget>("recipe-llm_url")->isVisible());
  EXPECT_TRUE(widget<QWidget>("recipe-llm_model")->isVisible());
  click(widget<QWidget>("start"));
  ASSERT_TRUE(wait_until([&] { return widget<QWidget>("notices")->isVisible(); }));
  EXPECT_THAT(widget<QLabel>("notice-sentence")->text().toStdString(),
              HasSubstr("needs a server and a model"));
  EXPECT_EQ(window_->session().job(), nullptr);
}

TEST_F(TrainPageWithAnLlm, ShowsWhatWillBeSentAndSendsNothingAfterCancel) {
  choose_llm();
  click(widget<QWidget>("start"));
  ASSERT_TRUE(wait_until(
      [&] { return window_->findChild<QWidget*>(QStringLiteral("llm-question")) != nullptr; }));
  EXPECT_THAT(widget<QLabel>("llm-sentences")->text().toStdString(),
              HasSubstr("http://localhost:11434/v1"));
  EXPECT_THAT(widget<QLabel>("llm-sentences")->text().toStdString(), HasSubstr("No more than 4."));
  EXPECT_THAT(widget<QPlainTextEdit>("llm-request")->toPlainText().toStdString(),
              HasSubstr("\"small\""));
  click(widget<QWidget>("llm-cancel"));
  QTest::qWait(100);
  EXPECT_EQ(window_->session().job(), nullptr);
  EXPECT_TRUE(window_->session().facts().runs.empty());
}

TEST_F(TrainPageWithAnLlm, RunsAMeterAndTellsWhatThePilotLetsExpect) {
  choose_llm();
  std::string meter;
  std::string notice;
  click(widget<QWidget>("start"));
  ASSERT_TRUE(wait_until(
      [&] { return window_->findChild<QWidget*>(QStringLiteral("llm-start")) != nullptr; }));
  click(widget<QWidget>("llm-start"));
  ASSERT_TRUE(wait_until(
      [&] {
        const std::string now = widget<QLabel>("status-meter")->text().toStdString();
        meter = now.empty() ? meter : now;
        for (const QLabel* label : window_->findChildren<QLabel*>("notice-sentence")) {
          if (label->text().startsWith(u"The first 20 rows")) {
            notice = label->text().toStdString();
          }
        }
        const auto& runs = window_->session().facts().runs;
        return !runs.empty() && runs.front().state == RunState::finished;
      },
      60'000));
  EXPECT_THAT(meter, HasSubstr("LLM $"));
  EXPECT_THAT(meter, HasSubstr(" of $4.00, "));
  EXPECT_THAT(notice, HasSubstr("of the budget is left"));
}

}  // namespace
}  // namespace noiseal::ui
