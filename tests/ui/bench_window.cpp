// SPDX-License-Identifier: GPL-3.0-or-later
// The window while real models train in it: how long its event loop stands still over a whole run,
// and how long the memory effect takes from the click to a chart that moves. CTest starts it with
// OMP_WAIT_POLICY=PASSIVE, as the program starts itself.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QStandardPaths>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "app/demo/project.h"
#include "app/model_learners.h"
#include "core/pipeline/project_import.h"
#include "core/pipeline/project_noise.h"
#include "tests/support/test_data.h"
#include "tests/ui/support/loop_watch.h"
#include "tests/ui/support/waiting.h"
#include "ui/charts/chart_card.h"
#include "ui/pages/all_pages.h"

namespace noiseal::ui {
namespace {

using noiseal::test::data_folder;
using noiseal::test::minilm_folder;
using noiseal::test::TemporaryFolder;
using test::click;
using test::find;
using test::LoopWatch;
using test::wait_until;

constexpr double kMostStall = 50;         ///< milliseconds, at the 99th percentile
constexpr double kMostUntilMoving = 30;   ///< seconds
constexpr int kMostRun = 40 * 60 * 1000;  ///< milliseconds

class WindowAtWork : public testing::Test {
 protected:
  WindowAtWork() {
    // Demonstrations of earlier runs of this test.
    QDir(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) + "/demonstration")
        .removeRecursively();
    Services services;
    services.run_parts.learners = make_model_learners;
    services.make_demo_project = [](const std::filesystem::path& project, std::uint64_t seed,
                                    const Control& control) {
      demo::make_demo_project(project, seed, control);
    };
    window_ = make_main_window(std::move(services));
    window_->resize(1440, 900);
    window_->show();
  }

  template <class Widget>
  Widget* widget(const char* name) {
    return find<Widget>(*window_, name);
  }
  [[nodiscard]] bool idle() const { return window_->session().job() == nullptr; }
  /// Every chart has figures.
  bool charts_are_filled() {
    return !widget<ChartCard>("chart-loss-strong")->numbers().rows.empty() &&
           !widget<ChartCard>("chart-outcome")->numbers().rows.empty();
  }
  void tell(const std::string& what, const LoopWatch& watch) {
    const char* policy = std::getenv("OMP_WAIT_POLICY");
    std::cout << fmt::format("{} on {} cores, OMP_WAIT_POLICY={}: {}\n", what,
                             std::thread::hardware_concurrency(),
                             policy == nullptr ? "not set" : policy, watch.summary());
  }

  TemporaryFolder folder_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(WindowAtWork, StaysFluidOverAWholeRunOnTrec) {
  NOISEAL_NEEDS(!data_folder().empty(), "real data sets");
  NOISEAL_NEEDS(!minilm_folder().empty(), "the MiniLM encoder");
  ImportOptions options;
  options.file = data_folder() / "trec6" / "train.csv";
  options.test_file = data_folder() / "trec6" / "test.csv";
  options.project = folder_ / "questions.noiseal";
  import_project(options, nullptr, Control());
  NoiseSpec noise;
  noise.type = "asymmetric";
  apply_noise(Project::open(options.project, OpenMode::write), noise);
  window_->open_project(options.project);
  ASSERT_TRUE(wait_until([&] { return window_->session().is_open(); }));
  click(widget<QWidget>("rail-train"));
  auto* preset = widget<QComboBox>("recipe-preset");
  preset->setCurrentIndex(0);
  Q_EMIT preset->activated(0);
  QElapsedTimer clock;
  clock.start();
  const LoopWatch watch;
  click(widget<QPushButton>("start"));
  ASSERT_FALSE(idle());
  ASSERT_TRUE(wait_until([&] { return idle(); }, kMostRun));
  ASSERT_TRUE(wait_until([&] { return charts_are_filled(); }));
  tell(fmt::format("a run of {} s", clock.elapsed() / 1000), watch);
  EXPECT_TRUE(wait_until(
      [&] { return window_->session().facts().runs.front().state == RunState::finished; }));
  EXPECT_LT(watch.stall_quantile(0.99), kMostStall);
}

TEST_F(WindowAtWork, TheMemoryEffectMovesSoonAfterTheClickAndEndsInThreeSentences) {
  NOISEAL_NEEDS(!minilm_folder().empty(), "the MiniLM encoder");
  QElapsedTimer clock;
  clock.start();
  const auto seconds = [&] { return static_cast<double>(clock.elapsed()) / 1000; };
  const LoopWatch watch;
  click(widget<QPushButton>("start-demonstration"));
  auto* chart = widget<ChartCard>("chart-loss-strong");
  ASSERT_TRUE(wait_until([&] { return !chart->numbers().rows.empty(); }, 120'000));
  const double first = seconds();
  const QString shown = chart->csv();
  ASSERT_TRUE(wait_until([&] { return chart->csv() != shown; }, 60'000));
  const double moved = seconds();
  const auto sentence = [&] { return widget<QLabel>("memory-tour-text")->text().toStdString(); };
  ASSERT_TRUE(
      wait_until([&] { return idle() && sentence().starts_with("After epoch"); }, kMostRun));
  tell(fmt::format("first chart {:.1f} s after the click, it moved after {:.1f} s, the end after "
                   "{:.0f} s",
                   first, moved, seconds()),
       watch);
  std::cout << sentence() << '\n';
  for (int next = 0; next < 2; ++next) {
    click(widget<QPushButton>("memory-tour-next"));
    std::cout << sentence() << '\n';
  }
  EXPECT_FALSE(widget<QPushButton>("memory-tour-next")->isEnabled()) << "three sentences";
  EXPECT_LT(moved, kMostUntilMoving);
  EXPECT_LT(watch.stall_quantile(0.99), kMostStall);
}

}  // namespace
}  // namespace noiseal::ui
