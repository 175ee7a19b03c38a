// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QStringList>
#include <cstddef>
#include <vector>

#include "core/pipeline/review_desk.h"
#include "ui/pages/review/row_view.h"

class QTableView;

namespace noiseal::ui {

class QueueModel;

/// The queue beside the row; in table mode many of its rows can be chosen at once.
class QueuePanel : public QFrame {
  Q_OBJECT

 public:
  explicit QueuePanel(QWidget* parent = nullptr);

  /// Another queue: so many rows, nothing of them known.
  void start(std::size_t size, const QStringList& labels);
  void take_page(int page, const std::vector<QueueLine>& lines);
  /// Reads again what is shown.
  void forget_pages();
  /// The page that holds a position.
  [[nodiscard]] static int page_of(std::size_t position);
  /// The first position of a page, and how many it has.
  [[nodiscard]] static std::size_t first_of(int page);
  [[nodiscard]] static std::size_t page_size();

  /// Marks the row under review; none in table mode.
  void mark(std::size_t position);
  /// Table mode: the chosen positions.
  [[nodiscard]] std::vector<std::size_t> chosen() const;
  void set_table(bool table);
  /// What of the lines is hidden.
  void set_sight(Sight sight);

 Q_SIGNALS:
  void page_wanted(int page);
  /// A person wants this row; not in table mode.
  void row_wanted(std::size_t position);

 private:
  QTableView* view_;
  QueueModel* lines_;
  bool table_ = false;
};

}  // namespace noiseal::ui
