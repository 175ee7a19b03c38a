// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/window/screenshots.h"

#include <QApplication>
#include <QDialog>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QPainter>
#include <QPixmap>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTimer>
#include <functional>
#include <iostream>

#include "ui/theme/theme.h"

namespace noiseal {
namespace {

using ui::Appearance;

constexpr QSize kSizes[] = {{1440, 900}, {1024, 700}};
constexpr int kSettleMilliseconds = 1500;  ///< for questions to the project and for drawing
constexpr int kOpenMilliseconds = 60'000;

void run_events(int milliseconds) {
  QEventLoop loop;
  QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
  loop.exec();
}

bool wait_until(const std::function<bool()>& condition) {
  QElapsedTimer clock;
  clock.start();
  while (!condition() && clock.elapsed() < kOpenMilliseconds) {
    constexpr int kStep = 20;
    run_events(kStep);
  }
  return condition();
}

/// Takes pictures in one scheme and size.
class Camera {
 public:
  Camera(ui::MainWindow& window, std::filesystem::path folder)
      : window_(window), folder_(std::move(folder)) {}

  void set(Appearance appearance, QSize size) {
    ui::Theme::instance().set_appearance(appearance);
    window_.resize(size);
    ending_ =
        QStringLiteral("-%1-%2x%3.png")
            .arg(appearance == Appearance::light ? QStringLiteral("light") : QStringLiteral("dark"))
            .arg(size.width())
            .arg(size.height());
  }

  /// The window with the dialogs over it.
  void shoot(const QString& name) {
    run_events(kSettleMilliseconds);
    QPixmap picture = window_.grab();
    QPainter painter(&picture);
    for (QDialog* dialog : window_.findChildren<QDialog*>()) {
      if (dialog->isVisible()) {
        const QPoint middle((window_.width() - dialog->width()) / 2,
                            (window_.height() - dialog->height()) / 2);
        painter.drawPixmap(middle, dialog->grab());
        painter.drawRect(QRect(middle, dialog->size()));
      }
    }
    painter.end();
    const QString file = QString::fromStdString(folder_.string()) + '/' + name + ending_;
    if (!picture.save(file)) {
      std::cerr << "noiseal: " << file.toStdString() << " can't be written." << std::endl;
      good_ = false;
    }
  }

  [[nodiscard]] bool good() const { return good_; }

 private:
  ui::MainWindow& window_;
  std::filesystem::path folder_;
  QString ending_;
  bool good_ = true;
};

void close_dialogs(ui::MainWindow& window) {
  for (QDialog* dialog : window.findChildren<QDialog*>()) {
    dialog->close();
  }
}

/// Experiments whose charts differ most; the first one is chosen when the page opens.
void shoot_lab(ui::MainWindow& window, Camera& camera) {
  for (const char* experiment : {"Budget", "Tolerance", "Selection rules", "Separation"}) {
    for (QAction* action : window.current_page()->actions()) {
      if (action->text() == QStringLiteral("Experiment: ") + QLatin1String(experiment)) {
        action->trigger();
      }
    }
    camera.shoot(QStringLiteral("lab-") +
                 QString::fromLatin1(experiment).toLower().replace(' ', '-'));
    auto* detail = window.findChild<QScrollArea*>(QStringLiteral("lab-detail"));
    detail->verticalScrollBar()->setValue(detail->verticalScrollBar()->maximum());
    camera.shoot(QStringLiteral("lab-") +
                 QString::fromLatin1(experiment).toLower().replace(' ', '-') +
                 QStringLiteral("-below"));
    detail->verticalScrollBar()->setValue(0);
  }
}

/// Triggers a command by its words and takes a picture of what it opens.
void shoot_command(ui::MainWindow& window, Camera& camera, const QString& words,
                   const QString& name) {
  for (QAction* action : window.findChildren<QAction*>()) {
    if (action->text().startsWith(words)) {
      action->trigger();
      camera.shoot(name);
      close_dialogs(window);
      return;
    }
  }
}

}  // namespace

int take_screenshots(ui::MainWindow& window, const std::filesystem::path& project,
                     const std::filesystem::path& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder, failure);
  Camera camera(window, folder);
  const auto everywhere = [&](const std::function<void()>& pictures) {
    for (const Appearance appearance : {Appearance::light, Appearance::dark}) {
      for (const QSize size : kSizes) {
        camera.set(appearance, size);
        pictures();
      }
    }
  };
  everywhere([&] { camera.shoot(QStringLiteral("start")); });
  const std::filesystem::path data = project.parent_path() / "import.csv";
  if (std::filesystem::exists(data)) {
    Q_EMIT window.file_dropped(QString::fromStdString(data.string()));
    everywhere([&] { camera.shoot(QStringLiteral("import")); });
    close_dialogs(window);
  }
  window.open_project(project);
  if (!wait_until([&] { return window.session().is_open(); })) {
    std::cerr << "noiseal: the project did not open." << std::endl;
    return 1;
  }
  everywhere([&] {
    for (int page = 0; page < window.page_count(); ++page) {
      window.show_page(page);
      camera.shoot(window.current_page()->topic());
      if (window.current_page()->topic() == QLatin1String("lab")) {
        shoot_lab(window, camera);
      }
    }
    window.show_page(0);
    shoot_command(window, camera, QStringLiteral("Commands"), QStringLiteral("commands"));
    shoot_command(window, camera, QStringLiteral("Help"), QStringLiteral("help"));
    shoot_command(window, camera, QStringLiteral("Add noise"), QStringLiteral("noise"));
  });
  return camera.good() ? 0 : 1;
}

}  // namespace noiseal
