// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>
#include <vector>

class QVBoxLayout;

namespace noiseal::ui {

/// Sentences about the shown run that want attention: failure signatures with what to do, remarks,
/// why it ended. Each can be put away.
class Notices : public QWidget {
  Q_OBJECT

 public:
  explicit Notices(QWidget* parent = nullptr);
  void show_sentences(const std::vector<QString>& sentences);

 private:
  void add(const QString& sentence);
  QVBoxLayout* column_;
  std::vector<QString> shown_;
  std::vector<QString> put_away_;
};

}  // namespace noiseal::ui
