// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <QAction>
#include <QActionGroup>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"
#include "ui/window/command_palette.h"
#include "ui/window/help_window.h"
#include "ui/window/rail.h"
#include "ui/window/recent_projects.h"
#include "ui/window/status_line.h"

namespace noiseal::ui {
namespace {

constexpr int kFirstWidth = 1280;
constexpr int kFirstHeight = 800;
constexpr int kLeastWidth = 900;
constexpr int kLeastHeight = 600;
constexpr const char* kGeometryKey = "window/geometry";
constexpr const char* kPageKey = "window/page";
constexpr const char* kAppearanceKey = "window/appearance";

QString splitter_key(const Page& page, qsizetype index) {
  return QStringLiteral("window/splitters/%1/%2").arg(page.topic()).arg(index);
}

QString name_of(Appearance appearance) {
  switch (appearance) {
    case Appearance::light:
      return MainWindow::tr("Light");
    case Appearance::dark:
      return MainWindow::tr("Dark");
    case Appearance::system:
      break;
  }
  return MainWindow::tr("As the system");
}

/// What is no look counts as none chosen.
Appearance kept_appearance() {
  const int kept = QSettings().value(QLatin1String(kAppearanceKey), 0).toInt();
  for (const Appearance known : {Appearance::light, Appearance::dark}) {
    if (static_cast<int>(known) == kept) {
      return known;
    }
  }
  return Appearance::system;
}

/// A run that was at work when its program ended.
const RunRecord* interrupted_run(const ProjectFacts& facts) {
  const auto found = std::ranges::find_if(facts.runs, [](const RunRecord& run) {
    return run.state == RunState::running || run.state == RunState::paused;
  });
  return found == facts.runs.end() ? nullptr : &*found;
}

}  // namespace

MainWindow::MainWindow(Services services, QWidget* parent)
    : QMainWindow(parent), services_(std::move(services)) {
  setObjectName(QStringLiteral("main-window"));
  // Before the first widget: one that is made earlier keeps the system's font size.
  Theme::instance().set_appearance(kept_appearance());
  rail_ = new Rail(this);
  stack_ = new QStackedWidget(this);
  stack_->setObjectName(QStringLiteral("pages"));
  status_ = new StatusLine(session_, this);

  auto* right = new QVBoxLayout;
  right->setContentsMargins(0, 0, 0, 0);
  right->setSpacing(0);
  right->addWidget(make_notice());
  right->addWidget(stack_, 1);
  auto* upper = new QHBoxLayout;
  upper->setContentsMargins(0, 0, 0, 0);
  upper->setSpacing(0);
  upper->addWidget(rail_);
  upper->addLayout(right, 1);
  auto* all = new QWidget(this);
  auto* column = new QVBoxLayout(all);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addLayout(upper, 1);
  column->addWidget(status_);
  setCentralWidget(all);

  connect(rail_, &Rail::page_chosen, this, &MainWindow::show_page);
  connect(&session_, &ProjectSession::opened, this, &MainWindow::show_opened);
  connect(&session_, &ProjectSession::closed, this, &MainWindow::show_closed);
  connect(&session_, &ProjectSession::changed, this, &MainWindow::show_facts);
  connect(&session_, &ProjectSession::open_failed, this, &MainWindow::tell);
  connect(&session_, &ProjectSession::failed, this, &MainWindow::tell);
  connect(&session_, &ProjectSession::job_ended, this, [this] {
    if (closing_) {
      close();
    }
  });
  menu_ = new QMenu(this);
  rail_->menu_button()->setMenu(menu_);
  setAcceptDrops(true);
  setMinimumSize(kLeastWidth, kLeastHeight);
  restore_state();
  show_closed();
}

MainWindow::~MainWindow() {
  // Pages use the session until their end; it is a member and would go first.
  delete takeCentralWidget();
}

QWidget* MainWindow::make_notice() {
  auto* notice = new QFrame(this);
  notice->setObjectName(QStringLiteral("notice"));
  set_role(notice, "notice");
  auto* row = new QHBoxLayout(notice);
  row->setContentsMargins(kNear, kClose, kNear, kClose);
  notice_text_ = new QLabel(notice);
  notice_text_->setObjectName(QStringLiteral("notice-text"));
  notice_text_->setTextFormat(Qt::PlainText);
  notice_text_->setWordWrap(true);
  notice_button_ = new QPushButton(tr("Try again"), notice);
  notice_button_->setObjectName(QStringLiteral("notice-button"));
  connect(notice_button_, &QPushButton::clicked, this, [this] {
    if (run_to_resume_) {
      notice_->hide();
      request(ResumeRun{*run_to_resume_});
    } else {
      open_project(session_.facts().file);
    }
  });
  row->addWidget(notice_text_, 1);
  row->addWidget(notice_button_);
  notice_ = notice;
  return notice;
}

void MainWindow::add_page(Page* page) {
  const int index = page_count();
  const QKeySequence keys(QStringLiteral("Ctrl+%1").arg(index + 1));
  page->setObjectName(QStringLiteral("page-") + page->topic());
  rail_->add_page(page->title(), QStringLiteral("rail-") + page->topic(),
                  keys.toString(QKeySequence::NativeText));
  stack_->addWidget(page);
  restore_splitters(*page);
  pages_.push_back(page);
  auto* action = new QAction(tr("Show the page %1").arg(page->title()), this);
  action->setShortcut(keys);
  connect(action, &QAction::triggered, this, [this, index] { show_page(index); });
  addAction(action);
  connect(page, &Page::badge_changed, this,
          [this, index](const QString& badge) { rail_->set_badge(index, badge); });
  rail_->set_pages_enabled(session_.is_open());
}

void MainWindow::set_start_page(QWidget* page) {
  start_page_ = page;
  stack_->addWidget(page);
  if (!session_.is_open()) {
    stack_->setCurrentWidget(page);
  }
}

void MainWindow::open_project(const std::filesystem::path& file) {
  session_.open(file);
}

void MainWindow::close_project() {
  if (session_.job() == nullptr) {
    session_.close();
  }
}

void MainWindow::show_page(int page) {
  if (page < 0 || page >= page_count() || !session_.is_open()) {
    return;
  }
  stack_->setCurrentWidget(pages_[static_cast<std::size_t>(page)]);
  rail_->set_current(page);
  QSettings().setValue(QLatin1String(kPageKey), page);
  pages_[static_cast<std::size_t>(page)]->shown();
}

Page* MainWindow::page_for(const PageRequest& request) const {
  const auto found = std::ranges::find_if(pages_, [&](Page* page) { return page->takes(request); });
  return found == pages_.end() ? nullptr : *found;
}

bool MainWindow::can(const PageRequest& request) const {
  return page_for(request) != nullptr;
}

void MainWindow::request(const PageRequest& request) {
  if (Page* page = page_for(request)) {
    show_page(static_cast<int>(std::ranges::find(pages_, page) - pages_.begin()));
    page->take(request);
  }
}

void MainWindow::say(const QString& sentence) {
  status_->say(sentence);
}

void MainWindow::show_meter(const QString& words) {
  status_->show_meter(words);
}

void MainWindow::show_opened() {
  show_facts();
  rail_->set_pages_enabled(true);
  remember_project(session_.facts().file);
  fill_notice();
  for (Page* page : pages_) {
    page->project_opened();
  }
  show_page(std::clamp(QSettings().value(QLatin1String(kPageKey), 0).toInt(), 0, page_count() - 1));
}

void MainWindow::fill_notice() {
  run_to_resume_.reset();
  notice_->hide();
  if (!session_.writable()) {
    notice_text_->setText(tr("Open for reading only. %1").arg(session_.read_only_reason()));
    notice_button_->setText(tr("Try again"));
    notice_->show();
    return;
  }
  const RunRecord* run = interrupted_run(session_.facts());
  if (run != nullptr && can(ResumeRun{run->id})) {
    run_to_resume_ = run->id;
    notice_text_->setText(
        tr("A run was at work when its program ended. It is whole up to epoch %1 and can go on "
           "from there.")
            .arg(run->last_epoch));
    notice_button_->setText(tr("Go on with the run"));
    notice_->show();
  }
}

void MainWindow::restore_state() {
  resize(kFirstWidth, kFirstHeight);
  restoreGeometry(QSettings().value(QLatin1String(kGeometryKey)).toByteArray());
}

void MainWindow::restore_splitters(const Page& page) const {
  const QList<QSplitter*> splitters = page.findChildren<QSplitter*>();
  for (qsizetype i = 0; i < splitters.size(); ++i) {
    splitters[i]->restoreState(QSettings().value(splitter_key(page, i)).toByteArray());
  }
}

void MainWindow::keep_state() const {
  QSettings settings;
  settings.setValue(QLatin1String(kGeometryKey), saveGeometry());
  for (const Page* page : pages_) {
    const QList<QSplitter*> splitters = page->findChildren<QSplitter*>();
    for (qsizetype i = 0; i < splitters.size(); ++i) {
      settings.setValue(splitter_key(*page, i), splitters[i]->saveState());
    }
  }
}

void MainWindow::add_to_menu(QAction* action) {
  menu_->addAction(action);
}

void MainWindow::finish_menu() {
  const auto make = [this](const QString& text, const QKeySequence& keys, auto slot) {
    auto* action = new QAction(text, this);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, slot);
    addAction(action);
    return action;
  };
  menu_->addSeparator();
  menu_->addAction(
      make(tr("Commands…"), QKeySequence(QStringLiteral("Ctrl+K")), &MainWindow::show_commands));
  QMenu* look = menu_->addMenu(tr("Look"));
  auto* group = new QActionGroup(this);
  const Appearance chosen = kept_appearance();
  for (const Appearance appearance : {Appearance::system, Appearance::light, Appearance::dark}) {
    QAction* action = make(tr("Look: %1").arg(name_of(appearance)), {}, [appearance] {
      QSettings().setValue(QLatin1String(kAppearanceKey), static_cast<int>(appearance));
      Theme::instance().set_appearance(appearance);
    });
    action->setCheckable(true);
    action->setChecked(appearance == chosen);
    group->addAction(action);
    look->addAction(action);
  }
  menu_->addAction(make(tr("Help"), QKeySequence::HelpContents, &MainWindow::show_help));
  menu_->addAction(make(tr("About NoiseAL Workbench…"), {}, [this] {
    auto* box = new QMessageBox(
        QMessageBox::NoIcon, tr("About"),
        tr("NoiseAL Workbench %1\n\nFinds and repairs wrong labels in text data, after \"Hide and "
           "Seek in Noise Labels\" (arXiv 2504.02901).\n\nFree software under the GNU General "
           "Public License, version 3 or later.")
            .arg(QString::fromStdString(services_.program_version)),
        QMessageBox::Close, this);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
  }));
  menu_->addSeparator();
  menu_->addAction(make(tr("Quit"), QKeySequence::Quit, [this] { close(); }));
}

