// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

#include "ui/bridge/experiment_worker.h"
#include "ui/pages/lab/experiment_card.h"
#include "ui/window/page.h"
#include "ui/window/services.h"

class QLabel;

namespace noiseal::ui {

class ExperimentList;
class ExperimentOutlook;
class ExperimentQueue;
class ExperimentSetup;
class ExperimentStart;
class NoticeBar;
class ResultView;

/// The experiments: a card each at the left, and beside it what the chosen one takes, finds and has
/// found.
class LabPage : public Page {
  Q_OBJECT

 public:
  LabPage(ProjectSession& session, Navigator& navigator, const Services& services,
          QWidget* parent = nullptr);

  [[nodiscard]] QString title() const override { return tr("Lab"); }
  [[nodiscard]] QString topic() const override { return QStringLiteral("lab"); }
  void project_opened() override;
  void project_closed() override;
  void shown() override;

 private:
  void lay_out();
  void connect_parts();
  void add_actions();

  void show_kind(ExperimentKind kind);
  void show_states();
  void show_bars();
  void list_results();
  void show_result(std::int64_t experiment);
  void run(ExperimentKind kind);
  void act(ExperimentKind kind, CardAction action);
  void ask_to_delete(std::int64_t experiment);
  void tell(const QString& sentence);
  /// Why nothing can be run; empty: it can.
  [[nodiscard]] QString why_not() const;

  ProjectSession& session_;
  Navigator& navigator_;
  ExperimentWorker* worker_;
  ExperimentQueue* queue_;
  ExperimentList* list_;
  ExperimentStart* start_;
  ExperimentSetup* setup_;
  ResultView* result_;
  QLabel* empty_ = nullptr;           ///< in the place of a result
  ExperimentOutlook* outlook_;        ///< below it: what will be compared, and what comes out
  NoticeBar* queue_bar_ = nullptr;    ///< what is unfinished
  NoticeBar* work_bar_ = nullptr;     ///< what is at work, and that others wait
  NoticeBar* problem_bar_ = nullptr;  ///< what went wrong
  std::int64_t shown_ = 0;            ///< the experiment whose result is shown; 0: none
  ReadTicket result_ticket_;
};

}  // namespace noiseal::ui
