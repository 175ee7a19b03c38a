// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QList>

class QAction;
class QLineEdit;
class QListWidget;

namespace noiseal::ui {

/// Finds an action by typing parts of its words, and does it.
class CommandPalette : public QDialog {
  Q_OBJECT

 public:
  /// actions: what can be found; a copy of those that are enabled now is shown.
  CommandPalette(const QList<QAction*>& actions, QWidget* parent);

 Q_SIGNALS:
  void chosen(QAction* action);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void filter(const QString& words);
  void choose();

  QList<QAction*> actions_;
  QLineEdit* words_;
  QListWidget* list_;
};

/// An action's words without the "&" of its mnemonic and the dots at its end.
QString plain_text(const QAction& action);

}  // namespace noiseal::ui
