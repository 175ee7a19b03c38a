// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/review_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

#include "core/pipeline/random_review.h"
#include "core/pipeline/reviewers.h"
#include "ui/pages/review/audit_dialog.h"
#include "ui/pages/review/desk_link.h"
#include "ui/pages/review/filter_bar.h"
#include "ui/pages/review/history_dialog.h"
#include "ui/pages/review/key_button.h"
#include "ui/pages/review/key_sheet.h"
#include "ui/pages/review/label_picker.h"
#include "ui/pages/review/queue_model.h"
#include "ui/pages/review/transition_map.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr const char* kQuerySetting = "review.query";
constexpr int kQueueWidth = 300;
constexpr int kSideWidth = 280;

QString number(std::size_t value) {
  return QLocale().toString(static_cast<qulonglong>(value));
}

/// Who decides: as set, else the login name.
std::string reviewer_of_this_machine() {
  QString name = QSettings().value(QStringLiteral("review/reviewer")).toString().trimmed();
  if (name.isEmpty()) {
    name = qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME", QStringLiteral("you")));
  }
  return name.toStdString();
}

}  // namespace

ReviewPage::ReviewPage(ProjectSession& session, Navigator& navigator, QWidget* parent)
    : Page(parent),
      session_(session),
      navigator_(navigator),
      desk_(new DeskLink(session, this)),
      reviewer_(reviewer_of_this_machine()) {
  setFocusPolicy(Qt::ClickFocus);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kApart, kNear, kApart, kNear);
  layout->setSpacing(kClose);
  layout->addWidget(make_top());
  auto* middle = new QSplitter(Qt::Horizontal, this);
  middle->setChildrenCollapsible(false);
  middle->setHandleWidth(kClose);
  row_ = new RowView(middle);
  middle->addWidget(make_queue());
  middle->addWidget(row_);
  side_ = make_side();
  middle->addWidget(side_);
  middle->setStretchFactor(1, 1);
  middle->setSizes({kQueueWidth, 640, kSideWidth});
  layout->addWidget(middle, 1);
  layout->addWidget(make_keys());
  make_actions();
  show_keys();
  clear();
  connect(&session_, &ProjectSession::changed, this, [this](ProjectPart part) {
    if (part == ProjectPart::runs || part == ProjectPart::rows || part == ProjectPart::labels) {
      project_opened();
    }
  });
}

QWidget* ReviewPage::make_top() {
  auto* top = new QWidget(this);
  filters_ = new FilterBar(top);
  counts_ = new QLabel(top);
  counts_->setObjectName(QStringLiteral("review-counts"));
  counts_->setTextFormat(Qt::PlainText);
  set_role(counts_, "muted");
  advice_ = new QLabel(top);
  advice_->setObjectName(QStringLiteral("review-advice"));
  advice_->setTextFormat(Qt::PlainText);
  set_role(advice_, "muted");
  table_button_ = new QPushButton(tr("Table"), top);
  table_button_->setObjectName(QStringLiteral("review-table"));
  table_button_->setCheckable(true);
  blind_button_ = new QPushButton(tr("Blind mode"), top);
  blind_button_->setObjectName(QStringLiteral("review-blind"));
  blind_button_->setCheckable(true);
  auto* audit = new QPushButton(tr("Auto-accept\u2026"), top);
  audit->setObjectName(QStringLiteral("review-audit"));
  auto* history = new QPushButton(tr("History"), top);
  history->setObjectName(QStringLiteral("review-history"));
  auto* line = new QHBoxLayout;
  line->setSpacing(kClose);
  line->addWidget(filters_, 1);
  for (QPushButton* button : {table_button_, blind_button_, audit, history}) {
    button->setFocusPolicy(Qt::TabFocus);
    line->addWidget(button);
  }
  auto* words = new QHBoxLayout;
  words->addWidget(counts_);
  words->addSpacing(kApart);
  words->addWidget(advice_, 1);
  auto* layout = new QVBoxLayout(top);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kTight);
  layout->addLayout(line);
  layout->addLayout(words);
  connect(filters_, &FilterBar::query_changed, this, &ReviewPage::apply);
  connect(table_button_, &QPushButton::toggled, this, &ReviewPage::set_table);
  connect(blind_button_, &QPushButton::toggled, this, &ReviewPage::set_blind);
  connect(audit, &QPushButton::clicked, this, &ReviewPage::show_audit);
  connect(history, &QPushButton::clicked, this, &ReviewPage::show_history);
  return top;
}

