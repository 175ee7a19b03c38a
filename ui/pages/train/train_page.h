// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "ui/bridge/run_reader.h"
#include "ui/bridge/run_worker.h"
#include "ui/window/page.h"
#include "ui/window/services.h"

namespace noiseal::ui {

class ChartsGrid;
class EpochBar;
class MemoryTour;
class Notices;
class RecipePanel;
class RowsPanel;
class RunBar;
class RunStart;
class TrainColumns;

/// Trains, and shows what happens: the recipe at the left, the charts of one run in the middle, the
/// rows behind a choice at the right.
class TrainPage : public Page {
  Q_OBJECT

 public:
  TrainPage(ProjectSession& session, Navigator& navigator, const Services& services,
            QWidget* parent = nullptr);

  [[nodiscard]] QString title() const override { return tr("Train"); }
  [[nodiscard]] QString topic() const override { return QStringLiteral("train"); }
  void project_opened() override;
  void project_closed() override;
  [[nodiscard]] bool takes(const PageRequest& request) const override;
  void take(const PageRequest& request) override;

 private:
  void lay_out();
  void connect_worker();
  void connect_reader();
  void connect_parts();
  void add_actions();

  void start();
  void show_memory_effect();
  /// 0: there is no other.
  [[nodiscard]] std::int64_t newest_run_but(std::int64_t deleted) const;
  void show_run(std::int64_t run);
  void list_runs();
  void show_live(const EpochCharts& charts);
  void show_epoch(int epoch);
  void take_curves();
  void take_course(const RowCourse& course);
  void say_state();
  void show_notices();
  [[nodiscard]] const RunRecord* record(std::int64_t run) const;
  [[nodiscard]] bool shows_the_run_at_work() const;

  ProjectSession& session_;
  Navigator& navigator_;
  RunWorker* worker_;
  RunReader* reader_;
  RecipePanel* recipe_;
  RunStart* start_;
  RunBar* run_bar_;
  Notices* notices_;
  MemoryTour* tour_;
  ChartsGrid* grid_;
  EpochBar* epoch_bar_;
  RowsPanel* rows_;
  TrainColumns* columns_ = nullptr;
  std::optional<EpochCharts> live_;  ///< of the epoch in training
  RunStarted started_;               ///< of the run at work
  QString forecast_;                 ///< of the worker's run, by its LLM's pilot
  QString failure_;                  ///< why the newest start came to nothing
  bool tour_wanted_ = false;         ///< when the run at work has ended
};

}  // namespace noiseal::ui
