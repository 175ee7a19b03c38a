// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

namespace noiseal::ui {

/// Rows to be reviewed, e.g. those behind a bar of a chart.
struct ReviewRows {
  QString title;                   ///< "Confidence map, both models below 0.3"
  std::vector<std::int64_t> rows;  ///< row ids
  std::optional<std::int64_t> run;
};

/// One row to be looked at among all rows.
struct ShowRow {
  std::int64_t row = 0;
};

/// The demonstration of the start page: the open project is a fresh demo corpus with wrong labels;
/// train on it at once and show what happens.
struct ShowMemoryEffect {};

/// A run that did not finish is to go on.
struct ResumeRun {
  std::int64_t run = 0;
};

/// The next run is to train on what reviewers have decided.
struct TrainOnDecisions {};

/// What one part of the window may ask of whatever page does it.
using PageRequest =
    std::variant<ReviewRows, ShowRow, ShowMemoryEffect, ResumeRun, TrainOnDecisions>;

/// A page of the window: everything right of the rail. Its QActions (QWidget::addAction, with text
/// and, where it has one, shortcut) are found by the command palette; give them the shortcut
/// context Qt::WidgetWithChildrenShortcut, so that a key means what the visible page says.
class Page : public QWidget {
  Q_OBJECT

 public:
  explicit Page(QWidget* parent = nullptr) : QWidget(parent) {}

  /// "Data": in the rail, for people.
  [[nodiscard]] virtual QString title() const = 0;
  /// "data": for settings and object names, and of the help text resources/help/data.md.
  [[nodiscard]] virtual QString topic() const = 0;

  /// The session has a project open: load what is shown. Called on the GUI thread; ask the session.
  virtual void project_opened() {}
  /// The project is closed: show nothing of it.
  virtual void project_closed() {}
  /// The page comes to the front.
  virtual void shown() {}

  [[nodiscard]] virtual bool takes(const PageRequest& request) const;
  /// Only what takes() says yes to.
  virtual void take(const PageRequest& request);

 Q_SIGNALS:
  /// A short word beside the title in the rail: "epoch 4", "67 of 180"; empty: none.
  void badge_changed(const QString& badge);
};

/// How a page asks for other pages: the main window.
class Navigator {
 public:
  virtual ~Navigator() = default;
  /// Whether some page takes it; buttons that ask for it are hidden otherwise.
  [[nodiscard]] virtual bool can(const PageRequest& request) const = 0;
  /// Shows the page that takes it and hands it over; no effect when none does.
  virtual void request(const PageRequest& request) = 0;
  /// Words in the status line for some seconds: "decision 67 saved".
  virtual void say(const QString& sentence) = 0;
  /// Words in the status line until the long job ends: "LLM $0.12 of $1.00".
  virtual void show_meter(const QString& words) = 0;
};

}  // namespace noiseal::ui
