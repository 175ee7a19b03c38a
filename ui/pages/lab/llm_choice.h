// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>
#include <vector>

#include "core/experiment/options.h"
#include "core/store/runs.h"
#include "ui/window/llm_tools.h"

namespace noiseal::ui {

/// Language models on servers that experiments may ask: those of the project's runs, and others
/// that are added here; these are kept in the settings, address and name alone. None is asked
/// unless it is ticked.
class LlmChoiceButton : public QPushButton {
  Q_OBJECT

 public:
  explicit LlmChoiceButton(const LlmTools& tools, QWidget* parent = nullptr);

  /// Those that are ticked.
  [[nodiscard]] std::vector<ModelOnServer> chosen() const;
  [[nodiscard]] std::vector<ModelOnServer> known() const;
  void show_runs(const std::vector<RunRecord>& runs);
  /// Ticked from the start, and known again when the program starts next.
  void add_model(const ModelOnServer& model);

 Q_SIGNALS:
  void changed();
  void models_known();  ///< others than before

 private:
  struct Entry {
    ModelOnServer model;
    bool chosen = false;
  };
  void add_known(const ModelOnServer& model, bool chosen);
  void forget_added();
  void fill();
  void choose_other();

  const LlmTools& tools_;
  std::vector<Entry> entries_;
};

/// "gpt-small at https://…", for a choice.
QString model_words(const ModelOnServer& model);

}  // namespace noiseal::ui
