// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPushButton>

class QLabel;

namespace noiseal::ui {

/// A button that shows its key beside its words. Never the default button: Enter does nothing.
class KeyButton : public QPushButton {
  Q_OBJECT

 public:
  explicit KeyButton(QWidget* parent = nullptr);

  void set_words(const QString& words);
  /// empty: no key.
  void set_key(const QString& key);
  [[nodiscard]] QSize sizeHint() const override;

 protected:
  void changeEvent(QEvent* event) override;

 private:
  void restyle();

  QLabel* key_;
  QLabel* words_;
};

}  // namespace noiseal::ui
