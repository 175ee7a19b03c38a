// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <vector>

#include "ui/charts/chart_card.h"

namespace noiseal::ui {

/// The names of a chart's series with their colours, in lines that wrap. Where entries can be
/// switched, a click or Space hides and shows their series.
class Legend : public QWidget {
  Q_OBJECT

 public:
  explicit Legend(QWidget* parent = nullptr);

  void set_entries(std::vector<LegendEntry> entries);
  [[nodiscard]] const std::vector<LegendEntry>& entries() const { return entries_; }
  void set_switchable(bool switchable);
  [[nodiscard]] bool is_on(std::size_t entry) const;
  void set_on(std::size_t entry, bool on);

  [[nodiscard]] QSize sizeHint() const override;
  [[nodiscard]] QSize minimumSizeHint() const override;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  [[nodiscard]] int heightForWidth(int width) const override;

 Q_SIGNALS:
  void switched(int entry, bool on);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  /// Places of the entries for a width.
  [[nodiscard]] std::vector<QRect> places(int width) const;
  void flip(std::size_t entry);
  void name_it();

  std::vector<LegendEntry> entries_;
  std::vector<bool> off_;
  bool switchable_ = false;
  std::size_t current_ = 0;  ///< under the keyboard
};

}  // namespace noiseal::ui
