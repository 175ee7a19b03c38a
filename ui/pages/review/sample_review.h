// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>

#include "core/pipeline/review_desk.h"

namespace noiseal::ui {

class DeskLink;

/// The rows of a random sample, one after the other, until each has its decision.
class SampleReview : public QObject {
  Q_OBJECT

 public:
  explicit SampleReview(DeskLink& desk, QObject* parent = nullptr) : QObject(parent), desk_(desk) {}

  void start(std::int64_t sample);
  void leave() { sample_ = 0; }
  [[nodiscard]] bool is_on() const { return sample_ != 0; }
  [[nodiscard]] std::int64_t id() const { return sample_; }
  /// Asks for the first row that waits; next_row() or finished() follows.
  void show_next();

 Q_SIGNALS:
  /// banner: how far the sample is.
  void next_row(const noiseal::DeskView& view, const QString& banner);
  void finished();
  void failed(const QString& sentence);

 private:
  DeskLink& desk_;
  std::int64_t sample_ = 0;  ///< under review; 0: none
};

}  // namespace noiseal::ui
