// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/review_page.h"

#include <QLocale>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "core/base/system_user.h"
#include "core/pipeline/random_review.h"
#include "ui/pages/review/big_step.h"
#include "ui/pages/review/bulk_step.h"
#include "ui/pages/review/desk_link.h"
#include "ui/pages/review/filter_bar.h"
#include "ui/pages/review/key_bar.h"
#include "ui/pages/review/label_map_panel.h"
#include "ui/pages/review/next_run_bar.h"
#include "ui/pages/review/queue_panel.h"
#include "ui/pages/review/review_head.h"
#include "ui/pages/review/sample_review.h"
#include "ui/pages/review/text_indexer.h"
#include "ui/pages/review/why_panel.h"
#include "ui/theme/spacing.h"

namespace noiseal::ui {
namespace {

const QString kReviewerSetting = QStringLiteral("review/reviewer");
constexpr const char* kQuerySetting = "review.query";
constexpr int kQueueWidth = 300;
constexpr int kRowWidth = 640;
constexpr int kSideWidth = 280;

/// With the project, once its first row is shown: the disk takes its time.
void keep(ProjectSession& session, QObject* page, const QueueQuery& query) {
  if (session.writable()) {
    session.write(
        page,
        [query](const Project& project, const Control&) {
          project.settings().set(kQuerySetting,
                                 queue_query_to_json(query, project.labels().names()));
        },
        [] {});
  }
}

QString number(std::size_t value) {
  return QLocale().toString(static_cast<qulonglong>(value));
}

/// Who decides: as set, else the login name.
std::string reviewer_of_this_machine() {
  const QString name = QSettings().value(kReviewerSetting).toString().simplified();
  return name.isEmpty() ? system_user_name() : name.toStdString();
}

}  // namespace

ReviewPage::ReviewPage(ProjectSession& session, Navigator& navigator, QWidget* parent)
    : Page(parent),
      session_(session),
      navigator_(navigator),
      desk_(new DeskLink(session, this)),
      sample_(new SampleReview(*desk_, this)),
      step_(new BigStep(session, *desk_, this)),
      bulk_(new BulkStep(*step_, this)),
      indexer_(new TextIndexer(session, this)),
      head_(new ReviewHead(this)),
      keys_(new KeyBar(this)),
      next_run_(new NextRunBar(session, this)),
      reviewer_(reviewer_of_this_machine()) {
  setFocusPolicy(Qt::ClickFocus);
  auto* middle = new QSplitter(Qt::Horizontal, this);
  middle->setChildrenCollapsible(false);
  middle->setHandleWidth(kClose);
  queue_ = new QueuePanel(middle);
  row_ = new RowView(middle);
  side_ = new QWidget(middle);
  why_ = new WhyPanel(side_);
  map_ = new LabelMapPanel(side_);
  auto* side = new QVBoxLayout(side_);
  side->setContentsMargins(0, 0, 0, 0);
  side->setSpacing(kClose);
  side->addWidget(why_, 1);
  side->addWidget(map_, 1);
  middle->setStretchFactor(1, 1);
  middle->setSizes({kQueueWidth, kRowWidth, kSideWidth});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kApart, kNear, kApart, kNear);
  layout->setSpacing(kClose);
  layout->addWidget(head_);
  layout->addWidget(middle, 1);
  layout->addWidget(keys_);
  keys_->layout()->addWidget(next_run_);
  connect_parts();
  show_reviewer();
  clear();
}

