// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/store/row_lists.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// Rows of the open project, millions of them: their ids in order in one vector; what the view
/// shows is loaded a page at a time by the reading thread, and the pages seen last are kept.
/// A cell that is not loaded yet is empty.
class RowTableModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kNumber, kText, kGiven, kGold, kSplit, kSet, kScore, kSuggestion, kColumns };

  explicit RowTableModel(ProjectSession& session, QObject* parent = nullptr);

  /// Asks for the rows anew; the list stays as it was until they are there.
  void show(const RowFilter& filter, RowOrder order);
  /// Forgets everything.
  void clear();
  /// Loads again what is shown: something in the rows has changed, not which rows there are.
  void reload();

  /// Row id at a place.
  [[nodiscard]] std::int64_t id_at(int row) const;
  /// The place of a row id; nothing when it is not in the list.
  [[nodiscard]] std::optional<int> place_of(std::int64_t id) const;
  [[nodiscard]] bool searching() const { return searching_; }
  [[nodiscard]] const RowFilter& filter() const { return filter_; }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;

 Q_SIGNALS:
  /// A search has begun or has ended.
  void searching_changed();

 private:
  struct Page {
    std::vector<ListedRow> rows;
    std::list<int>::iterator use;
  };
  [[nodiscard]] const ListedRow* row_at(int row) const;
  void replace_rows(std::vector<std::int64_t> ids);
  void forget_pages();
  void want(int page) const;
  void load_wanted();
  void keep(int page, std::vector<ListedRow> rows);
  [[nodiscard]] QString label_name(std::int32_t label) const;
  [[nodiscard]] QVariant text(const ListedRow& row, int column) const;
  [[nodiscard]] QVariant colour(const ListedRow& row, int column) const;

  ProjectSession& session_;
  std::vector<std::int64_t> ids_;
  RowFilter filter_;
  RowOrder order_ = RowOrder::number;
  bool searching_ = false;
  ReadTicket search_;
  std::uint64_t version_ = 0;  ///< of ids_ and pages: what was asked before is dropped
  mutable std::unordered_map<int, Page> pages_;
  mutable std::list<int> uses_;      ///< pages, used last in front
  mutable std::vector<int> wanted_;  ///< asked for last at the end
  mutable bool asked_ = false;       ///< load_wanted is on its way
  bool loading_ = false;
};

}  // namespace noiseal::ui
