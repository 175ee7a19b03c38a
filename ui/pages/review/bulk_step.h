// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QStringList>
#include <cstddef>
#include <vector>

#include "core/pipeline/review_desk.h"

class QWidget;

namespace noiseal::ui {

class BigStep;

/// The same choice for many rows: says what it would change, asks, stores it as one step.
class BulkStep : public QObject {
  Q_OBJECT

 public:
  /// step: counts and stores.
  BulkStep(BigStep& step, QWidget* page);

  /// positions: in the queue; labels: the project's. Ends with given_up(), else as the step does.
  void start(const std::vector<std::size_t>& positions, const QStringList& labels,
             const Choice& choice);

 Q_SIGNALS:
  void given_up();

 private:
  [[nodiscard]] bool is_wanted(const QString& sentence) const;

  BigStep& step_;
  QWidget* page_;
};

}  // namespace noiseal::ui
