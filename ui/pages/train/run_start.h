// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>

#include "ui/bridge/run_worker.h"
#include "ui/window/services.h"

class QWidget;

namespace noiseal::ui {

class LlmGate;
class RecipePanel;

/// Starts runs by the recipe panel, after the questions that a person must have answered before.
class RunStart : public QObject {
  Q_OBJECT

 public:
  /// page: that the questions are shown over; it owns this.
  RunStart(ProjectSession& session, const Services& services, RunWorker& worker,
           RecipePanel& recipe, QWidget* page);

  /// These do nothing while a run is at work.
  void start();
  void resume(std::int64_t run);
  void choose_llm_server();
  /// Plain training, in which both models learn wrong labels, too. False when it can't begin.
  bool start_memory_effect();

 Q_SIGNALS:
  void refused(const QString& sentence);

 private:
  ProjectSession& session_;
  const Services& services_;
  RunWorker& worker_;
  RecipePanel& recipe_;
  QWidget* page_;
  LlmGate* gate_;
};

}  // namespace noiseal::ui
