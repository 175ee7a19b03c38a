// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QStringList>
#include <optional>
#include <vector>

#include "core/pipeline/review_desk.h"
#include "ui/bridge/project_session.h"
#include "ui/pages/review/blind_choice.h"
#include "ui/pages/review/review_keys.h"
#include "ui/pages/review/row_view.h"
#include "ui/window/page.h"

namespace noiseal::ui {

class BigStep;
class BulkStep;
class DeskLink;
class KeyBar;
class LabelMapPanel;
class NextRunBar;
class QueuePanel;
class ReviewHead;
class SampleReview;
class TextIndexer;
class WhyPanel;

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

 protected:
  void hideEvent(QHideEvent* event) override;

 private:
  void connect_parts();

  // What a key does.
  void run(ReviewCommand command);
  void choose(Choice choice);
  void choose_many(const Choice& choice);
  void store(const Choice& choice);
  void step_back(ReviewCommand command);
  void take_step(const DeskView& view);
  void end_step();
  void move(int step);
  void show_position(std::size_t position);
  void find_label();
  void edit_note();
  void show_history();
  void show_audit();
  void show_reviewers();
  void show_request();
  void show_reviewer();
  void set_reviewer(const QString& name);
  void set_blind(bool blind);
  void set_table(bool table);

  // Answers of the desk.
  void clear();
  void start();
  void begin();
  void show_wanted_row();
  void apply(const QueueQuery& query);
  void apply_found(const QueueQuery& query, const std::optional<std::vector<std::int64_t>>& found);
  void take_view(const DeskView& view);
  void show_row();
  void enable_keys();
  void load_page(int page);
  void load_map();
  void load_advice();
  /// After many rows may have changed.
  void reload_around();
  void failed(const QString& sentence);

  // Rows of a random sample, one after the other.
  void start_sample(std::int64_t sample);
  void show_next_of_sample();
  void end_sample();

  /// What of the row is shown, and what of the queue.
  [[nodiscard]] Sight sight() const;
  [[nodiscard]] Sight queue_sight() const;
  [[nodiscard]] QString label_name(std::int32_t label) const;

  ProjectSession& session_;
  Navigator& navigator_;
  DeskLink* desk_;
  SampleReview* sample_;
  BigStep* step_;
  BulkStep* bulk_;
  TextIndexer* indexer_;
  ReadTicket searching_;

  ReviewHead* head_;
  QueuePanel* queue_ = nullptr;
  RowView* row_ = nullptr;
  QWidget* side_ = nullptr;
  WhyPanel* why_ = nullptr;
  LabelMapPanel* map_ = nullptr;
  KeyBar* keys_;
  NextRunBar* next_run_;

  QStringList labels_;
  std::string reviewer_;
  std::optional<std::int64_t> run_;
  DeskView view_;
  bool started_ = false;
  bool busy_ = false;            ///< a decision is being stored: further keys wait for the next row
  bool querying_ = false;        ///< another query is on its way
  std::int64_t wanted_row_ = 0;  ///< to be shown after it; 0: none
  bool table_ = false;
  bool blind_ = false;
  bool announced_ = true;  ///< other pages know of every decision
  BlindChoice first_;
  std::string note_;  ///< for the next decision
  QElapsedTimer since_shown_;
};

}  // namespace noiseal::ui
