// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTableWidget>
#include <vector>

#include "core/pipeline/import_preview.h"

class QComboBox;

namespace noiseal::ui {

/// The first records of a file; above each column a choice of what it means.
class ImportColumnsTable : public QTableWidget {
  Q_OBJECT

 public:
  explicit ImportColumnsTable(QWidget* parent = nullptr);

  void show_preview(const ImportPreview& preview);
  /// What is chosen; the order of text columns is that of the file.
  [[nodiscard]] ColumnRoles roles() const;

 Q_SIGNALS:
  void roles_changed();

 private:
  enum Role { kUnused, kText, kLabel, kGold, kId, kSplit };
  /// The other roles are for one column each: it is taken from the one that had it.
  void take_from_others(const QComboBox* chosen);

  std::vector<QComboBox*> choices_;
};

}  // namespace noiseal::ui