void ReviewPage::connect_parts() {
  connect(keys_, &KeyBar::wanted, this, &ReviewPage::run);
  connect(next_run_, &NextRunBar::train_again_wanted, this,
          [this] { navigator_.request(TrainOnDecisions{}); });
  connect(head_, &ReviewHead::query_changed, this, &ReviewPage::apply);
  connect(head_, &ReviewHead::table_toggled, this, &ReviewPage::set_table);
  connect(head_, &ReviewHead::blind_toggled, this, &ReviewPage::set_blind);
  connect(head_, &ReviewHead::audit_wanted, this, &ReviewPage::show_audit);
  connect(head_, &ReviewHead::history_wanted, this, &ReviewPage::show_history);
  connect(head_, &ReviewHead::reviewers_wanted, this, &ReviewPage::show_reviewers);
  connect(head_, &ReviewHead::reviewer_changed, this, &ReviewPage::set_reviewer);
  connect(queue_, &QueuePanel::page_wanted, this, &ReviewPage::load_page);
  connect(queue_, &QueuePanel::row_wanted, this, &ReviewPage::show_position);
  connect(map_, &LabelMapPanel::cell_chosen, this, [this](int given, int other) {
    QueueQuery query = head_->filters().query();
    query.given = given;
    query.suggestion = other;
    apply(query);
  });
  connect(why_, &WhyPanel::request_wanted, this, &ReviewPage::show_request);
  connect(bulk_, &BulkStep::given_up, this, &ReviewPage::end_step);
  connect(step_, &BigStep::done, this, &ReviewPage::take_step);
  connect(step_, &BigStep::cancelled, this, [this] {
    end_step();
    navigator_.say(tr("Cancelled: nothing was changed"));
  });
  connect(step_, &BigStep::failed, this, &ReviewPage::failed);
  connect(indexer_, &TextIndexer::progressed, this, [this](std::size_t done, std::size_t all) {
    head_->show_indexing(tr("Indexing the texts for fast search: %1 %").arg(100 * done / all));
  });
  connect(indexer_, &TextIndexer::found_ready, this,
          [this] { head_->filters().set_searches(Searches::by_index); });
  connect(indexer_, &TextIndexer::built, this, [this] {
    head_->filters().set_searches(Searches::by_index);
    head_->show_indexing({});
    next_run_->show_decided(0);
    navigator_.say(tr("The texts are indexed: searches are fast now."));
  });
  connect(sample_, &SampleReview::next_row, this,
          [this](const DeskView& view, const QString& words) {
            row_->set_banner(words);
            take_view(view);
          });
  connect(sample_, &SampleReview::finished, this, &ReviewPage::end_sample);
  connect(sample_, &SampleReview::failed, this, &ReviewPage::failed);
  connect(&session_, &ProjectSession::changed, this, [this](ProjectPart part) {
    if (part == ProjectPart::runs || part == ProjectPart::rows || part == ProjectPart::labels) {
      project_opened();
    }
  });
}

void ReviewPage::hideEvent(QHideEvent* event) {
  Page::hideEvent(event);
  if (!announced_ && session_.is_open()) {
    announced_ = true;
    session_.announce(ProjectPart::decisions);
  }
}

void ReviewPage::end_step() {
  busy_ = false;
  setFocus();
}

void ReviewPage::take_step(const DeskView& view) {
  take_view(view);
  setFocus();
  reload_around();
  session_.announce(ProjectPart::decisions);
  if (sample_->is_on()) {
    show_next_of_sample();
  }
}

void ReviewPage::show_reviewer() {
  const QString name = QString::fromStdString(reviewer_);
  head_->show_reviewer(name);
  head_->filters().set_reviewer(name);
}

void ReviewPage::set_reviewer(const QString& name) {
  reviewer_ = name.toStdString();
  QSettings().setValue(kReviewerSetting, name);
  show_reviewer();
  setFocus();  // keys decide again
  if (!started_) {
    desk_->open(run_, reviewer_);
    return;
  }
  desk_->set_reviewer(reviewer_, [this](const DeskView& view) { take_view(view); });
}

Sight ReviewPage::sight() const {
  return first_.is_made() && !sample_->is_on() ? Sight::all : queue_sight();
}

Sight ReviewPage::queue_sight() const {
  if (sample_->is_on()) {
    return Sight::text_alone;
  }
  return blind_ ? Sight::no_advice : Sight::all;
}

QString ReviewPage::label_name(std::int32_t label) const {
  return label >= 0 && label < labels_.size() ? labels_[label] : QString();
}

void ReviewPage::project_opened() {
  labels_.clear();
  for (const Label& label : session_.facts().labels) {
    labels_.append(QString::fromStdString(label.name));
  }
  started_ = false;
  run_.reset();
  sample_->leave();
  desk_->open(run_, reviewer_);
  if (isVisible()) {
    start();
  }
}

