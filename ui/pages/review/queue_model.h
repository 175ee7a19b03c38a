// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QHash>
#include <QStringList>
#include <functional>
#include <vector>

#include "core/pipeline/review_desk.h"

namespace noiseal::ui {

/// The queue as a table: lines come in pages when they are looked at, and pages that were not
/// looked at for long are forgotten.
class QueueModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kScore, kText, kGiven, kSuggestion, kDecision, kColumns };
  static constexpr int kPage = 100;

  explicit QueueModel(QObject* parent = nullptr) : QAbstractTableModel(parent) {}

  /// Another queue: so many rows, nothing of them known.
  void start(std::size_t size, const QStringList& labels);
  /// Lines of one page as they are now.
  void take_page(int page, const std::vector<QueueLine>& lines);
  /// Reads again what is shown.
  void forget_pages();
  /// Suggestions and scores are hidden: blind mode.
  void set_blind(bool blind);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;

 Q_SIGNALS:
  void page_wanted(int page) const;

 private:
  [[nodiscard]] QVariant shown(const QueueLine& line, int column) const;
  [[nodiscard]] QString label(std::int32_t index) const;

  int rows_ = 0;
  bool blind_ = false;
  QStringList labels_;
  mutable QHash<int, std::vector<QueueLine>> pages_;  ///< empty: asked for
};

}  // namespace noiseal::ui
