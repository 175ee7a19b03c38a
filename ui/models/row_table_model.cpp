// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/row_table_model.h"

#include <QLocale>
#include <algorithm>
#include <span>
#include <utility>

#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kRowsPerPage = 64;
constexpr std::size_t kPagesKept = 128;
constexpr std::size_t kPagesAtOnce = 4;

constexpr const char* kSetNames[] = {"reliable", "hard", "purified", "unused"};
constexpr const char* kSplitNames[] = {"train", "validation", "test"};

}  // namespace

RowTableModel::RowTableModel(ProjectSession& session, QObject* parent)
    : QAbstractTableModel(parent), session_(session) {}

void RowTableModel::show(const RowFilter& filter, RowOrder order) {
  search_.cancel();
  filter_ = filter;
  order_ = order;
  searching_ = true;
  Q_EMIT searching_changed();
  search_ = session_.read(
      this,
      [filter, order](const Project& project, const Control&) {
        return project.row_lists().ids(filter, order);
      },
      [this](std::vector<std::int64_t> ids) { replace_rows(std::move(ids)); });
}

void RowTableModel::clear() {
  search_.cancel();
  replace_rows({});
}

void RowTableModel::replace_rows(std::vector<std::int64_t> ids) {
  beginResetModel();
  ids_ = std::move(ids);
  forget_pages();
  wanted_.clear();
  endResetModel();
  searching_ = false;
  Q_EMIT searching_changed();
}

void RowTableModel::forget_pages() {
  pages_.clear();
  uses_.clear();
  ++version_;
}

void RowTableModel::reload() {
  forget_pages();
  if (!ids_.empty()) {
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
  }
}

std::int64_t RowTableModel::id_at(int row) const {
  return ids_.at(static_cast<std::size_t>(row));
}

std::optional<int> RowTableModel::place_of(std::int64_t id) const {
  const auto found = std::ranges::find(ids_, id);
  return found == ids_.end() ? std::nullopt : std::optional(static_cast<int>(found - ids_.begin()));
}

int RowTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(ids_.size());
}

int RowTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

const ListedRow* RowTableModel::row_at(int row) const {
  const int page = row / kRowsPerPage;
  const auto found = pages_.find(page);
  if (found == pages_.end()) {
    want(page);
    return nullptr;
  }
  uses_.splice(uses_.begin(), uses_, found->second.use);
  const auto place = static_cast<std::size_t>(row % kRowsPerPage);
  return place < found->second.rows.size() ? &found->second.rows[place] : nullptr;
}

void RowTableModel::want(int page) const {
  std::erase(wanted_, page);
  wanted_.push_back(page);
  if (!asked_ && !loading_) {
    asked_ = true;
    QMetaObject::invokeMethod(
        const_cast<RowTableModel*>(this),
        [self = const_cast<RowTableModel*>(this)] {
          self->asked_ = false;
          self->load_wanted();
        },
        Qt::QueuedConnection);
  }
}

void RowTableModel::load_wanted() {
  if (wanted_.empty() || loading_ || !session_.is_open()) {
    return;
  }
  // What was asked for last is what the view shows; earlier wishes of a fast scroll are dropped.
  const std::size_t n = std::min(wanted_.size(), kPagesAtOnce);
  const std::vector<int> pages(wanted_.end() - static_cast<std::ptrdiff_t>(n), wanted_.end());
  wanted_.clear();
  std::vector<std::pair<int, std::vector<std::int64_t>>> asked;
  for (const int page : pages) {
    const auto first = static_cast<std::size_t>(page) * kRowsPerPage;
    if (first < ids_.size()) {
      const std::size_t size = std::min<std::size_t>(kRowsPerPage, ids_.size() - first);
      const auto from = ids_.begin() + static_cast<std::ptrdiff_t>(first);
      asked.emplace_back(page,
                         std::vector<std::int64_t>(from, from + static_cast<std::ptrdiff_t>(size)));
    }
  }
  loading_ = true;
  using Loaded = std::vector<std::pair<int, std::vector<ListedRow>>>;
  const auto end = [this] {
    loading_ = false;
    load_wanted();
  };
  session_.read(
      this,
      [asked, run = filter_.run](const Project& project, const Control&) {
        Loaded loaded;
        for (const auto& [page, ids] : asked) {
          loaded.emplace_back(page, project.row_lists().rows(ids, run));
        }
        return loaded;
      },
      [this, end, version = version_](Loaded loaded) {
        if (version == version_) {
          for (auto& [page, rows] : loaded) {
            keep(page, std::move(rows));
          }
        }
        end();
      },
      [end](const QString&) { end(); });
}

