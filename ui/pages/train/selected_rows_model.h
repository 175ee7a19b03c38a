// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QString>
#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// Rows chosen in a chart: their ids at once, their texts by pages as they are looked at.
class SelectedRowsModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column : std::uint8_t { id = 0, text = 1, label = 2, columns = 3 };

  explicit SelectedRowsModel(ProjectSession& session, QObject* parent = nullptr);
  void show_rows(std::vector<std::int64_t> rows);
  [[nodiscard]] const std::vector<std::int64_t>& rows() const { return rows_; }
  [[nodiscard]] std::int64_t row_id(int row) const;

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;

 private:
  struct Shown {
    QString id;
    QString text;
    QString label;
    QString gold;  ///< empty: not known
  };
  using Page = std::vector<Shown>;
  void ask(int page) const;
  void take(int page, Page rows);

  ProjectSession& session_;
  std::vector<std::int64_t> rows_;
  std::map<int, Page> pages_;
  mutable std::set<int> asked_;
  mutable std::vector<ReadTicket> tickets_;
};

}  // namespace noiseal::ui
