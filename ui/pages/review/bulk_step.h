// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstddef>
#include <vector>

#include "core/pipeline/review_desk.h"

class QWidget;

namespace noiseal::ui {

class DeskLink;

/// The same choice for many rows: says what it would change, asks, stores it as one step.
class BulkStep : public QObject {
  Q_OBJECT

 public:
  BulkStep(DeskLink& desk, QWidget* page);

  /// Ends with done(), given_up() or failed().
  void start(const std::vector<std::size_t>& positions, const Choice& choice);

 Q_SIGNALS:
  void done(const noiseal::DeskView& view);
  void given_up();
  void failed(const QString& sentence);

 private:
  [[nodiscard]] bool is_wanted(const QString& sentence) const;
  void store(const std::vector<std::size_t>& positions, const Choice& choice);

  DeskLink& desk_;
  QWidget* page_;
};

}  // namespace noiseal::ui
