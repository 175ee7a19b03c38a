// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <functional>
#include <string>

#include "core/annotate/answer_parsing.h"
#include "ui/bridge/work_thread.h"
#include "ui/window/llm_tools.h"

class QComboBox;
class QDoubleSpinBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace noiseal::ui {

/// What a recipe says about its LLM.
struct LlmChoice {
  std::string url;
  std::string model;
  AnswerForm answer = AnswerForm::label;
};

/// Finds out what an LLM server can do, keeps its key and the model's price, and hands server,
/// model and answer form over when it is accepted. Nothing of the data is sent.
class LlmServerDialog : public QDialog {
  Q_OBJECT

 public:
  LlmServerDialog(const LlmTools& tools, const LlmChoice& choice, QWidget* parent = nullptr);
  ~LlmServerDialog() override;

  [[nodiscard]] LlmChoice choice() const;

 private:
  void lay_out();
  QWidget* make_key_part();
  QWidget* make_price_part();
  void check();
  void show_check(const ServerCheck& found);
  void read_key();
  void keep_key();
  void forget_key();
  void read_price();
  void keep_price();
  void take();
  [[nodiscard]] bool is_local() const;
  /// Does work on the thread; what it returns is done on this one. A failure is shown at where.
  void in_background(QLabel* where, std::function<std::function<void()>()> work);

  LlmTools tools_;
  AnswerForm answer_;
  Control control_;
  QComboBox* server_;
  QComboBox* model_;
  QPushButton* check_;
  QLabel* found_;
  QLabel* key_state_;
  QLineEdit* key_;
  QPushButton* keep_key_;
  QPushButton* forget_key_;
  QLabel* price_state_;
  QDoubleSpinBox* input_;
  QDoubleSpinBox* cached_;
  QDoubleSpinBox* output_;
  QPushButton* keep_price_;
  WorkThread thread_;  ///< the last member: ends before what its work touches
};

}  // namespace noiseal::ui
