// SPDX-License-Identifier: GPL-3.0-or-later
// A curator's whole way on real questions and a really trained run: 200 rows by keys alone, and the
// export that explains each of them.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QLabel>
#include <iostream>
#include <map>
#include <sstream>

#include "app/model_learners.h"
#include "core/pipeline/project_import.h"
#include "core/pipeline/project_noise.h"
#include "core/pipeline/training_run.h"
#include "core/store/utc_time.h"
#include "tests/pipeline/project_files.h"
#include "tests/support/test_data.h"
#include "tests/ui/curator_window.h"
#include "tests/ui/support/waiting.h"

namespace noiseal::ui {
namespace {

using noiseal::test::data_folder;
using noiseal::test::minilm_folder;
using noiseal::test::read_file;
using test::find;
using testing::HasSubstr;

class ReviewOnTrec : public test::CuratorWindow {
 protected:
  /// TREC's questions, 40 % of their labels made wrong, and a Quick run on them.
  void make_project() {
    ImportOptions options;
    options.file = data_folder() / "trec6" / "train.csv";
    options.test_file = data_folder() / "trec6" / "test.csv";
    options.project = files_ / "questions.noiseal";
    import_project(options, nullptr, Control());
    const Project project = Project::open(options.project, OpenMode::write);
    NoiseSpec noise;
    noise.type = "asymmetric";
    noise.rate = 0.4;
    apply_noise(project, noise);
    parts_.learners = make_model_learners;
    start_run(project, preset_recipe(Preset::quick), UseDecisions::no, parts_, nullptr, Control());
    take(options.project);
  }

  noiseal::test::TemporaryFolder files_;
  RunParts parts_;
};

TEST_F(ReviewOnTrec, TwoHundredQuestionsByKeysAloneAndEachChangeIsExplained) {
  NOISEAL_NEEDS(!data_folder().empty(), "real data sets");
  NOISEAL_NEEDS(!minilm_folder().empty(), "the MiniLM encoder");
  QElapsedTimer clock;
  clock.start();
  make_project();
  const qint64 trained = clock.restart();
  const std::string begin = utc_now_milliseconds();
  Services services;
  services.run_parts = parts_;
  open(std::move(services));
  ASSERT_FALSE(HasFatalFailure());
  review();
  ASSERT_EQ(meant_.size(), kReviewed);
  EXPECT_TRUE(
      find<QLabel>(*window_, "review-counts")->text().startsWith(QStringLiteral("200 of ")));
  const qint64 reviewed = clock.restart();
  export_all();
  expect_each_explained(begin, utc_now_milliseconds());
  std::map<std::string, std::size_t> kinds;
  std::size_t changed = 0;
  for (const auto& [row, meant] : meant_) {
    ++kinds[meant.decision];
    changed += meant.from != meant.to ? 1U : 0U;
  }
  EXPECT_EQ(kinds.size(), 5U);        // every way to decide was used
  EXPECT_GT(changed, kReviewed / 4);  // the queue brings up what is wrong
  EXPECT_THAT(read_file(folder() / "clean.report.html"), HasSubstr("200"));
  std::cout << fmt::format(
      "import, noise and the run {} s; 200 rows reviewed by keys {} s, {} labels changed; export "
      "{} ms\n",
      trained / 1000, reviewed / 1000, changed, clock.elapsed());
}

}  // namespace
}  // namespace noiseal::ui
