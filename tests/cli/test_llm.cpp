// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "core/base/hash.h"
#include "core/store/project.h"
#include "tests/cli/small_project.h"
#include "tests/net/loopback_server.h"
#include "tests/support/test_data.h"

namespace noiseal::test {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// The topic that a text is about.
std::string topic_of(const std::string& text) {
  for (const char* word : {"cat", "dog", "horse", "bird", "fish", "cow"}) {
    if (text.find(word) != std::string::npos) {
      return "animals";
    }
  }
  for (const char* word : {"rain", "snow", "wind", "sun", "storm", "cloud"}) {
    if (text.find(word) != std::string::npos) {
      return "weather";
    }
  }
  return "food";
}

Reaction its_topic(const SeenRequest& request) {
  if (request.path.ends_with("/models")) {
    Reaction reaction;
    reaction.body = R"({"data":[{"id":"small-1"},{"id":"small-2"}]})";
    return reaction;
  }
  return says(topic_of(request.last_text()));
}

/// A project with wrong labels and no run.
class LlmCommands : public testing::Test {
 protected:
  LlmCommands() {
    std::filesystem::copy(imported_folder(), folder_.path(),
                          std::filesystem::copy_options::recursive);
    must_succeed(folder_.path(), {"noise", "p.noiseal", "--type", "asymmetric", "--rate", "0.3"});
    write_file(folder_ / "prices.json",
               R"({"small-1": {"input": 10, "cached_input": 5, "output": 30}})");
  }
  [[nodiscard]] Arguments run(const std::string& url, const Arguments& more = {}) const {
    Arguments arguments =
        short_run({"--set", "noise_aware_epochs=2", "--annotator", "llm", "--llm-url", url,
                   "--llm-model", "small-1", "--set", "demonstrations=3"});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
  }
  [[nodiscard]] json figures(int run_id) const {
    json report = json::parse(must_succeed(folder_.path(), {"report", "p.noiseal", "--json",
                                                            "--run", std::to_string(run_id)})
                                  .out);
    report.erase("seconds");
    report["run"].erase("id");
    for (json& epoch : report["epochs"]) {
      epoch.erase("seconds");
    }
    return report;
  }
  TemporaryFolder folder_;
};

TEST_F(LlmCommands, AskTheServerAndTellWhatIsSentAndWhatItMayCost) {
  const LoopbackServer server(its_topic);
  const Outcome outcome = must_succeed(
      folder_.path(), run(server.url(), {"--llm-prices", "prices.json", "--budget-money", "5"}));
  EXPECT_THAT(outcome.err, AllOf(HasSubstr("go to " + server.url() + " (model small-1"),
                                 HasSubstr("whatever happens, no more than"),
                                 HasSubstr("Pilot of 20 rows: 100 tokens in and 3.0 out a row")));
  EXPECT_THAT(outcome.out, HasSubstr("Annotator llm:small-1:"));
  const json annotator = figures(1)["annotator"];
  EXPECT_EQ(annotator["asked"], server.seen().size());
  EXPECT_EQ(annotator["answered"], server.seen().size());
  EXPECT_NEAR(annotator["cost"].get<double>(),
              static_cast<double>(server.seen().size()) * (100 * 10 + 3 * 30) / 1e6, 1e-9);
}

TEST_F(LlmCommands, KeepToAHardBudgetInMoney) {
  const LoopbackServer server(its_topic);
  must_succeed(folder_.path(),
               run(server.url(), {"--llm-prices", "prices.json", "--budget-money", "0.08"}));
  EXPECT_LE(figures(1)["annotator"]["cost"].get<double>(), 0.08);
  EXPECT_LT(server.seen().size(), 80U);
}

TEST_F(LlmCommands, WantAPriceForABudgetInMoney) {
  const Outcome outcome =
      run_program(folder_.path(), run("https://api.nobody.invalid", {"--budget-money", "1"}));
  EXPECT_EQ(outcome.status, 2);
  EXPECT_THAT(outcome.err, HasSubstr("The price of small-1 is not known"));
}

TEST_F(LlmCommands, StopAfterThePilotAndGoOnWithoutAskingItAgain) {
  const LoopbackServer server(its_topic);
  const Outcome outcome = run_program(folder_.path(), run(server.url(), {"--stop-after-pilot"}));
  EXPECT_EQ(outcome.status, 130);
  EXPECT_THAT(outcome.err, HasSubstr("Pilot of 20 rows"));
  EXPECT_EQ(server.seen().size(), 20U);
  must_succeed(folder_.path(), {"run", "p.noiseal", "--resume"});
  std::set<std::string> different;
  for (const SeenRequest& request : server.seen()) {
    EXPECT_TRUE(different.insert(request.body).second);
  }
}

TEST_F(LlmCommands, AskNothingAgainAfterAKillThatHadItsAnswer) {
  const LoopbackServer server([](const SeenRequest& request) {
    Reaction reaction = its_topic(request);
    reaction.delay = milliseconds(60);
    return reaction;
  });
  {
    Program program(folder_.path(), run(server.url()));
    while (server.seen().size() < 45) {
      std::this_thread::sleep_for(milliseconds(5));
    }
    program.send(SIGKILL);
    program.wait();
  }
  const std::vector<SeenRequest> before = server.seen();
  std::set<std::string> answered;
  {
    const Project project = Project::open(folder_ / "p.noiseal", OpenMode::read);
    for (const AnswerRecord& answer : project.answers().all(1)) {
      answered.insert(answer.request_hash);
    }
  }
  // Eight were in flight, and a few answers may just have come in.
  EXPECT_GE(answered.size() + 12, before.size());
  EXPECT_LE(answered.size(), before.size());
  must_succeed(folder_.path(), {"run", "p.noiseal", "--resume"});

  std::set<std::string> sent_before;
  for (const SeenRequest& request : before) {
    sent_before.insert(request.body);
  }
  std::size_t again = 0;
  const std::vector<SeenRequest> all = server.seen();
  for (std::size_t i = before.size(); i < all.size(); ++i) {
    again += sent_before.count(all[i].body);
    EXPECT_FALSE(answered.contains(sha256_hex(server.url() + "\n" + all[i].body)));
  }
  EXPECT_LE(again, before.size() - answered.size());
  EXPECT_EQ(figures(1)["annotator"]["failed"], 0);
}

TEST_F(LlmCommands, ReplayARunWithoutTheServerAndWithTheSameFigures) {
  {
    const LoopbackServer server(its_topic);
    must_succeed(folder_.path(), run(server.url(), {"--llm-prices", "prices.json", "--budget-money",
                                                    "0.2", "--set", "llm_ask_twice=10"}));
  }  // gone
  must_succeed(folder_.path(), {"run", "p.noiseal", "--replay", "--llm-prices", "prices.json"});
  EXPECT_GT(figures(1)["annotator"]["asked"], 20);
  EXPECT_EQ(figures(1)["annotator"]["asked_twice"], figures(2)["annotator"]["asked_twice"]);
  EXPECT_EQ(figures(1), figures(2));
}

TEST_F(LlmCommands, StopInOrderWhereTheServerIsOfNoUse) {
  const LoopbackServer server([](const SeenRequest& request) {
    return request.number < 30 ? its_topic(request)
                               : fails(401, R"({"error":{"message":"key has expired"}})");
  });
  const Outcome outcome = run_program(folder_.path(), run(server.url()));
  EXPECT_EQ(outcome.status, 1);
  EXPECT_THAT(outcome.messages().back(), HasSubstr("does not accept the key"));
  EXPECT_EQ(Project::open(folder_ / "p.noiseal", OpenMode::read).answers().totals(1).answered, 30);
}

TEST_F(LlmCommands, NeverStoreOrShowTheKey) {
  const LoopbackServer server(its_topic);
  ::setenv("NOISEAL_LLM_KEY", "sk-very-secret-1234", 1);
  const Outcome outcome = must_succeed(folder_.path(), run(server.url()));
  const Outcome checked = must_succeed(folder_.path(), {"llm", "check", server.url()});
  const Outcome preview =
      must_succeed(folder_.path(), {"llm", "preview", "p.noiseal", "--row", "3"});
  ::unsetenv("NOISEAL_LLM_KEY");
  EXPECT_THAT(server.seen().front().head, HasSubstr("Bearer sk-very-secret-1234"));
  EXPECT_THAT(outcome.err, HasSubstr("key from NOISEAL_LLM_KEY"));
  for (const Outcome& one : {outcome, checked, preview}) {
    EXPECT_THAT(one.out + one.err, Not(HasSubstr("secret")));
  }
  for (const auto& [name, bytes] : snapshot(folder_.path())) {
    EXPECT_THAT(bytes, Not(HasSubstr("sk-very-secret-1234"))) << name;
  }
}

TEST_F(LlmCommands, PreviewTheExactRequestOfARowThatWasAsked) {
  const LoopbackServer server(its_topic);
  must_succeed(folder_.path(), run(server.url()));
  const std::size_t sent = server.seen().size();
  std::string row;
  {
    const Project project = Project::open(folder_ / "p.noiseal", OpenMode::read);
    const AnswerRecord answer = project.answers().all(1).front();
    row = project.rows().row(project.runs().row_ids(1).at(answer.index)).shown_id();
  }
  const Outcome preview =
      must_succeed(folder_.path(), {"llm", "preview", "p.noiseal", "--row", row});
  const json shown = json::parse(preview.out);
  std::size_t same = 0;
  for (const SeenRequest& request : server.seen()) {
    same += json::parse(request.body) == shown ? 1U : 0U;
  }
  EXPECT_EQ(same, 1U);
  EXPECT_THAT(preview.err, AllOf(HasSubstr("The project holds the answer to this request"),
                                 HasSubstr("Nothing was sent.")));
  EXPECT_EQ(server.seen().size(), sent);
}

TEST_F(LlmCommands, PreviewARequestBeforeThereIsARun) {
  const Outcome preview =
      must_succeed(folder_.path(), {"llm", "preview", "p.noiseal", "--row", "7", "--llm-url",
                                    "openai", "--llm-model", "gpt-4o-mini"});
  const json request = json::parse(preview.out);
  EXPECT_EQ(request["model"], "gpt-4o-mini");
  EXPECT_EQ(request["messages"].front()["role"], "system");
  EXPECT_THAT(preview.err, AllOf(HasSubstr("POST https://api.openai.com/v1/chat/completions"),
                                 HasSubstr("stand-ins"), HasSubstr("One attempt costs at most")));
}

TEST_F(LlmCommands, CheckAServer) {
  const LoopbackServer server([](const SeenRequest& request) {
    if (request.body.find("response_format") != std::string::npos) {
      return says(R"({"label":"class-9k"})");
    }
    Reaction reaction = its_topic(request);
    reaction.delay = milliseconds(50);
    return reaction;
  });
  const Outcome outcome = must_succeed(folder_.path(), {"llm", "check", server.url()});
  EXPECT_THAT(outcome.out,
              AllOf(HasSubstr("reachable"), HasSubstr("2 listed"), HasSubstr("small-1"),
                    HasSubstr("tokens/s"), HasSubstr("llm_answer=schema")));
  const LoopbackServer free_talker(its_topic);
  EXPECT_THAT(must_succeed(folder_.path(), {"llm", "check", free_talker.url()}).out,
              HasSubstr("Schema:  not obeyed"));
  const Outcome nobody = run_program(folder_.path(), {"llm", "check", deserted_url()});
  EXPECT_EQ(nobody.status, 1);
  EXPECT_THAT(nobody.err, HasSubstr("Nothing answers at"));
}

TEST_F(LlmCommands, KeepAPersonsOwnPrices) {
  ::setenv("XDG_CONFIG_HOME", folder_.path().c_str(), 1);
  const Outcome outcome = must_succeed(
      folder_.path(), {"llm", "prices", "my-model", "--input", "0.25", "--output", "1.5"});
  ::unsetenv("XDG_CONFIG_HOME");
  EXPECT_THAT(outcome.out, AllOf(HasSubstr("my-model"), HasSubstr("gpt-4o-mini")));
  EXPECT_EQ(json::parse(read_file(folder_ / "noiseal/llm_prices.json")),
            json::parse(R"({"my-model":{"input":0.25,"cached_input":0.25,"output":1.5}})"));
}

}  // namespace
}  // namespace noiseal::test
