// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QTimer>
#include <map>
#include <string>

#include "core/pipeline/recipe.h"
#include "core/pipeline/run_rows.h"
#include "ui/bridge/project_session.h"
#include "ui/pages/train/recipe_fields.h"

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QPushButton;

namespace noiseal::ui {

/// Chooses how the next run trains, says what it will take, and starts it; while one is under way,
/// pauses and stops it.
class RecipePanel : public QFrame {
  Q_OBJECT

 public:
  RecipePanel(ProjectSession& session, const QStringList& encoders, QWidget* parent = nullptr);

  [[nodiscard]] const Recipe& recipe() const { return recipe_; }
  void set_recipe(const Recipe& recipe);
  [[nodiscard]] UseDecisions use_decisions() const;
  void train_on_decisions();
  /// Everything can be edited and started, or a run is under way.
  void set_at_work(bool at_work);
  /// An unfinished run that can go on; 0: none.
  void offer_resume(std::int64_t run, const QString& what);
  /// The project's rows or runs have changed: the forecast is made anew.
  void refresh();

 Q_SIGNALS:
  void start_wanted();
  void resume_wanted(std::int64_t run);
  void llm_server_wanted();

 private:
  struct Editor {
    QWidget* widget = nullptr;  ///< QLineEdit or QComboBox
    QLabel* problem = nullptr;
    QFormLayout* form = nullptr;  ///< that the row of cell is in
    QWidget* cell = nullptr;
  };
  void add_field(QFormLayout& form, const RecipeField& field);
  void edit(const std::string& key, const QString& value);
  void show_values();
  void make_forecast();
  void watch_job(LongJob* job);
  void show_buttons();
  void add_llm_server(QFormLayout& form);
  void show_annotator_fields();
  QWidget* make_foot();
  [[nodiscard]] bool is_sound() const;

  ProjectSession& session_;
  Recipe recipe_;
  std::map<std::string, Editor> editors_;
  QComboBox* preset_;
  QWidget* fields_;
  QWidget* more_;
  QPushButton* more_button_;
  QPushButton* llm_server_;
  QCheckBox* decisions_;
  QLabel* forecast_;
  QPushButton* start_;
  QPushButton* resume_;
  QPushButton* pause_;
  QPushButton* stop_;
  QTimer forecast_timer_;
  ReadTicket forecast_ticket_;
  std::int64_t resumable_ = 0;
  bool at_work_ = false;
  bool showing_ = false;  ///< values are being put into editors: no edit of a person
};

}  // namespace noiseal::ui
