// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "core/experiment/plan.h"

class QFrame;
class QGridLayout;
class QLabel;
class QVBoxLayout;

namespace noiseal::ui {

/// In the place of a result that is not there yet: what the chosen experiment is about, the ways
/// that it compares, and the charts and the table that will come out. All of it from the plan that
/// Run would run; no figures.
class ExperimentOutlook : public QWidget {
  Q_OBJECT

 public:
  explicit ExperimentOutlook(QWidget* parent = nullptr);

  void show_plan(const ExperimentPlan& plan);
  /// Shown while it is wanted and has a plan.
  void set_wanted(bool wanted);
  void clear();

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  QLabel* add_text(QVBoxLayout& column, const char* name);
  void show_figures(const ExperimentPlan& plan);
  void place_panels();

  bool wanted_ = false;
  bool planned_ = false;
  QGridLayout* grid_;
  std::vector<QFrame*> panels_;  ///< what is compared, what comes out, good to know
  int columns_ = 0;
  QLabel* background_ = nullptr;
  QLabel* ways_ = nullptr;
  QLabel* charts_ = nullptr;
  QLabel* remarks_ = nullptr;
  QWidget* figures_ = nullptr;  ///< made anew for each plan
  QVBoxLayout* figures_place_ = nullptr;
};

}  // namespace noiseal::ui
