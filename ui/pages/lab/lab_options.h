// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "core/experiment/options.h"
#include "core/store/runs.h"
#include "ui/window/llm_tools.h"

class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace noiseal::ui {

class LlmChoiceButton;
class WrappingRow;

/// What a person chooses before an experiment runs. What has no effect on the chosen experiment is
/// hidden.
class LabOptions : public QWidget {
  Q_OBJECT

 public:
  explicit LabOptions(const LlmTools& tools, QWidget* parent = nullptr);

  [[nodiscard]] ExperimentOptions options() const;
  void show_kind(ExperimentKind kind);
  /// Whether the project's own wrong labels are among the choices.
  void show_labels(const LabelFacts& labels);
  /// Their recipes can be taken; newest first.
  void show_runs(const std::vector<RunRecord>& runs);

 Q_SIGNALS:
  void changed();

 private:
  QWidget* add(const QString& title, QWidget* editor, const QString& explanation);
  void list_annotators();
  void explain_choices();
  /// What has an effect as things stand.
  void show_cells();

  ExperimentKind kind_ = ExperimentKind::separation;
  QSpinBox* seeds_;
  QComboBox* recipe_;
  QComboBox* noise_;
  QDoubleSpinBox* rate_;
  QComboBox* annotator_;
  QDoubleSpinBox* sway_;
  QWidget* noise_cell_;
  QWidget* rate_cell_;
  QWidget* annotator_cell_;
  QWidget* sway_cell_;
  LlmChoiceButton* models_;
  QWidget* models_cell_;
  QDoubleSpinBox* money_;
  QWidget* money_cell_;
  WrappingRow* row_;
  bool noise_chosen_ = false;  ///< by a person
};

}  // namespace noiseal::ui
