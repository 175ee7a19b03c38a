// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <array>
#include <vector>

#include "core/store/row_lists.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// The labels of the open project: how many rows have each, by part; description and colour can be
/// changed (stored at once).
class LabelTableModel : public QAbstractTableModel {
  Q_OBJECT

 public:
  enum Column { kName, kTrain, kValid, kTest, kDescription, kColumns };

  explicit LabelTableModel(ProjectSession& session, QObject* parent = nullptr);

  /// Reads the counts anew.
  void load();
  void clear();
  void set_colour(int label, const QColor& colour);

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                    int role) const override;
  [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
  bool setData(const QModelIndex& index, const QVariant& value, int role) override;

 Q_SIGNALS:
  void loaded();

 private:
  struct Counted {
    std::vector<Label> labels;
    std::array<LabelCounts, 3> counts;  ///< by Split
  };
  [[nodiscard]] std::int64_t count(Split split, int label) const;

  ProjectSession& session_;
  Counted shown_;
};

/// A label's own colour, else the one by its index.
QColor colour_of_label(const std::vector<Label>& labels, int label);

}  // namespace noiseal::ui
