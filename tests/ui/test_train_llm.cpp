// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <deque>
#include <map>
#include <memory>
#include <optional>

#include "core/annotate/llm_annotator.h"
#include "core/base/error.h"
#include "tests/ui/fake_model_window.h"

namespace noiseal::ui {
namespace {

using test::click;
using test::find;
using test::wait_until;
using testing::AllOf;
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

/// What the window's tools for servers would find on a real machine.
struct FakeServers {
  std::map<std::string, std::string> keys;  ///< by URL
  std::map<std::string, ModelPrice> prices;
};

/// Each call comes from one worker thread of the dialog; tests look while it is idle.
LlmTools fake_tools(const std::shared_ptr<FakeServers>& fake) {
  LlmTools tools;
  tools.notice = [](const Project&, const Recipe& recipe, UseDecisions) {
    return LlmNotice{{"Texts go to " + recipe.llm_url, "No more than 4."},
                     false,
                     recipe.llm_url + "/chat/completions",
                     "{\"model\": \"" + recipe.llm_model + "\"}"};
  };
  tools.check = [](const std::string& url, const std::string&, const Control&) {
    if (url.find("unreachable") != std::string::npos) {
      throw Error("Nobody answers there.");
    }
    return ServerCheck{{"large", "small"}, "large", {}, true, 0.4, 25};
  };
  tools.key_source = [fake](const std::string& url) {
    return fake->keys.contains(url) ? std::string("the keychain") : std::string();
  };
  tools.keep_key = [fake](const std::string& url, const std::string& key) {
    fake->keys[url] = key;
  };
  tools.forget_key = [fake](const std::string& url) { fake->keys.erase(url); };
  tools.price = [fake](const std::string& model) {
    const auto found = fake->prices.find(model);
    return found == fake->prices.end() ? std::nullopt : std::optional(found->second);
  };
  tools.keep_price = [fake](const std::string& model, const ModelPrice& price) {
    fake->prices[model] = price;
  };
  return tools;
}

class TrainPageWithAnLlm : public test::FakeModelWindow {
 protected:
  TrainPageWithAnLlm() {
    { const Project made = noisy_.open(); }
    Services services;
    services.run_parts = noiseal::test::fake_parts();
    services.run_parts.annotators = fake_llm;
    services.llm = fake_tools(fake_);
    show_window(std::move(services));
    open_project_at("rail-train");
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
  QWidget* child(const char* name) {
    return window_->findChild<QWidget*>(QString::fromLatin1(name));
  }
  QString notices() {
    QStringList all;
    for (const QLabel* label : window_->findChildren<QLabel*>("notice-sentence")) {
      all << label->text();
    }
    return all.join(u'\n');
  }
  void open_server_dialog() {
    widget<QComboBox>("recipe-annotator")->setCurrentText("llm");
    click(widget<QWidget>("llm-server"));
    ASSERT_TRUE(wait_until([&] { return child("llm-server-dialog") != nullptr; }));
  }
  /// Types into an editable box and leaves it, as a person would.
  void write(const char* name, const QString& value) {
    auto* line = widget<QComboBox>(name)->lineEdit();
    line->selectAll();
    QTest::keyClicks(line, value);
    Q_EMIT line->editingFinished();
  }
  QString said(const char* name) { return widget<QLabel>(name)->text(); }

  std::shared_ptr<FakeServers> fake_ = std::make_shared<FakeServers>();
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
  EXPECT_TRUE(widget<QCheckBox>("llm-pilot")->isChecked());
  click(widget<QWidget>("llm-pilot"));
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

TEST_F(TrainPageWithAnLlm, StopsAfterThePilotAndGoesOnAfterASecondYes) {
  choose_llm();
  click(widget<QWidget>("start"));
  ASSERT_TRUE(wait_until([&] { return child("llm-start") != nullptr; }));
  click(child("llm-start"));
  ASSERT_TRUE(wait_until([&] { return widget<QWidget>("resume")->isVisible(); }, 60'000));
  EXPECT_TRUE(wait_until([&] { return notices().contains(u"The first 20 rows"); }));
  EXPECT_TRUE(wait_until([&] { return notices().contains(u"Resume goes on"); }));
  const Project project = Project::open(noisy_.path(), OpenMode::read);
  EXPECT_EQ(project.answers().totals(1).asked, 20);

  click(widget<QWidget>("resume"));
  ASSERT_TRUE(wait_until([&] { return child("llm-start") != nullptr; }));
  EXPECT_FALSE(widget<QWidget>("llm-pilot")->isVisible());
  click(child("llm-start"));
  EXPECT_TRUE(wait_until(
      [&] { return window_->session().facts().runs.front().state == RunState::finished; }, 60'000));
  EXPECT_GT(project.answers().totals(1).asked, 20);
}

TEST_F(TrainPageWithAnLlm, AResumeThatIsRefusedAsksNothing) {
  choose_llm();
  click(widget<QWidget>("start"));
  ASSERT_TRUE(wait_until([&] { return child("llm-start") != nullptr; }));
  click(child("llm-start"));
  ASSERT_TRUE(wait_until([&] { return widget<QWidget>("resume")->isVisible(); }, 60'000));
  click(widget<QWidget>("resume"));
  ASSERT_TRUE(wait_until([&] { return child("llm-cancel") != nullptr; }));
  click(child("llm-cancel"));
  QTest::qWait(100);
  EXPECT_EQ(window_->session().job(), nullptr);
  EXPECT_EQ(Project::open(noisy_.path(), OpenMode::read).answers().totals(1).asked, 20);
}

TEST_F(TrainPageWithAnLlm, ACheckedServerGoesIntoTheRecipeWithItsAnswerForm) {
  open_server_dialog();
  write("llm-server-url", "http://localhost:9/v1");
  click(widget<QWidget>("llm-server-check"));
  ASSERT_TRUE(wait_until([&] { return said("llm-server-found").contains(u"obeys a schema"); }));
  EXPECT_THAT(said("llm-server-found").toStdString(),
              AllOf(HasSubstr("2 models"), HasSubstr("large answered in 0.40 s, 25.0 tokens")));
  EXPECT_EQ(widget<QComboBox>("llm-server-model")->count(), 2);
  click(widget<QWidget>("llm-server-use"));
  EXPECT_EQ(widget<QComboBox>("recipe-llm_url")->currentText(), "http://localhost:9/v1");
  EXPECT_EQ(widget<QLineEdit>("recipe-llm_model")->text(), "large");
  EXPECT_EQ(widget<QComboBox>("recipe-llm_answer")->currentText(), "schema");
}

TEST_F(TrainPageWithAnLlm, SaysWhyAServerCannotBeUsed) {
  open_server_dialog();
  write("llm-server-url", "http://unreachable/v1");
  click(widget<QWidget>("llm-server-check"));
  EXPECT_TRUE(wait_until([&] { return said("llm-server-found") == u"Nobody answers there."; }));
  EXPECT_TRUE(widget<QWidget>("llm-server-check")->isEnabled());
  write("llm-server-url", "ftp://somewhere");
  write("llm-server-model", "large");
  click(widget<QWidget>("llm-server-use"));
  EXPECT_TRUE(said("llm-server-found").contains(u"http"));
  EXPECT_TRUE(widget<QWidget>("llm-server-dialog")->isVisible());
}

TEST_F(TrainPageWithAnLlm, AKeyGoesToTheKeychainAndNowhereElse) {
  open_server_dialog();
  write("llm-server-url", "http://localhost:9/v1");
  EXPECT_TRUE(wait_until([&] { return said("llm-key-state").startsWith(u"No key is known"); }));
  auto* key = widget<QLineEdit>("llm-key");
  EXPECT_EQ(key->echoMode(), QLineEdit::Password);
  QTest::keyClicks(key, "sk-secret");
  click(widget<QWidget>("llm-key-keep"));
  EXPECT_TRUE(
      wait_until([&] { return said("llm-key-state") == u"A key comes from the keychain."; }));
  EXPECT_TRUE(key->text().isEmpty());
  EXPECT_EQ(fake_->keys.at("http://localhost:9/v1"), "sk-secret");
  click(widget<QWidget>("llm-key-forget"));
  EXPECT_TRUE(wait_until([&] { return said("llm-key-state").startsWith(u"No key is known"); }));
  EXPECT_TRUE(fake_->keys.empty());
}

TEST_F(TrainPageWithAnLlm, APriceIsKeptForTheModel) {
  open_server_dialog();
  write("llm-server-url", "https://api.example.org/v1");
  write("llm-server-model", "large");
  EXPECT_TRUE(wait_until([&] { return said("llm-price-state").contains(u"is not known"); }));
  widget<QDoubleSpinBox>("llm-price-input")->setValue(0.15);
  widget<QDoubleSpinBox>("llm-price-output")->setValue(0.6);
  click(widget<QWidget>("llm-price-keep"));
  EXPECT_TRUE(wait_until([&] { return said("llm-price-state").contains(u"large is known"); }));
  EXPECT_DOUBLE_EQ(fake_->prices.at("large").input, 0.15);
  EXPECT_DOUBLE_EQ(fake_->prices.at("large").output, 0.6);
}

}  // namespace
}  // namespace noiseal::ui