Page* MainWindow::current_page() const {
  return qobject_cast<Page*>(stack_->currentWidget());
}

void MainWindow::show_commands() {
  QList<QAction*> actions;
  for (QAction* action : findChildren<QAction*>()) {
    // What is on a page needs a project; menus' own entries and input fields' are not commands.
    bool offered = action->menu() == nullptr && action->isVisible();
    bool shown = this->actions().contains(action);
    for (Page* page : pages_) {
      shown = shown || (session_.is_open() && page->actions().contains(action));
    }
    offered = offered && shown;
    if (offered) {
      actions << action;
    }
  }
  auto* palette = new CommandPalette(actions, this);
  connect(palette, &CommandPalette::chosen, this, &MainWindow::run_action);
  palette->open();
}

void MainWindow::run_action(QAction* action) {
  for (int i = 0; i < page_count(); ++i) {
    if (pages_[static_cast<std::size_t>(i)]->actions().contains(action)) {
      show_page(i);
    }
  }
  action->trigger();
}

void MainWindow::show_help() {
  if (help_ == nullptr) {
    help_ = new HelpWindow(this);
  }
  const Page* page = current_page();
  help_->show_topic(page != nullptr ? page->topic() : QStringLiteral("start"));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  if (event->mimeData()->hasUrls() && event->mimeData()->urls().constFirst().isLocalFile()) {
    event->acceptProposedAction();
  }
}

