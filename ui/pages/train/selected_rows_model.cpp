// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/selected_rows_model.h"

#include <QColor>
#include <algorithm>
#include <utility>

#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kPageRows = 64;
constexpr int kShownLetters = 160;  // of a text, in a line

QString first_line(const std::string& text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(
                                            std::min<std::size_t>(text.size(), 4 * kShownLetters)))
      .simplified()
      .left(kShownLetters);
}

/// Long ids differ at their end.
QString short_id(const std::string& id) {
  constexpr qsizetype kShownEnd = 6;
  const QString whole = QString::fromStdString(id).simplified();
  return whole.size() <= kShownEnd + 1 ? whole : QStringLiteral("…") + whole.right(kShownEnd);
}

QString name_of(const std::vector<std::string>& names, std::int32_t label) {
  return label < 0 ? QString() : QString::fromStdString(names.at(static_cast<std::size_t>(label)));
}

}  // namespace

SelectedRowsModel::SelectedRowsModel(ProjectSession& session, QObject* parent)
    : QAbstractTableModel(parent), session_(session) {}

void SelectedRowsModel::show_rows(std::vector<std::int64_t> rows) {
  beginResetModel();
  for (const ReadTicket& ticket : std::exchange(tickets_, {})) {
    ticket.cancel();
  }
  rows_ = std::move(rows);
  pages_.clear();
  asked_.clear();
  endResetModel();
}

std::int64_t SelectedRowsModel::row_id(int row) const {
  return row < 0 || static_cast<std::size_t>(row) >= rows_.size()
             ? 0
             : rows_[static_cast<std::size_t>(row)];
}

int SelectedRowsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int SelectedRowsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(columns);
}

void SelectedRowsModel::ask(int page) const {
  if (!asked_.insert(page).second) {
    return;
  }
  const auto begin = static_cast<std::size_t>(page) * kPageRows;
  const auto end = std::min(begin + kPageRows, rows_.size());
  const std::vector<std::int64_t> ids(rows_.begin() + static_cast<std::ptrdiff_t>(begin),
                                      rows_.begin() + static_cast<std::ptrdiff_t>(end));
  auto* self = const_cast<SelectedRowsModel*>(this);
  tickets_.push_back(session_.read(
      self,
      [ids](const Project& project, const Control& control) {
        const std::vector<std::string> names = project.labels().names();
        Page rows;
        for (const std::int64_t number : ids) {
          control.check_point();
          const Row row = project.rows().row(number);
          rows.push_back({short_id(row.shown_id()), first_line(row.text), name_of(names, row.given),
                          name_of(names, row.gold)});
        }
        return rows;
      },
      [self, page](Page rows) { self->take(page, std::move(rows)); }));
}

void SelectedRowsModel::take(int page, Page rows) {
  const int first = page * kPageRows;
  const int last = first + static_cast<int>(rows.size()) - 1;
  pages_[page] = std::move(rows);
  Q_EMIT dataChanged(index(first, 0), index(last, columns - 1));
}

QVariant SelectedRowsModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return index.column() == id ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
  }
  if (role != Qt::DisplayRole && role != Qt::ForegroundRole && role != Qt::AccessibleTextRole &&
      role != Qt::ToolTipRole) {
    return {};
  }
  const int page = index.row() / kPageRows;
  const auto found = pages_.find(page);
  if (found == pages_.end()) {
    ask(page);
    return role == Qt::DisplayRole && index.column() == text ? QVariant(QStringLiteral("…"))
                                                             : QVariant();
  }
  const Shown& row = found->second[static_cast<std::size_t>(index.row() % kPageRows)];
  if (role == Qt::ForegroundRole) {
    const bool wrong = index.column() == label && !row.gold.isEmpty() && row.gold != row.label;
    return wrong ? QVariant(current_colours().noisy) : QVariant();
  }
  if (role == Qt::ToolTipRole) {
    // A tool tip may take its text for HTML: data text gets none.
    return index.column() == label && !row.gold.isEmpty() && row.gold != row.label
               ? QVariant(tr("The gold label is another one"))
               : QVariant();
  }
  switch (index.column()) {
    case id:
      return row.id;
    case text:
      return row.text;
    default:
      return row.label;
  }
}

QVariant SelectedRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case id:
      return tr("row");
    case text:
      return tr("text");
    default:
      return tr("given label");
  }
}

}  // namespace noiseal::ui