QWidget* ReviewPage::make_queue() {
  auto* panel = new QFrame(this);
  set_role(panel, "panel");
  auto* title = new QLabel(tr("Queue"), panel);
  set_role(title, "title");
  lines_ = new QueueModel(this);
  queue_ = new QTableView(panel);
  queue_->setObjectName(QStringLiteral("review-queue"));
  queue_->setAccessibleName(tr("Queue"));
  queue_->setModel(lines_);
  queue_->setSelectionBehavior(QAbstractItemView::SelectRows);
  queue_->setSelectionMode(QAbstractItemView::SingleSelection);
  queue_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  queue_->setShowGrid(false);
  queue_->setWordWrap(false);
  queue_->setTabKeyNavigation(false);
  queue_->verticalHeader()->hide();
  queue_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  queue_->verticalHeader()->setDefaultSectionSize(24);
  queue_->horizontalHeader()->setSectionResizeMode(QueueModel::kText, QHeaderView::Stretch);
  queue_->horizontalHeader()->setHighlightSections(false);
  queue_->horizontalHeader()->resizeSection(QueueModel::kScore, 52);
  queue_->horizontalHeader()->resizeSection(QueueModel::kGiven, 76);
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(kNear, kClose, kNear, kClose);
  layout->addWidget(title);
  layout->addWidget(queue_, 1);
  connect(lines_, &QueueModel::page_wanted, this, &ReviewPage::load_page, Qt::QueuedConnection);
  connect(queue_, &QTableView::clicked, this, [this](const QModelIndex& index) {
    if (!table_ && sample_ == 0 && !busy_) {
      const auto position = static_cast<std::size_t>(index.row());
      desk_->ask([position](ReviewDesk& desk, const Project&) { return desk.show(position); },
                 [this](const DeskView& view) { take_view(view); });
    }
  });
  queue_->horizontalHeader()->hide();
  queue_->setColumnHidden(QueueModel::kSuggestion, true);
  queue_->setColumnHidden(QueueModel::kDecision, true);
  return panel;
}

QWidget* ReviewPage::make_side() {
  auto* side = new QWidget(this);
  auto* why_panel = new QFrame(side);
  set_role(why_panel, "panel");
  why_ = new QLabel(tr("Why"), why_panel);
  set_role(why_, "title");
  auto* why_note = new QLabel(tr("what the annotator saw and said"), why_panel);
  set_role(why_note, "muted");
  why_text_ = new QPlainTextEdit(why_panel);
  why_text_->setObjectName(QStringLiteral("review-why"));
  why_text_->setAccessibleName(tr("What the annotator saw and answered"));
  why_text_->setReadOnly(true);
  why_text_->setFocusPolicy(Qt::ClickFocus);
  why_text_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  why_text_->setStyleSheet(QStringLiteral("border: none; background: transparent;"));
  auto* why_layout = new QVBoxLayout(why_panel);
  why_layout->setContentsMargins(kNear, kClose, kNear, kClose);
  why_layout->addWidget(why_);
  why_layout->addWidget(why_note);
  why_layout->addWidget(why_text_, 1);
  auto* map_panel = new QFrame(side);
  set_role(map_panel, "panel");
  auto* map_title = new QLabel(tr("Labels"), map_panel);
  set_role(map_title, "title");
  auto* map_note =
      new QLabel(tr("given (down) \u00d7 decided, else suggested; a click filters"), map_panel);
  map_note->setWordWrap(true);
  set_role(map_note, "muted");
  map_ = new TransitionMap(map_panel);
  map_->setObjectName(QStringLiteral("review-map"));
  auto* map_layout = new QVBoxLayout(map_panel);
  map_layout->setContentsMargins(kNear, kClose, kNear, kNear);
  map_layout->addWidget(map_title);
  map_layout->addWidget(map_note);
  map_layout->addWidget(map_, 1);
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kClose);
  layout->addWidget(why_panel, 1);
  layout->addWidget(map_panel, 1);
  connect(map_, &TransitionMap::cell_chosen, this, [this](int given, int other) {
    QueueQuery query = filters_->query();
    query.given = given;
    query.suggestion = other;
    apply(query);
  });
  return side;
}

