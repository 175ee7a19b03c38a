// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>

#include "core/stats/matrix.h"

namespace noiseal::ui {

class TransitionMap;

/// The label map with its title.
class LabelMapPanel : public QFrame {
  Q_OBJECT

 public:
  explicit LabelMapPanel(QWidget* parent = nullptr);

  void show_counts(const Matrix<std::uint32_t>& counts, const QStringList& labels);
  void clear();

 Q_SIGNALS:
  void cell_chosen(int given, int other);

 private:
  TransitionMap* map_;
};

}  // namespace noiseal::ui
