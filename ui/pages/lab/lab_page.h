// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <cstdint>
#include <functional>
#include <vector>

#include "core/experiment/options.h"
#include "ui/bridge/experiment_worker.h"
#include "ui/pages/lab/experiment_card.h"
#include "ui/window/page.h"
#include "ui/window/services.h"

class QFrame;
class QLabel;
class QPushButton;

namespace noiseal::ui {

class ExperimentList;
class ExperimentQueue;
class LabOptions;
class LlmConsent;
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
  /// A notice with a button.
  QFrame* make_bar(const char* name, QLabel*& label, const QString& button_text,
                   const char* button_name, const std::function<void()>& pressed);
  QWidget* make_setup();
  void connect_parts();
  void add_actions();

  void show_kind(ExperimentKind kind);
  void show_states();
  void list_results();
  void show_result(std::int64_t experiment);
  void read_labels();
  void forecast();
  void take_forecast(const QString& text, bool possible);
  void run(ExperimentKind kind);
  void go_on(const std::vector<std::int64_t>& experiments);
  void ask_to_run_all();
  void run_all(const ExperimentOptions& options);
  void act(ExperimentKind kind, CardAction action);
  void ask_to_delete(std::int64_t experiment);
  void tell(const QString& sentence);
  /// Why nothing can be run; empty: it can.
  [[nodiscard]] QString why_not() const;

  ProjectSession& session_;
  Navigator& navigator_;
  const Services& services_;
  ExperimentWorker* worker_;
  ExperimentQueue* queue_;
  ExperimentList* list_;
  LlmConsent* consent_;
  LabOptions* options_;
  ResultView* result_;
  QFrame* queue_bar_ = nullptr;
  QLabel* queue_words_ = nullptr;
  QFrame* problem_bar_ = nullptr;
  QLabel* problem_ = nullptr;
  QLabel* head_ = nullptr;
  QLabel* question_ = nullptr;
  QLabel* forecast_ = nullptr;
  QPushButton* run_ = nullptr;
  LabelFacts labels_;
  std::int64_t shown_ = 0;  ///< the experiment whose result is shown; 0: none
  QString cannot_;          ///< why the chosen experiment can't be run as it is set
  QTimer forecast_timer_;
  ReadTicket forecast_ticket_;
  ReadTicket result_ticket_;
};

}  // namespace noiseal::ui
