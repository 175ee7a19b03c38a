// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstddef>
#include <vector>

#include "core/pipeline/review_desk.h"

class QWidget;

namespace noiseal::ui {

class BigStep;
class DeskLink;

/// The same choice for many rows: says what it would change, asks, stores it as one step.
class BulkStep : public QObject {
  Q_OBJECT

 public:
  /// step: stores it.
  BulkStep(DeskLink& desk, BigStep& step, QWidget* page);

  /// Ends with given_up() or failed(), else as the step does.
  void start(const std::vector<std::size_t>& positions, const Choice& choice);

 Q_SIGNALS:
  void given_up();
  void failed(const QString& sentence);

 private:
  [[nodiscard]] bool is_wanted(const QString& sentence) const;

  DeskLink& desk_;
  BigStep& step_;
  QWidget* page_;
};

}  // namespace noiseal::ui
