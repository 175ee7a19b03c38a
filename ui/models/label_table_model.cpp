// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/label_table_model.h"

#include <QLocale>
#include <utility>

#include "ui/theme/theme.h"

namespace noiseal::ui {

QColor colour_of_label(const std::vector<Label>& labels, int label) {
  const std::string& own = labels.at(static_cast<std::size_t>(label)).colour;
  return own.empty() ? label_colour(label, Theme::instance().scheme())
                     : QColor(QString::fromStdString(own));
}

LabelTableModel::LabelTableModel(ProjectSession& session, QObject* parent)
    : QAbstractTableModel(parent), session_(session) {}

void LabelTableModel::load() {
  session_.read(
      this,
      [](const Project& project, const Control&) {
        Counted counted;
        counted.labels = project.labels().all();
        for (const Split split : {Split::train, Split::valid, Split::test}) {
          counted.counts.at(static_cast<std::size_t>(split)) =
              project.row_lists().label_counts(split);
        }
        return counted;
      },
      [this](Counted counted) {
        const bool same_rows = counted.labels.size() == shown_.labels.size();
        if (same_rows) {
          shown_ = std::move(counted);
          if (rowCount() > 0) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, kColumns - 1));
          }
        } else {
          beginResetModel();
          shown_ = std::move(counted);
          endResetModel();
        }
        Q_EMIT loaded();
      },
      {}, ReadLane::slow);
}

void LabelTableModel::clear() {
  beginResetModel();
  shown_ = {};
  endResetModel();
}

void LabelTableModel::set_colour(int label, const QColor& colour) {
  session_.write(
      this,
      [label, name = colour.name().toStdString()](const Project& project, const Control&) {
        project.labels().set_colour(label, name);
      },
      [this] { session_.announce(ProjectPart::labels); });
}

int LabelTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(shown_.labels.size());
}

int LabelTableModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

std::int64_t LabelTableModel::count(Split split, int label) const {
  const std::vector<std::int64_t>& given = shown_.counts.at(static_cast<std::size_t>(split)).given;
  return static_cast<std::size_t>(label) < given.size() ? given[static_cast<std::size_t>(label)]
                                                        : 0;
}

QVariant LabelTableModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid()) {
    return {};
  }
  const Label& label = shown_.labels.at(static_cast<std::size_t>(index.row()));
  const bool number = index.column() >= kTrain && index.column() <= kTest;
  if (role == Qt::TextAlignmentRole) {
    return number ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                  : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
  }
  if (role == Qt::DecorationRole && index.column() == kName) {
    return colour_of_label(shown_.labels, index.row());
  }
  const bool words = role == Qt::DisplayRole || role == Qt::EditRole;
  if (role == Qt::ToolTipRole && index.column() == kDescription) {
    return label.description.empty() ? tr("Double-click to say what the label means")
                                     : QString::fromStdString(label.description).toHtmlEscaped();
  }
  if (!words) {
    return {};
  }
  if (number) {
    const auto split = static_cast<Split>(index.column() - kTrain);
    return QLocale().toString(static_cast<qlonglong>(count(split, index.row())));
  }
  return QString::fromStdString(index.column() == kName ? label.name : label.description);
}

QVariant LabelTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal || section < 0 || section >= kColumns) {
    return {};
  }
  if (role == Qt::TextAlignmentRole) {
    return section >= kTrain && section <= kTest ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                                 : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
  }
  const QString names[kColumns] = {tr("Label"), tr("Train"), tr("Valid."), tr("Test"),
                                   tr("Meaning")};
  return role == Qt::DisplayRole ? QVariant(names[section]) : QVariant();
}

Qt::ItemFlags LabelTableModel::flags(const QModelIndex& index) const {
  Qt::ItemFlags flags = QAbstractTableModel::flags(index);
  if (index.column() == kDescription && session_.writable()) {
    flags |= Qt::ItemIsEditable;
  }
  return flags;
}

bool LabelTableModel::setData(const QModelIndex& index, const QVariant& value, int role) {
  if (!index.isValid() || role != Qt::EditRole || index.column() != kDescription ||
      !session_.writable()) {
    return false;
  }
  const std::string description = value.toString().trimmed().toStdString();
  Label& label = shown_.labels.at(static_cast<std::size_t>(index.row()));
  if (description == label.description) {
    return true;
  }
  label.description = description;
  Q_EMIT dataChanged(index, index);
  session_.write(
      this,
      [place = index.row(), description](const Project& project, const Control&) {
        project.labels().set_description(place, description);
      },
      [this] { session_.announce(ProjectPart::labels); });
  return true;
}

}  // namespace noiseal::ui
