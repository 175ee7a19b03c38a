// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>
#include <memory>
#include <vector>

namespace noiseal::ui {

/// Widgets side by side at their own width, going on in a further line where there is no more room.
/// Each line is as high as its highest widget.
class WrappingRow : public QLayout {
 public:
  explicit WrappingRow(QWidget* parent);
  ~WrappingRow() override;

  void addItem(QLayoutItem* item) override;
  [[nodiscard]] int count() const override;
  [[nodiscard]] QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  [[nodiscard]] bool hasHeightForWidth() const override { return true; }
  /// None: room that is left goes to others.
  [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
  [[nodiscard]] int heightForWidth(int width) const override;
  /// All in one line.
  [[nodiscard]] QSize sizeHint() const override;
  /// The widest widget alone.
  [[nodiscard]] QSize minimumSize() const override;
  void setGeometry(const QRect& rect) override;

 private:
  enum class Placing : std::uint8_t { measured, done };
  /// Returns the height that the lines take.
  int lay_out(const QRect& rect, Placing placing) const;

  std::vector<std::unique_ptr<QLayoutItem>> items_;
};

}  // namespace noiseal::ui