QWidget* ReviewPage::make_keys() {
  auto* bar = new QWidget(this);
  auto* layout = new QHBoxLayout(bar);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kClose);
  const auto add = [&](ReviewCommand command) {
    auto* button = new KeyButton(bar);
    button->setObjectName(QStringLiteral("review-do-") + command_id(command));
    button->set_words(command_words(command));
    connect(button, &KeyButton::clicked, this, [this, command] { run(command); });
    buttons_.insert(static_cast<int>(command), button);
    layout->addWidget(button);
  };
  for (const ReviewCommand command :
       {ReviewCommand::accept, ReviewCommand::keep, ReviewCommand::find_label,
        ReviewCommand::ambiguous, ReviewCommand::exclude, ReviewCommand::flag, ReviewCommand::note,
        ReviewCommand::skip}) {
    add(command);
  }
  layout->addStretch();
  for (const ReviewCommand command : {ReviewCommand::undo, ReviewCommand::keys}) {
    add(command);
  }
  return bar;
}

void ReviewPage::make_actions() {
  for (const ReviewCommand command : review_commands()) {
    auto* action = new QAction(command_words(command), this);
    action->setObjectName(QStringLiteral("review-action-") + command_id(command));
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    const bool moves = command == ReviewCommand::next || command == ReviewCommand::previous;
    action->setAutoRepeat(moves);  // a key held down decides one row, not many
    connect(action, &QAction::triggered, this, [this, command] { run(command); });
    addAction(action);
    actions_.insert(static_cast<int>(command), action);
  }
}

void ReviewPage::show_keys() {
  for (const ReviewCommand command : review_commands()) {
    actions_.value(static_cast<int>(command))->setShortcuts(keys_.keys(command));
    if (KeyButton* button = buttons_.value(static_cast<int>(command))) {
      button->set_key(keys_.shown(command));
    }
  }
}

Sight ReviewPage::sight() const {
  if (sample_ != 0) {
    return Sight::text_alone;
  }
  return blind_ && !first_choice_ ? Sight::no_advice : Sight::all;
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
  sample_ = 0;
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
  started_ = false;
  busy_ = false;
  sample_ = 0;
  view_ = {};
  labels_.clear();
  lines_->start(0, {});
  map_->clear();
  counts_->clear();
  advice_->clear();
  why_text_->clear();
  row_->show_words({});
  filters_->show_query({}, {});
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
    started_ = true;
    QueueQuery query;
    query.rows = rows->rows;
    query.state = QueueState::any;
    filters_->set_rows_title(rows->title);
    apply(query);
  } else if (const auto* show = std::get_if<ShowRow>(&request)) {
    started_ = true;
    desk_->ask([row = show->row](ReviewDesk& desk, const Project&) { return desk.show_row(row); },
               [this](const DeskView& view) { take_view(view); },
               [this](const QString& sentence) { failed(sentence); });
  }
}

void ReviewPage::start() {
  started_ = true;
  row_->show_words(tr("Reading the queue\u2026"));
  struct Started {
    QueueQuery query;
    DeskView view;
  };
  desk_->ask(
      [](ReviewDesk& desk, const Project& project) {
        Started begun;
        begun.query =
            queue_query_from_json(project.settings().get(kQuerySetting).value_or(std::string()),
                                  project.labels().names());
        begun.view = desk.apply(begun.query);
        return begun;
      },
      [this](const Started& begun) {
        filters_->show_query(begun.query, labels_);
        lines_->start(begun.view.size, labels_);
        take_view(begun.view);
        load_map();
        load_advice();
      },
      [this](const QString& sentence) { failed(sentence); });
}

