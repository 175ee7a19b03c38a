// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/start/project_actions.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>

#include "ui/pages/start/import_dialog.h"

namespace noiseal::ui {
namespace {

constexpr std::uint64_t kDemonstrationSeed = 1;

/// A file name that is not taken: memory-effect.noiseal, memory-effect-2.noiseal, ...
QString fresh_demonstration_file() {
  const QDir folder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                    QStringLiteral("/demonstration"));
  QString file = folder.filePath(QStringLiteral("memory-effect.noiseal"));
  for (int n = 2; QFileInfo::exists(file); ++n) {
    file = folder.filePath(QStringLiteral("memory-effect-%1.noiseal").arg(n));
  }
  return file;
}

}  // namespace

ProjectActions::ProjectActions(MainWindow& window) : QObject(&window), window_(window) {
  const auto add = [this](const QString& text, const QKeySequence& keys, auto slot) {
    auto* action = new QAction(text, this);
    action->setShortcut(keys);
    connect(action, &QAction::triggered, this, slot);
    window_.addAction(action);
    window_.add_to_menu(action);
    return action;
  };
  import_ = add(tr("New project from a file…"), QKeySequence::New, &ProjectActions::choose_file);
  open_ = add(tr("Open a project…"), QKeySequence::Open, &ProjectActions::choose_project);
  demonstration_ = add(tr("Show me the memory effect"), {}, &ProjectActions::demonstrate);
  demonstration_->setVisible(has_demonstration());
  demonstration_->setEnabled(has_demonstration());
  QAction* close =
      add(tr("Close the project"), QKeySequence::Close, [this] { window_.close_project(); });
  close->setEnabled(false);
  connect(&window.session(), &ProjectSession::opened, close, [close] { close->setEnabled(true); });
  connect(&window.session(), &ProjectSession::closed, close, [close] { close->setEnabled(false); });
  connect(&window, &MainWindow::file_dropped, this, &ProjectActions::take_file);
}

bool ProjectActions::has_demonstration() const {
  return window_.can(ShowMemoryEffect{}) && window_.services().make_demo_project;
}

void ProjectActions::open(const QString& file) {
  window_.open_project(file.toStdString());
}

void ProjectActions::take_file(const QString& file) {
  if (file.endsWith(QLatin1String(".noiseal"))) {
    open(file);
  } else {
    import_file(file);
  }
}

void ProjectActions::choose_project() {
  const QString file = QFileDialog::getOpenFileName(&window_, tr("Open a project"), {},
                                                    tr("Projects (*.noiseal);;All files (*)"));
  if (!file.isEmpty()) {
    open(file);
  }
}

void ProjectActions::choose_file() {
  const QString file = QFileDialog::getOpenFileName(
      &window_, tr("New project from a file"), {},
      tr("Data files (*.csv *.tsv *.txt *.tab *.json *.jsonl *.ndjson);;All files (*)"));
  if (!file.isEmpty()) {
    import_file(file);
  }
}

void ProjectActions::import_file(const QString& file) {
  auto* dialog = new ImportDialog(window_.session(), file.toStdString(), &window_);
  connect(dialog, &ImportDialog::imported, this,
          [this](const QString& project, const QString& sentence) {
            open(project);
            window_.say(sentence);
          });
  dialog->open();
}

void ProjectActions::demonstrate() {
  const std::filesystem::path file = fresh_demonstration_file().toStdString();
  const LongJob* job = window_.session().start_job(
      {.title = tr("Making the demonstration's requests"),
       .when_stopped = tr("Stopped now, nothing is kept of it."),
       .can_pause = false},
      this,
      [file, make = window_.services().make_demo_project](JobContext& context) {
        make(file, kDemonstrationSeed, context.control());
      },
      [this, file] {
        QMetaObject::invokeMethod(
            this,
            [this, file] {
              connect(
                  &window_.session(), &ProjectSession::opened, this,
                  [this] { window_.request(ShowMemoryEffect{}); }, Qt::SingleShotConnection);
              window_.open_project(file);
            },
            Qt::QueuedConnection);
      },
      [this](const Failure& failure) {
        if (!failure.stopped) {
          window_.tell(QString::fromStdString(failure.sentence));
        }
      });
  if (job == nullptr) {
    window_.say(tr("Something else is at work; wait until it is done, or stop it."));
  }
}

}  // namespace noiseal::ui
