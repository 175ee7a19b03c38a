// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/queue_model.h"

#include <QColor>
#include <QFont>
#include <algorithm>
#include <limits>

#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr qsizetype kPagesKept = 40;

}  // namespace

void QueueModel::start(std::size_t size, const QStringList& labels) {
  beginResetModel();
  rows_ = static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
  labels_ = labels;
  pages_.clear();
  endResetModel();
}

void QueueModel::take_page(int page, const std::vector<QueueLine>& lines) {
  if (pages_.size() > kPagesKept) {
    pages_.clear();
  }
  pages_.insert(page, lines);
  const int first = page * kPage;
  const int last = std::min(rows_, first + static_cast<int>(lines.size())) - 1;
  if (last >= first) {
    Q_EMIT dataChanged(index(first, 0), index(last, kColumns - 1));
  }
}

void QueueModel::forget_pages() {
  const QList<int> known = pages_.keys();
  pages_.clear();
  for (const int page : known.mid(0, 3)) {
    pages_.insert(page, {});
    Q_EMIT page_wanted(page);
  }
}

void QueueModel::set_blind(bool blind) {
  blind_ = blind;
  if (rows_ > 0) {
    Q_EMIT dataChanged(index(0, 0), index(rows_ - 1, kColumns - 1));
  }
}

int QueueModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : rows_;
}

int QueueModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QString QueueModel::label(std::int32_t index) const {
  return index >= 0 && index < labels_.size() ? labels_[index] : QString();
}

QVariant QueueModel::shown(const QueueLine& line, int column) const {
  switch (column) {
    case kScore:
      return blind_ ? QString() : QString::number(line.score, 'f', 2);
    case kText:
      return (line.flagged ? QStringLiteral("\u2691 ") : QString()) +
             QString::fromStdString(line.text);
    case kGiven:
      return label(line.given);
    case kSuggestion:
      return blind_ ? QString() : label(line.suggestion);
    case kDecision: {
      if (!line.kind) {
        return QString();
      }
      const std::string_view kind = decision_kind_name(*line.kind);
      const bool with_label =
          *line.kind == DecisionKind::accept || *line.kind == DecisionKind::label;
      return with_label ? label(line.decided)
                        : QString::fromUtf8(kind.data(), static_cast<qsizetype>(kind.size()));
    }
    default:
      return {};
  }
}

QVariant QueueModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const int page = index.row() / kPage;
  const auto found = pages_.constFind(page);
  if (found == pages_.constEnd()) {
    pages_.insert(page, {});
    Q_EMIT page_wanted(page);
    return {};
  }
  const auto at = static_cast<std::size_t>(index.row() % kPage);
  if (at >= found->size()) {
    return {};
  }
  const QueueLine& line = (*found)[at];
  switch (role) {
    case Qt::DisplayRole:
      return shown(line, index.column());
    case Qt::ForegroundRole:
      return line.kind || index.column() == kGiven ? QVariant(current_colours().muted) : QVariant();
    case Qt::TextAlignmentRole:
      return index.column() == kScore ? QVariant(Qt::AlignRight | Qt::AlignVCenter) : QVariant();
    default:
      return {};
  }
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) {
    return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
  }
  if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
    return {};
  }
  switch (section) {
    case kScore:
      return tr("Score");
    case kText:
      return tr("Text");
    case kGiven:
      return tr("Given");
    case kSuggestion:
      return tr("Suggested");
    default:
      return tr("Decided");
  }
}

}  // namespace noiseal::ui
