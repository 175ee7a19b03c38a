// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QStringList>
#include <vector>

class QLineEdit;
class QListWidget;

namespace noiseal::ui {

/// Labels that match what was typed, the best first: those that begin with it, then those with a
/// word that does, then those that contain it, then those with its letters in order.
std::vector<int> matching_labels(const QStringList& labels, const QString& typed);

/// Finds a label by typing. Nothing is chosen until a letter is typed or an arrow key pressed, so
/// that Enter alone decides nothing.
class LabelPicker : public QDialog {
  Q_OBJECT

 public:
  explicit LabelPicker(const QStringList& labels, QWidget* parent = nullptr);

 Q_SIGNALS:
  void label_chosen(int label);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void show_matches();
  void choose();

  QStringList labels_;
  QLineEdit* typed_;
  QListWidget* list_;
};

}  // namespace noiseal::ui
