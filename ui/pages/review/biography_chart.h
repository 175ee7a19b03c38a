// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/pipeline/review_card.h"

namespace noiseal::ui {

/// A row's training story as small lines: how likely the models found the given label, and the
/// label that they found most likely, after each epoch.
class BiographyChart : public QWidget {
  Q_OBJECT

 public:
  explicit BiographyChart(QWidget* parent = nullptr);

  void show_biography(const RowBiography& biography);
  void clear();
  [[nodiscard]] QSize sizeHint() const override { return {320, 110}; }
  [[nodiscard]] QSize minimumSizeHint() const override { return {160, 90}; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  RowBiography biography_;
};

}  // namespace noiseal::ui
