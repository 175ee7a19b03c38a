// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "core/base/error.h"
#include "tests/pipeline/noisy_project.h"
#include "tests/ui/support/waiting.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui {
namespace {

using test::wait_until;
using testing::HasSubstr;

class SessionTest : public testing::Test {
 protected:
  SessionTest() {
    { const Project made = project_.open(); }
    QObject::connect(&session_, &ProjectSession::open_failed, &session_,
                     [this](const QString& sentence) { failure_ = sentence.toStdString(); });
    QObject::connect(&session_, &ProjectSession::failed, &session_,
                     [this](const QString& sentence) { failure_ = sentence.toStdString(); });
  }

  void open() {
    session_.open(project_.path());
    ASSERT_TRUE(wait_until([&] { return session_.is_open() || !failure_.empty(); }));
    ASSERT_EQ(failure_, "");
  }

  noiseal::test::NoisyProject project_;
  ProjectSession session_;
  std::string failure_;
};

TEST_F(SessionTest, OpensAProjectForWritingAndTellsItsFacts) {
  open();
  EXPECT_TRUE(session_.writable());
  EXPECT_EQ(session_.facts().all_rows(), 400U);
  EXPECT_EQ(session_.facts().labels.size(), 4U);
}

TEST_F(SessionTest, AFileThatIsNotThereIsToldInOneSentence) {
  session_.open(project_.path().string() + "-missing");
  ASSERT_TRUE(wait_until([&] { return !failure_.empty(); }));
  EXPECT_THAT(failure_, HasSubstr("There is no project"));
  EXPECT_FALSE(session_.is_open());
}

TEST_F(SessionTest, AProjectHeldByAnotherProgramOpensForReading) {
  {
    const Project holder = Project::open(project_.path(), OpenMode::write);
    open();
    EXPECT_FALSE(session_.writable());
    EXPECT_THAT(session_.read_only_reason().toStdString(), HasSubstr("is open for writing in"));
  }
  session_.open(project_.path());
  ASSERT_TRUE(wait_until([&] { return session_.is_open(); }));
  EXPECT_TRUE(session_.writable()) << session_.read_only_reason().toStdString();
}

TEST_F(SessionTest, AnswersComeOnTheAskingThread) {
  open();
  const auto gui = std::this_thread::get_id();
  std::optional<std::size_t> rows;
  session_.read(
      &session_,
      [gui](const Project& project, const Control&) {
        EXPECT_NE(std::this_thread::get_id(), gui);
        return project.rows().count(Split::train);
      },
      [&](std::size_t count) {
        EXPECT_EQ(std::this_thread::get_id(), gui);
        rows = count;
      });
  ASSERT_TRUE(wait_until([&] { return rows.has_value(); }));
  EXPECT_EQ(*rows, session_.facts().rows[0]);
}

TEST_F(SessionTest, ACancelledQuestionIsNotAnsweredAndALongQueryEnds) {
  open();
  bool answered = false;
  std::atomic<bool> begun = false;
  const ReadTicket ticket = session_.read(
      &session_,
      [&](const Project&, const Control& control) {
        begun = true;
        for (;;) {
          control.check_point();
        }
        return 0;
      },
      [&](int) { answered = true; });
  ASSERT_TRUE(wait_until([&] { return begun.load(); }));
  ticket.cancel();
  bool next = false;
  session_.read(
      &session_, [](const Project&, const Control&) { return 1; }, [&](int) { next = true; });
  ASSERT_TRUE(wait_until([&] { return next; }));
  EXPECT_FALSE(answered);
  EXPECT_EQ(failure_, "");
}

TEST_F(SessionTest, AnswersForAContextThatIsGoneAreDropped) {
  open();
  bool answered = false;
  auto context = std::make_unique<QObject>();
  session_.read(
      context.get(), [](const Project&, const Control&) { return 1; },
      [&](int) { answered = true; });
  context.reset();
  bool next = false;
  session_.read(
      &session_, [](const Project&, const Control&) { return 1; }, [&](int) { next = true; });
  ASSERT_TRUE(wait_until([&] { return next; }));
  EXPECT_FALSE(answered);
}

TEST_F(SessionTest, AChangeIsSeenByEveryPageOnceItIsAnnounced) {
  open();
  session_.write(
      &session_,
      [](const Project& project, const Control&) {
        project.labels().set_description(0, "the first label");
      },
      [&] { session_.announce(ProjectPart::labels); });
  ASSERT_TRUE(
      wait_until([&] { return session_.facts().labels.front().description == "the first label"; }));
}

TEST_F(SessionTest, AFailedQuestionIsToldInItsOwnWords) {
  open();
  session_.read(
      &session_, [](const Project& project, const Control&) { return project.rows().row(99'999); },
      [](const Row&) {});
  ASSERT_TRUE(wait_until([&] { return !failure_.empty(); }));
  EXPECT_THAT(failure_, HasSubstr("has no row 99999"));
}

TEST_F(SessionTest, ALongJobReportsPausesAndStopsInOrder) {
  open();
  std::optional<Failure> end;
  std::atomic<int> steps = 0;
  LongJob* job = session_.start_job(
      {.title = "Counting", .when_stopped = ""}, &session_,
      [&](JobContext& context) {
        for (;; ++steps) {
          context.control().check_point();
          context.report(0.5, "counting");
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return 0;
      },
      [](int) {}, [&](const Failure& failure) { end = failure; });
  ASSERT_NE(job, nullptr);
  ASSERT_TRUE(wait_until([&] { return job->share() == 0.5; }));
  EXPECT_EQ(job->what(), "counting");
  job->pause();
  ASSERT_TRUE(wait_until([&, before = steps.load()]() mutable {
    return std::exchange(before, steps.load()) == steps.load();
  }));
  EXPECT_EQ(job->state(), JobState::paused);
  job->go_on();
  EXPECT_TRUE(wait_until([&, before = steps.load()] { return steps > before; }));
  EXPECT_EQ(session_.start_job(
                {.title = "Another", .when_stopped = ""}, &session_, [](JobContext&) { return 0; },
                [](int) {}, {}),
            nullptr);
  job->stop();
  ASSERT_TRUE(wait_until([&] { return end.has_value(); }));
  EXPECT_TRUE(end->stopped);
  EXPECT_TRUE(wait_until([&] { return session_.job() == nullptr; }));
}

TEST_F(SessionTest, DecisionsAreStoredBesideALongJob) {
  open();
  std::atomic<bool> stored = false;
  bool done = false;
  session_.start_job(
      {.title = "Waiting", .when_stopped = ""}, &session_,
      [&](JobContext& context) {
        EXPECT_TRUE(context.project().writable());
        while (!stored) {
          context.control().check_point();
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return context.project().labels().all().front().description;
      },
      [&](const std::string& description) {
        EXPECT_EQ(description, "beside");
        done = true;
      },
      [](const Failure& failure) { FAIL() << failure.sentence; });
  session_.write(
      &session_,
      [](const Project& project, const Control&) { project.labels().set_description(0, "beside"); },
      [&] { stored = true; });
  EXPECT_TRUE(wait_until([&] { return done; }));
}

}  // namespace
}  // namespace noiseal::ui