void RowTableModel::keep(int page, std::vector<ListedRow> rows) {
  if (pages_.contains(page)) {
    return;
  }
  while (pages_.size() >= kPagesKept) {
    pages_.erase(uses_.back());
    uses_.pop_back();
  }
  uses_.push_front(page);
  const int first = page * kRowsPerPage;
  const int last = std::min(first + kRowsPerPage, rowCount()) - 1;
  pages_.emplace(page, Page{std::move(rows), uses_.begin()});
  Q_EMIT dataChanged(index(first, 0), index(last, kColumns - 1));
}

QString RowTableModel::label_name(std::int32_t label) const {
  const std::vector<Label>& labels = session_.facts().labels;
  return label >= 0 && static_cast<std::size_t>(label) < labels.size()
             ? QString::fromStdString(labels[static_cast<std::size_t>(label)].name)
             : QString();
}

QVariant RowTableModel::text(const ListedRow& row, int column) const {
  switch (column) {
    case kNumber:
      return row.external_id.empty() ? QString::number(row.id)
                                     : QString::fromStdString(row.external_id);
    case kText:
      return QString::fromStdString(row.text).simplified();
    case kGiven:
      return label_name(row.given);
    case kGold:
      return label_name(row.gold);
    case kSplit:
      return tr(kSplitNames[static_cast<std::size_t>(row.split)]);
    case kSet:
      return row.set ? tr(kSetNames[std::min<std::uint8_t>(*row.set, 3)]) : QString();
    case kScore:
      return row.score ? QLocale().toString(*row.score, 'f', 2) : QString();
    case kSuggestion:
      return label_name(row.suggestion);
    default:
      return {};
  }
}

QVariant RowTableModel::colour(const ListedRow& row, int column) const {
  const Colours& colours = current_colours();
  if (column == kSet && row.set) {
    const QColor sets[] = {colours.reliable, colours.hard, colours.purified, colours.unused};
    return sets[std::min<std::uint8_t>(*row.set, 3)];
  }
  return {};
}

QVariant RowTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const ListedRow* row = nullptr;
  switch (role) {
    case Qt::DisplayRole:
      row = row_at(index.row());
      return row != nullptr ? text(*row, index.column()) : QVariant();
    case Qt::DecorationRole:
      row = index.column() == kSet ? row_at(index.row()) : nullptr;
      return row != nullptr ? colour(*row, index.column()) : QVariant();
    case Qt::ForegroundRole:
      row = index.column() == kGiven ? row_at(index.row()) : nullptr;
      if (row != nullptr && row->gold >= 0 && row->gold != row->given) {
        return current_colours().noisy;
      }
      return index.column() == kNumber || index.column() == kSplit
                 ? QVariant(current_colours().muted)
                 : QVariant();
    case Qt::TextAlignmentRole:
      return index.column() == kNumber || index.column() == kScore
                 ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                 : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    default:
      return {};
  }
}

QVariant RowTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return section == kNumber || section == kScore ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                   : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) {
    return {};
  }
  const QString names[kColumns] = {tr("Row"),  tr("Text"), tr("Given label"), tr("Gold label"),
                                   tr("Part"), tr("Set"),  tr("Error score"), tr("Suggestion")};
  return section >= 0 && section < kColumns ? QVariant(names[section]) : QVariant();
}

}  // namespace noiseal::ui
