// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <QWidget>
#include <cstdint>
#include <functional>
#include <optional>

#include "core/pipeline/queue_query.h"

class QComboBox;
class QHBoxLayout;
class QLineEdit;
class QMenu;
class QTimer;

namespace noiseal::ui {

/// How texts are searched: what that costs decides how long a pause in typing is waited for.
enum class Searches : std::uint8_t { by_scan, by_index };

/// Which rows come up and in which order: order, state, search, and one chip for each filter.
class FilterBar : public QWidget {
  Q_OBJECT

 public:
  explicit FilterBar(QWidget* parent = nullptr);

  /// Shows a query without telling it back.
  void show_query(const QueueQuery& query, const QStringList& labels);
  [[nodiscard]] const QueueQuery& query() const { return query_; }
  /// Where rows sent from elsewhere came from, for their chip.
  void set_rows_title(const QString& title) { rows_title_ = title; }
  /// The name that "Not yet decided by" offers.
  void set_reviewer(const QString& name) { reviewer_ = name; }
  void set_searches(Searches searches);
  void focus_search();

 Q_SIGNALS:
  /// A person has changed it.
  void query_changed(const noiseal::QueueQuery& query);

 private:
  void rebuild_chips();
  void add_chip(const QString& words, const QString& name, std::function<void(QueueQuery&)> remove);
  void fill_menu(QMenu* menu);
  void change(const std::function<void(QueueQuery&)>& change);
  void choose_label(const QString& title, std::optional<std::int32_t> QueueQuery::*field);

  QueueQuery query_;
  QStringList labels_;
  QString rows_title_;
  QString reviewer_;
  QComboBox* order_;
  QComboBox* state_;
  QLineEdit* search_;
  QHBoxLayout* chips_;
  QTimer* typing_;  ///< since the last letter of a search
};

}  // namespace noiseal::ui