void ReviewPage::project_closed() {
  clear();
}

void ReviewPage::clear() {
  desk_->close();
  step_->drop();
  indexer_->stop();
  head_->filters().set_searches(Searches::by_scan);
  searching_.cancel();
  head_->show_indexing({});
  next_run_->show_decided(0);
  started_ = false;
  busy_ = false;
  querying_ = false;
  wanted_row_ = 0;
  sample_->leave();
  view_ = {};
  labels_.clear();
  queue_->start(0, {});
  map_->clear();
  head_->show_counts({});
  head_->show_advice({});
  why_->clear();
  row_->show_words({});
  head_->filters().show_query({}, {});
  Q_EMIT badge_changed({});
}

void ReviewPage::shown() {
  setFocus();  // keys work from the first moment
  if (session_.is_open() && !started_) {
    start();
  }
}

bool ReviewPage::takes(const PageRequest& request) const {
  return std::holds_alternative<ReviewRows>(request) || std::holds_alternative<ShowRow>(request);
}

void ReviewPage::take(const PageRequest& request) {
  if (const auto* rows = std::get_if<ReviewRows>(&request)) {
    if (rows->run != run_ && rows->run) {
      run_ = rows->run;
      desk_->open(run_, reviewer_);
    }
    QueueQuery query;
    query.rows = rows->rows;
    query.state = QueueState::any;
    head_->filters().set_rows_title(rows->title);
    apply(query);
    begin();
  } else if (const auto* show = std::get_if<ShowRow>(&request)) {
    wanted_row_ = show->row;
    if (!querying_) {
      show_wanted_row();
    }
  }
}

void ReviewPage::show_wanted_row() {
  const std::int64_t row = std::exchange(wanted_row_, 0);
  if (row == 0) {
    return;
  }
  busy_ = true;
  desk_->ask([row](ReviewDesk& desk, const Project&) { return desk.show_row(row); },
             [this](const DeskView& view) { take_view(view); },
             [this](const QString& sentence) { failed(sentence); });
}

void ReviewPage::start() {
  if (session_.facts().runs.empty()) {
    row_->show_words(tr("Nothing to review yet: let a run finish on the Train page (Ctrl+2)."));
    return;
  }
  querying_ = true;
  row_->show_words(tr("Reading the queue\u2026"));
  searching_ = session_.read(
      this,
      [](const Project& project, const Control&) {
        return queue_query_from_json(project.settings().get(kQuerySetting).value_or(std::string()),
                                     project.labels().names());
      },
      [this](const QueueQuery& query) { apply(query); },
      [this](const QString& sentence) { failed(sentence); });
  begin();
}

void ReviewPage::begin() {
  if (!started_) {
    started_ = true;
    load_map();
    load_advice();
    next_run_->show_run(run_);
    indexer_->start();
  }
}

void ReviewPage::apply(const QueueQuery& query) {
  head_->filters().show_query(query, labels_);
  searching_.cancel();
  querying_ = true;
  if (query.text.empty()) {
    apply_found(query, std::nullopt);
    return;
  }
  head_->show_counts(tr("Searching\u2026"));
  searching_ = session_.read(
      this,
      [words = query.text](const Project& project, const Control&) {
        return project.text_index().find(words, SIZE_MAX);
      },
      [this, query](const std::vector<std::int64_t>& found) { apply_found(query, found); },
      [this](const QString& sentence) { failed(sentence); },
      indexer_->is_ready() ? ReadLane::quick : ReadLane::slow);
}

void ReviewPage::apply_found(const QueueQuery& query,
                             const std::optional<std::vector<std::int64_t>>& found) {
  desk_->ask([query, found](ReviewDesk& desk, const Project&) { return desk.apply(query, found); },
             [this, query](const DeskView& view) {
               querying_ = false;
               queue_->start(view.size, labels_);
               take_view(view);
               show_wanted_row();
               keep(session_, this, query);
             },
             [this](const QString& sentence) { failed(sentence); });
}