void ReviewPage::apply(const QueueQuery& query) {
  filters_->show_query(query, labels_);
  desk_->ask(
      [query](ReviewDesk& desk, const Project& project) {
        if (project.writable()) {
          project.settings().set(kQuerySetting,
                                 queue_query_to_json(query, project.labels().names()));
        }
        return desk.apply(query);
      },
      [this](const DeskView& view) {
        lines_->start(view.size, labels_);
        take_view(view);
      },
      [this](const QString& sentence) { failed(sentence); });
}

void ReviewPage::failed(const QString& sentence) {
  busy_ = false;
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
    first_choice_.reset();
    note_.clear();
    since_shown_.start();
  }
  counts_->setText(
      tr("%1 of %2 reviewed").arg(number(view.counts.decided), number(view.counts.all)));
  Q_EMIT badge_changed(
      view.counts.all < 1000
          ? tr("%1 of %2").arg(number(view.counts.decided), number(view.counts.all))
          : tr("%1 done").arg(number(view.counts.decided)));
  if (!view.said.empty()) {
    navigator_.say(QString::fromStdString(view.said));
  }
  show_row();
  if (!table_ && view.position < view.size) {
    queue_->selectRow(static_cast<int>(view.position));
  }
}

void ReviewPage::show_row() {
  const bool can = view_.card.has_value() && session_.writable();
  const bool suggestion = view_.card && view_.card->score && view_.card->score->suggestion >= 0;
  for (const ReviewCommand command :
       {ReviewCommand::keep, ReviewCommand::find_label, ReviewCommand::ambiguous,
        ReviewCommand::exclude, ReviewCommand::flag, ReviewCommand::note, ReviewCommand::skip}) {
    buttons_.value(static_cast<int>(command))->setEnabled(can);
  }
  buttons_.value(static_cast<int>(ReviewCommand::accept))
      ->setEnabled(can && (table_ || (suggestion && sight() == Sight::all)));
  buttons_.value(static_cast<int>(ReviewCommand::keep))
      ->setEnabled(can && sight() != Sight::text_alone);
  buttons_.value(static_cast<int>(ReviewCommand::undo))->setEnabled(view_.can_undo);
  actions_.value(static_cast<int>(ReviewCommand::redo))->setEnabled(view_.can_redo);
  if (sample_ == 0) {
    row_->set_banner(!blind_ ? QString()
                     : first_choice_
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
    why_text_->clear();
    return;
  }
  const ReviewCard& card = *view_.card;
  row_->show_card(card, labels_, sight());
  const QString given = label_name(card.row.given);
  buttons_.value(static_cast<int>(ReviewCommand::keep))
      ->set_words(sight() == Sight::text_alone || given.isEmpty() || given.size() > 16
                      ? tr("Keep given label")
                      : tr("Keep \u201c%1\u201d").arg(given));
  QString why;
  if (sight() == Sight::all) {
    if (card.answer) {
      why += tr("Answered: %1\n").arg(QString::fromStdString(card.answer->raw));
      for (const ShownDemonstration& shown : card.demonstrations) {
        why += QStringLiteral("\n%1  %2\n%3\n")
                   .arg(QString::number(shown.similarity, 'f', 2), label_name(shown.label),
                        QString::fromStdString(shown.text));
      }
    } else {
      why = tr("The annotator was not asked about this row.");
    }
  }
  why_text_->setPlainText(why);
}

void ReviewPage::load_page(int page) {
  const std::size_t from = static_cast<std::size_t>(page) * QueueModel::kPage;
  desk_->ask(
      [from](ReviewDesk& desk, const Project&) { return desk.lines(from, QueueModel::kPage); },
      [this, page](const std::vector<QueueLine>& lines) { lines_->take_page(page, lines); });
}

void ReviewPage::load_map() {
  desk_->ask(
      [](ReviewDesk& desk, const Project&) { return desk.list().transitions(QueueState::any); },
      [this](const Matrix<std::uint32_t>& counts) { map_->show_counts(counts, labels_); });
}

void ReviewPage::load_advice() {
  session_.read(
      this, [](const Project& project, const Control&) { return stop_advice(project); },
      [this](const StopAdvice& advice) {
        advice_->setText(QString::fromStdString(advice.sentence));
        advice_->setToolTip(advice_->text().toHtmlEscaped());
      },
      {}, ReadLane::slow);
}

void ReviewPage::run(ReviewCommand command) {
  const auto decide = [&](DecisionKind kind) {
    Choice choice;
    choice.kind = kind;
    choose(choice);
  };
  switch (command) {
    case ReviewCommand::accept:
      if (buttons_.value(static_cast<int>(command))->isEnabled()) {
        decide(DecisionKind::accept);
      }
      break;
    case ReviewCommand::keep:
      if (sight() != Sight::text_alone) {
        decide(DecisionKind::keep);
      }
      break;
    case ReviewCommand::ambiguous:
      decide(DecisionKind::ambiguous);
      break;
    case ReviewCommand::exclude:
      decide(DecisionKind::exclude);
      break;
    case ReviewCommand::skip:
      decide(DecisionKind::skip);
      break;
    case ReviewCommand::flag:
      decide(DecisionKind::flag);
      break;
    case ReviewCommand::find_label:
      find_label();
      break;
    case ReviewCommand::note:
      edit_note();
      break;
    case ReviewCommand::next:
      move(1);
      break;
    case ReviewCommand::previous:
      move(-1);
      break;
    case ReviewCommand::undo:
    case ReviewCommand::redo: {
      if (busy_ || !session_.writable()) {
        break;
      }
      busy_ = true;
      const bool back = command == ReviewCommand::undo;
      desk_->ask(
          [back](ReviewDesk& desk, const Project&) { return back ? desk.undo() : desk.redo(); },
          [this](const DeskView& view) {
            take_view(view);
            lines_->forget_pages();
            load_map();
            load_advice();
            if (sample_ != 0) {
              show_next_of_sample();
            }
          },
          [this](const QString& sentence) { failed(sentence); });
      break;
    }
    case ReviewCommand::keys:
      show_key_sheet();
      break;
    default: {
      const int label = static_cast<int>(command) - static_cast<int>(ReviewCommand::label_1);
      if (label < labels_.size()) {
        Choice choice;
        choice.kind = DecisionKind::label;
        choice.label = label;
        choose(choice);
      }
    }
  }
}

void ReviewPage::choose(Choice choice) {
  if (table_) {
    choose_many(choice);
    return;
  }
  if (busy_ || !view_.card || !session_.writable()) {
    return;
  }
  choice.note = note_;
  choice.milliseconds = since_shown_.elapsed();
  if (sample_ != 0) {
    if (!decides(choice.kind)) {
      navigator_.say(
          tr("A row of a random sample can't be passed over: choose a label, ambiguous "
             "or exclude."));
      return;
    }
    choice.mode = ReviewMode::sample;
    choice.sample = sample_;
  } else if (blind_ && decides(choice.kind)) {
    choice.mode = ReviewMode::blind;
    const ReviewCard& card = *view_.card;
    const auto label_of = [&](const Choice& made) {
      return made.kind == DecisionKind::label    ? made.label
             : made.kind == DecisionKind::keep   ? card.row.given
             : made.kind == DecisionKind::accept ? card.score->suggestion
                                                 : -1;
    };
    if (!first_choice_) {
      const bool has_suggestion = card.score && card.score->suggestion >= 0;
      if (has_suggestion && label_of(choice) != card.score->suggestion) {
        first_choice_ = choice;
        show_row();  // now with the suggestion; the choice is made again
        return;
      }
      choice.first_label = label_of(choice);
    } else {
      choice.first_label = label_of(*first_choice_);
    }
  }
  busy_ = true;
  const int page = static_cast<int>(view_.position) / QueueModel::kPage;
  desk_->ask([choice](ReviewDesk& desk, const Project&) { return desk.decide(choice); },
             [this, page](const DeskView& view) {
               if (sample_ != 0) {
                 busy_ = false;
                 show_next_of_sample();
                 return;
               }
               first_choice_.reset();
               take_view(view);
               load_page(page);
               if (view.counts.decided % 10 == 0) {
                 load_map();
                 load_advice();
               }
             },
             [this](const QString& sentence) { failed(sentence); });
}

void ReviewPage::choose_many(Choice choice) {
  std::vector<std::size_t> positions;
  for (const QModelIndex& index : queue_->selectionModel()->selectedRows()) {
    positions.push_back(static_cast<std::size_t>(index.row()));
  }
  if (positions.empty() || busy_ || !session_.writable()) {
    navigator_.say(tr("Select rows first."));
    return;
  }
  choice.note = note_;
  busy_ = true;
  desk_->ask(
      [positions, choice](ReviewDesk& desk, const Project& project) {
        return bulk_sentence(desk.preview_many(positions, choice), project.labels().names());
      },
      [this, positions, choice](const std::string& sentence) {
        QMessageBox question(QMessageBox::NoIcon, tr("Decide many rows"),
                             QString::fromStdString(sentence) + QStringLiteral("."),
                             QMessageBox::NoButton, this);
        question.setObjectName(QStringLiteral("review-bulk-question"));
        question.setTextFormat(Qt::PlainText);
        question.setInformativeText(tr("They are stored as one step that can be undone."));
        auto* yes = question.addButton(tr("Decide these rows"), QMessageBox::AcceptRole);
        auto* no = question.addButton(QMessageBox::Cancel);
        question.setDefaultButton(no);
        question.exec();
        setFocus();
        busy_ = false;
        if (question.clickedButton() != yes) {
          return;
        }
        busy_ = true;
        desk_->ask(
            [positions, choice](ReviewDesk& desk, const Project&) {
              return desk.decide_many(positions, choice);
            },
            [this](const DeskView& view) {
              take_view(view);
              lines_->forget_pages();
              load_map();
              load_advice();
              session_.announce(ProjectPart::decisions);
            },
            [this](const QString& failure) { failed(failure); });
      },
      [this](const QString& sentence) { failed(sentence); });
}

void ReviewPage::move(int step) {
  if (busy_ || view_.size == 0 || sample_ != 0) {
    return;
  }
  const std::size_t here = view_.position;
  if ((step < 0 && here == 0) || (step > 0 && here + 1 >= view_.size)) {
    return;
  }
  const std::size_t to = step > 0 ? here + 1 : here - 1;
  desk_->ask([to](ReviewDesk& desk, const Project&) { return desk.show(to); },
             [this](const DeskView& view) { take_view(view); });
}

void ReviewPage::find_label() {
  if (!view_.card || !session_.writable()) {
    return;
  }
  auto* picker = new LabelPicker(labels_, this);
  picker->setAttribute(Qt::WA_DeleteOnClose);
  connect(picker, &LabelPicker::label_chosen, this, [this](int label) {
    Choice choice;
    choice.kind = DecisionKind::label;
    choice.label = label;
    choose(choice);
  });
  picker->open();
}

void ReviewPage::edit_note() {
  if (!view_.card) {
    return;
  }
  bool done = false;
  const QString note = QInputDialog::getMultiLineText(
      this, tr("Note"), tr("Kept with your next decision on this row"),
      QString::fromStdString(note_), &done);
  if (done) {
    note_ = note.trimmed().toStdString();
    navigator_.say(note_.empty() ? tr("No note")
                                 : tr("The note is kept with your next decision on this row"));
  }
}

void ReviewPage::show_key_sheet() {
  auto* sheet = new KeySheet(keys_, this);
  sheet->setAttribute(Qt::WA_DeleteOnClose);
  connect(sheet, &QDialog::finished, this, &ReviewPage::show_keys);
  sheet->open();
}

void ReviewPage::show_history() {
  auto* history = new HistoryDialog(session_, labels_, this);
  history->setAttribute(Qt::WA_DeleteOnClose);
  connect(history, &HistoryDialog::take_back_wanted, this, [this, history](std::int64_t id) {
    desk_->ask([id](ReviewDesk& desk, const Project&) { return desk.take_back_entry(id); },
               [this, history = QPointer<HistoryDialog>(history)](const DeskView& view) {
                 if (history) {
                   history->say(QString::fromStdString(view.said));
                   history->reload();
                 }
                 take_view(view);
                 lines_->forget_pages();
                 load_map();
               },
               [this, history = QPointer<HistoryDialog>(history)](const QString& sentence) {
                 if (history) {
                   history->say(sentence);
                 }
                 failed(sentence);
               });
  });
  connect(history, &HistoryDialog::row_wanted, this,
          [this](std::int64_t row) { take(ShowRow{row}); });
  history->show();
}

void ReviewPage::show_audit() {
  auto* audit = new AuditDialog(session_, reviewer_, this);
  audit->setAttribute(Qt::WA_DeleteOnClose);
  connect(audit, &AuditDialog::review_wanted, this, &ReviewPage::start_sample);
  connect(audit, &AuditDialog::accepted_rest, this, [this](std::size_t rows) {
    navigator_.say(tr("%1 suggestions accepted as one step").arg(number(rows)));
    apply(filters_->query());
    load_map();
    load_advice();
    session_.announce(ProjectPart::decisions);
  });
  audit->show();
}

void ReviewPage::set_blind(bool blind) {
  blind_ = blind;
  first_choice_.reset();
  lines_->set_blind(blind || sample_ != 0);
  show_row();
  if (!blind) {
    session_.read(
        this, [](const Project& project, const Control&) { return blind_report(project); },
        [this](const BlindReport& report) {
          if (report.decisions > 0) {
            navigator_.say(QString::fromStdString(report.sentence));
          }
        },
        {}, ReadLane::slow);
  }
}

void ReviewPage::set_table(bool table) {
  table_ = table;
  queue_->setSelectionMode(table ? QAbstractItemView::ExtendedSelection
                                 : QAbstractItemView::SingleSelection);
  queue_->horizontalHeader()->setVisible(table);
  for (const int column : {QueueModel::kSuggestion, QueueModel::kDecision}) {
    queue_->setColumnHidden(column, !table);
  }
  row_->setVisible(!table);
  side_->setVisible(!table);
  show_row();
}

void ReviewPage::start_sample(std::int64_t sample) {
  sample_ = sample;
  table_button_->setChecked(false);
  lines_->set_blind(true);
  queue_->setColumnHidden(QueueModel::kGiven, true);
  show_next_of_sample();
}

void ReviewPage::show_next_of_sample() {
  struct Next {
    SampleProgress progress;
    DeskView view;
  };
  busy_ = true;
  desk_->ask(
      [sample = sample_](ReviewDesk& desk, const Project& project) {
        Next next;
        next.progress = sample_progress(project, sample);
        if (!next.progress.complete()) {
          next.view = desk.show_row(next.progress.waiting.front().row);
        }
        return next;
      },
      [this](const Next& next) {
        busy_ = false;
        if (next.progress.complete()) {
          end_sample();
          return;
        }
        row_->set_banner(tr("Random sample: row %1 of %2. Neither the given label nor the "
                            "suggestion is shown.")
                             .arg(number(next.progress.reviewed + 1), number(next.progress.size)));
        take_view(next.view);
      },
      [this](const QString& sentence) { failed(sentence); });
}

void ReviewPage::end_sample() {
  sample_ = 0;
  lines_->set_blind(blind_);
  queue_->setColumnHidden(QueueModel::kGiven, false);
  row_->set_banner({});
  load_advice();
  apply(filters_->query());
  show_audit();
}

}  // namespace noiseal::ui
