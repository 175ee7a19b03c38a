// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include <QAction>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QLabel>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>
#include <utility>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"
#include "ui/window/rail.h"
#include "ui/window/status_line.h"

namespace noiseal::ui {

MainWindow::MainWindow(Services services, QWidget* parent)
    : QMainWindow(parent), services_(std::move(services)) {
  setObjectName(QStringLiteral("main-window"));
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
  connect(&session_, &ProjectSession::open_failed, this, &MainWindow::show_failure);
  connect(&session_, &ProjectSession::failed, this, &MainWindow::show_failure);
  connect(&session_, &ProjectSession::job_ended, this, [this] {
    if (closing_) {
      close();
    }
  });
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
  connect(notice_button_, &QPushButton::clicked, this,
          [this] { open_project(session_.facts().file); });
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

void MainWindow::show_opened() {
  show_facts();
  rail_->set_pages_enabled(true);
  notice_->setVisible(!session_.writable());
  notice_text_->setText(tr("Open for reading only. %1").arg(session_.read_only_reason()));
  for (Page* page : pages_) {
    page->project_opened();
  }
  show_page(0);
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

void MainWindow::show_failure(const QString& sentence) {
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
