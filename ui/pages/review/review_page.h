// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QHash>
#include <QStringList>
#include <optional>
#include <vector>

#include "core/pipeline/review_desk.h"
#include "ui/bridge/project_session.h"
#include "ui/pages/review/review_keys.h"
#include "ui/pages/review/row_view.h"
#include "ui/window/page.h"

class QAction;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace noiseal::ui {

class DeskLink;
class FilterBar;
class KeyButton;
class QueueModel;
class TransitionMap;

/// Where curators decide row by row: queue, row, witnesses, keys.
class ReviewPage : public Page {
  Q_OBJECT

 public:
  ReviewPage(ProjectSession& session, Navigator& navigator, QWidget* parent = nullptr);

  [[nodiscard]] QString title() const override { return tr("Review"); }
  [[nodiscard]] QString topic() const override { return QStringLiteral("review"); }
  void project_opened() override;
  void project_closed() override;
  void shown() override;
  [[nodiscard]] bool takes(const PageRequest& request) const override;
  void take(const PageRequest& request) override;

 private:
  // Building.
  QWidget* make_top();
  QWidget* make_queue();
  QWidget* make_side();
  QWidget* make_keys();
  void make_actions();
  void show_keys();

  // What a key does.
  void run(ReviewCommand command);
  void choose(Choice choice);
  void choose_many(Choice choice);
  void move(int step);
  void find_label();
  void edit_note();
  void show_key_sheet();
  void show_history();
  void show_audit();
  void set_blind(bool blind);
  void set_table(bool table);

  // Answers of the desk.
  void clear();
  void start();
  void apply(const QueueQuery& query);
  void take_view(const DeskView& view);
  void show_row();
  void load_page(int page);
  void load_map();
  void load_advice();
  void failed(const QString& sentence);

  // Rows of a random sample, one after the other.
  void start_sample(std::int64_t sample);
  void show_next_of_sample();
  void end_sample();

  [[nodiscard]] Sight sight() const;
  [[nodiscard]] QString label_name(std::int32_t label) const;

  ProjectSession& session_;
  Navigator& navigator_;
  DeskLink* desk_;
  ReviewKeys keys_;
  QHash<int, QAction*> actions_;    ///< by command
  QHash<int, KeyButton*> buttons_;  ///< by command

  FilterBar* filters_;
  QLabel* counts_;
  QLabel* advice_;
  QPushButton* table_button_;
  QPushButton* blind_button_;
  QTableView* queue_;
  QueueModel* lines_;
  RowView* row_;
  QLabel* why_;
  QPlainTextEdit* why_text_;
  TransitionMap* map_;
  QWidget* side_;

  QStringList labels_;
  std::string reviewer_;
  std::optional<std::int64_t> run_;
  DeskView view_;
  bool started_ = false;
  bool busy_ = false;  ///< a decision is being stored: further keys wait for the next row
  bool table_ = false;
  bool blind_ = false;
  std::optional<Choice> first_choice_;  ///< blind mode: made, and the suggestion is shown now
  std::int64_t sample_ = 0;             ///< under review; 0: none
  std::string note_;                    ///< for the next decision
  QElapsedTimer since_shown_;
};

}  // namespace noiseal::ui