void ReviewPage::failed(const QString& sentence) {
  busy_ = false;
  querying_ = false;
  if (!view_.card) {
    row_->show_words(sentence);
  }
  navigator_.say(sentence);
}

void ReviewPage::take_view(const DeskView& view) {
  const bool another = !view.card || !view_.card || view.card->row.id != view_.card->row.id;
  view_ = view;
  busy_ = false;
  if (another) {
    first_.forget();
    note_.clear();
    since_shown_.start();
  }
  head_->show_counts(
      tr("%1 of %2 reviewed").arg(number(view.counts.decided), number(view.counts.all)));
  next_run_->show_decided(std::max(view.counts.decided, view.undo_size));
  Q_EMIT badge_changed(
      view.counts.all < 1000
          ? tr("%1 of %2").arg(number(view.counts.decided), number(view.counts.all))
          : tr("%1 done").arg(number(view.counts.decided)));
  if (!view.said.empty()) {
    navigator_.say(QString::fromStdString(view.said));
  }
  show_row();
  if (view.position < view.size) {
    queue_->mark(view.position);
  }
}

void ReviewPage::enable_keys() {
  const bool can = view_.card.has_value() && session_.writable();
  const bool suggestion = view_.card && view_.card->score && view_.card->score->suggestion >= 0;
  for (const ReviewCommand command :
       {ReviewCommand::find_label, ReviewCommand::ambiguous, ReviewCommand::exclude,
        ReviewCommand::flag, ReviewCommand::note, ReviewCommand::skip}) {
    keys_->set_enabled(command, can);
  }
  keys_->set_enabled(ReviewCommand::accept,
                     can && (table_ || (suggestion && sight() == Sight::all)));
  keys_->set_enabled(ReviewCommand::keep, can && sight() != Sight::text_alone);
  keys_->set_enabled(ReviewCommand::undo, view_.can_undo);
  keys_->set_enabled(ReviewCommand::redo, view_.can_redo);
}

void ReviewPage::show_row() {
  enable_keys();
  if (!sample_->is_on()) {
    row_->set_banner(!blind_ ? QString()
                     : first_.is_made()
                         ? tr("Blind mode: now choose again, with the suggestion in sight")
                         : tr("Blind mode: choose before the suggestion is shown"));
  }
  if (!session_.is_open()) {
    return;
  }
  if (!view_.card) {
    row_->show_words(view_.size == 0 ? tr("No row passes these filters. Remove one above, or "
                                          "choose All rows.")
                                     : tr("Every row of this queue is decided. Change the "
                                          "filters, or go on to Export."));
    why_->clear();
    return;
  }
  const ReviewCard& card = *view_.card;
  row_->show_card(card, labels_, sight());
  const QString given = label_name(card.row.given);
  keys_->set_words(ReviewCommand::keep,
                   sight() == Sight::text_alone || given.isEmpty() || given.size() > 16
                       ? tr("Keep given label")
                       : tr("Keep \u201c%1\u201d").arg(given));
  if (sight() == Sight::all) {
    why_->show_card(card, labels_);
  } else {
    why_->clear();
  }
}

void ReviewPage::reload_around() {
  queue_->forget_pages();
  load_map();
  load_advice();
}

void ReviewPage::load_page(int page) {
  desk_->ask(
      [from = QueuePanel::first_of(page)](ReviewDesk& desk, const Project&) {
        return desk.lines(from, QueuePanel::page_size());
      },
      [this, page](const std::vector<QueueLine>& lines) { queue_->take_page(page, lines); });
}

void ReviewPage::load_map() {
  desk_->ask(
      [](ReviewDesk& desk, const Project&) { return desk.list().transitions(QueueState::any); },
      [this](const Matrix<std::uint32_t>& counts) { map_->show_counts(counts, labels_); },
      // Without scored rows there is no queue either, and the row's place says why.
      [this](const QString&) { map_->clear(); });
}

void ReviewPage::load_advice() {
  session_.read(
      this, [](const Project& project, const Control&) { return stop_advice(project); },
      [this](const StopAdvice& advice) {
        head_->show_advice(QString::fromStdString(advice.sentence));
      },
      {}, ReadLane::slow);
}

}  // namespace noiseal::ui
