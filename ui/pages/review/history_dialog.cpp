// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/history_dialog.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QTableWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "core/pipeline/reviewing.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr std::size_t kStepsAtOnce = 200;
constexpr int kSearchDelay = 250;
constexpr qsizetype kTextCharacters = 120;

QString text_of(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

}  // namespace

HistoryDialog::HistoryDialog(ProjectSession& session, const QStringList& labels, QWidget* parent)
    : QDialog(parent),
      session_(session),
      labels_(labels),
      words_(new QLineEdit(this)),
      table_(new QTableWidget(this)),
      more_(new QPushButton(tr("Older"), this)),
      take_back_(new QPushButton(tr("Take back"), this)),
      said_(new QLabel(this)) {
  setObjectName(QStringLiteral("review-history-dialog"));
  setWindowTitle(tr("History of decisions"));
  words_->setObjectName(QStringLiteral("review-history-words"));
  words_->setPlaceholderText(tr("Search text, id, reviewer, note, label or kind"));
  words_->setClearButtonEnabled(true);
  table_->setObjectName(QStringLiteral("review-history-table"));
  table_->setColumnCount(8);
  table_->setHorizontalHeaderLabels({tr("Time"), tr("Reviewer"), tr("Decision"), tr("Row"),
                                     tr("From"), tr("To"), tr("Note"), tr("Text")});
  table_->horizontalHeader()->setStretchLastSection(true);
  table_->verticalHeader()->hide();
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setShowGrid(false);
  take_back_->setObjectName(QStringLiteral("review-history-take-back"));
  more_->setObjectName(QStringLiteral("review-history-more"));
  auto* show = new QPushButton(tr("Show row"), this);
  said_->setTextFormat(Qt::PlainText);
  said_->setWordWrap(true);
  set_role(said_, "muted");
  said_->setObjectName(QStringLiteral("review-history-said"));
  auto* buttons = new QHBoxLayout;
  buttons->addWidget(take_back_);
  buttons->addWidget(show);
  buttons->addWidget(more_);
  buttons->addWidget(said_, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kApart, kApart, kApart, kApart);
  layout->setSpacing(kClose);
  layout->addWidget(words_);
  layout->addWidget(table_, 1);
  layout->addLayout(buttons);
  resize(1000, 600);
  auto* delay = new QTimer(this);
  delay->setSingleShot(true);
  delay->setInterval(kSearchDelay);
  connect(words_, &QLineEdit::textChanged, delay, qOverload<>(&QTimer::start));
  connect(delay, &QTimer::timeout, this, &HistoryDialog::reload);
  connect(more_, &QPushButton::clicked, this,
          [this] { load(steps_.empty() ? 0 : steps_.back().first); });
  const auto chosen = [this]() -> const HistoryStep* {
    const auto row = static_cast<std::size_t>(table_->currentRow());
    return table_->currentRow() >= 0 && row < steps_.size() ? &steps_[row] : nullptr;
  };
  connect(take_back_, &QPushButton::clicked, this, [this, chosen] {
    const HistoryStep* step = chosen();
    if (step == nullptr) {
      say(tr("Choose a decision first."));
    } else if (!step->in_force) {
      say(tr("That decision was taken back before."));
    } else {
      Q_EMIT take_back_wanted(step->entry.id);
    }
  });
  connect(show, &QPushButton::clicked, this, [this, chosen] {
    if (const HistoryStep* step = chosen()) {
      Q_EMIT row_wanted(step->entry.row);
    }
  });
  reload();
}

QString HistoryDialog::label_name(std::int32_t label) const {
  return label >= 0 && label < labels_.size() ? labels_[label] : QString();
}

void HistoryDialog::say(const QString& sentence) {
  said_->setText(sentence);
}

void HistoryDialog::reload() {
  steps_.clear();
  table_->setRowCount(0);
  load(0);
}

void HistoryDialog::load(std::int64_t before) {
  HistoryQuery query;
  query.words = words_->text().trimmed().toStdString();
  query.before = before;
  query.limit = kStepsAtOnce;
  session_.read(
      this,
      [query](const Project& project, const Control&) { return project.decision_history(query); },
      [this](const std::vector<HistoryStep>& steps) { add(steps); }, {}, ReadLane::slow);
}

void HistoryDialog::add(const std::vector<HistoryStep>& steps) {
  more_->setEnabled(steps.size() == kStepsAtOnce);
  for (const HistoryStep& step : steps) {
    const Decision& entry = step.entry;
    QString what = entry.undoes != 0 ? tr("undo of %1").arg(entry.undoes)
                                     : text_of(decision_kind_name(entry.kind));
    if (step.size > 1) {
      what += tr(" (%1 rows)").arg(QLocale().toString(static_cast<qulonglong>(step.size)));
    }
    if (stored_screen(entry.context).mode == review_mode_name(ReviewMode::settle)) {
      what += tr(", settles a conflict");
    }
    if (!step.in_force) {
      what += tr(", taken back");
    }
    const QStringList cells{
        text_of(entry.time).left(19).replace(QLatin1Char('T'), QLatin1Char(' ')),
        text_of(entry.reviewer),
        what,
        text_of(step.row_id),
        label_name(entry.from_label),
        label_name(entry.to_label),
        text_of(entry.note),
        text_of(step.text).simplified().left(kTextCharacters)};
    const int row = table_->rowCount();
    table_->insertRow(row);
    for (int column = 0; column < cells.size(); ++column) {
      auto* item = new QTableWidgetItem(cells[column]);
      if (!step.in_force) {
        item->setForeground(current_colours().muted);
      }
      table_->setItem(row, column, item);
    }
    steps_.push_back(step);
  }
  if (before_first_resize_) {
    table_->resizeColumnsToContents();
    before_first_resize_ = steps_.empty();
  }
}

}  // namespace noiseal::ui
