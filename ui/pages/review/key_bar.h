// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

#include "ui/pages/review/review_keys.h"

class QAction;

namespace noiseal::ui {

class KeyButton;

/// The page's commands: a button for the ones that are used most, a key for each.
class KeyBar : public QWidget {
  Q_OBJECT

 public:
  /// The keys work wherever the focus is within page.
  explicit KeyBar(QWidget* page);

  void set_enabled(ReviewCommand command, bool enabled);
  [[nodiscard]] bool is_enabled(ReviewCommand command) const;
  /// On its button.
  void set_words(ReviewCommand command, const QString& words);
  /// Every key in a dialog, where they can be changed.
  void show_sheet();

 Q_SIGNALS:
  void wanted(noiseal::ui::ReviewCommand command);

 private:
  void add_button(ReviewCommand command);
  void add_action(ReviewCommand command, QWidget* page);
  void show_keys();

  ReviewKeys keys_;
  QHash<int, QAction*> actions_;    ///< by command
  QHash<int, KeyButton*> buttons_;  ///< by command, of some
};

}  // namespace noiseal::ui