void MainWindow::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  Q_EMIT file_dropped(event->mimeData()->urls().constFirst().toLocalFile());
}

void MainWindow::show_closed() {
  rail_->set_pages_enabled(false);
  rail_->set_current(-1);
  rail_->set_project(QStringLiteral("NoiseAL"), tr("No project is open."));
  notice_->hide();
  setWindowTitle(QStringLiteral("NoiseAL Workbench"));
  setWindowFilePath({});
  for (int i = 0; i < page_count(); ++i) {
    rail_->set_badge(i, {});
    pages_[static_cast<std::size_t>(i)]->project_closed();
  }
  if (start_page_ != nullptr) {
    stack_->setCurrentWidget(start_page_);
  }
}

void MainWindow::show_facts() {
  const ProjectFacts& facts = session_.facts();
  const QLocale locale;
  rail_->set_project(QString::fromStdString(facts.name()),
                     tr("%1 rows, %2 labels")
                         .arg(locale.toString(static_cast<qulonglong>(facts.all_rows())))
                         .arg(facts.labels.size()));
  setWindowTitle(
      QStringLiteral("%1 - NoiseAL Workbench").arg(QString::fromStdString(facts.name())));
}

void MainWindow::tell(const QString& sentence) {
  auto* box = new QMessageBox(QMessageBox::Warning, QStringLiteral("NoiseAL Workbench"), sentence,
                              QMessageBox::Ok, this);
  box->setObjectName(QStringLiteral("failure"));
  box->setTextFormat(Qt::PlainText);
  box->setAttribute(Qt::WA_DeleteOnClose);
  box->open();
}

void MainWindow::closeEvent(QCloseEvent* event) {
  LongJob* job = session_.job();
  if (job == nullptr) {
    keep_state();
    event->accept();
    return;
  }
  event->ignore();
  if (closing_) {
    return;
  }
  auto* box = new QMessageBox(QMessageBox::Question, QStringLiteral("NoiseAL Workbench"),
                              tr("%1 is still under way. %2")
                                  .arg(job->description().title, job->description().when_stopped),
                              QMessageBox::NoButton, this);
  box->setObjectName(QStringLiteral("close-question"));
  box->setTextFormat(Qt::PlainText);
  box->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* stop = box->addButton(tr("Stop it and close"), QMessageBox::AcceptRole);
  stop->setObjectName(QStringLiteral("stop-and-close"));
  box->addButton(tr("Stay"), QMessageBox::RejectRole);
  connect(stop, &QPushButton::clicked, this, [this] {
    closing_ = true;
    if (session_.job() != nullptr) {
      session_.job()->stop();
      setEnabled(false);
    } else {
      close();
    }
  });
  box->open();
}

}  // namespace noiseal::ui
