// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <optional>

class QLabel;

namespace noiseal::ui {

/// What one witness says about a row.
struct WitnessWords {
  QString label;                      ///< empty: it says nothing
  std::optional<double> probability;  ///< none: it has none
  QString note;                       ///< "since epoch 2"
};

/// One of the four witnesses: its name, its label, how sure it is. All four look alike: none is
/// preselected.
class WitnessCard : public QFrame {
  Q_OBJECT

 public:
  explicit WitnessCard(const QString& name, QWidget* parent = nullptr);

  void show_words(const WitnessWords& words);
  /// Nothing of what it says is shown: blind mode.
  void hide_words();

 private:
  class Bar;
  QLabel* name_;
  QLabel* label_;
  Bar* bar_;
  QLabel* note_;
};

}  // namespace noiseal::ui
