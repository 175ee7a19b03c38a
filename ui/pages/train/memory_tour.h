// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <vector>

#include "core/pipeline/memory_story.h"

class QLabel;
class QPushButton;

namespace noiseal::ui {

/// The guided replay of the memory effect: one sentence after the other, each with its epoch.
class MemoryTour : public QFrame {
  Q_OBJECT

 public:
  explicit MemoryTour(QWidget* parent = nullptr);

  /// Before there is a story: what is going on.
  void show_waiting();
  void show_story(std::vector<StoryStep> story);
  void leave();

 Q_SIGNALS:
  void epoch_wanted(int epoch);

 private:
  void show_step(std::size_t step);

  std::vector<StoryStep> story_;
  std::size_t step_ = 0;
  QLabel* number_;
  QLabel* text_;
  QPushButton* back_;
  QPushButton* next_;
};

}  // namespace noiseal::ui
