// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/filter_bar.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLineEdit>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTimer>
#include <array>

#include "ui/pages/review/label_picker.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kLeastSearch = 110;
constexpr int kMostSearch = 170;

/// Milliseconds after the last letter: with an index a search that another letter makes void costs
/// nearly nothing.
constexpr int kPauseWithIndex = 60;
constexpr int kPauseWithoutIndex = 250;
constexpr qsizetype kChipCharacters = 28;

QString shortened(const QString& text) {
  return text.size() <= kChipCharacters ? text
                                        : text.left(kChipCharacters) + QStringLiteral("\u2026");
}

}  // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent),
      order_(new QComboBox(this)),
      state_(new QComboBox(this)),
      search_(new QLineEdit(this)),
      chips_(new QHBoxLayout),
      typing_(new QTimer(this)) {
  order_->setObjectName(QStringLiteral("review-order"));
  order_->setAccessibleName(tr("Order of the queue"));
  order_->addItems({tr("Score, spread over labels"), tr("Error score"), tr("Models disagree"),
                    tr("Annotator against given label"), tr("Label pairs"), tr("Newest")});
  state_->setObjectName(QStringLiteral("review-state"));
  state_->setAccessibleName(tr("Decided or not"));
  state_->addItems({tr("All rows"), tr("Undecided"), tr("Decided")});
  search_->setObjectName(QStringLiteral("review-search"));
  search_->setAccessibleName(tr("Search the texts"));
  search_->setPlaceholderText(tr("Search texts"));
  search_->setClearButtonEnabled(true);
  search_->setMinimumWidth(kLeastSearch);
  search_->setMaximumWidth(kMostSearch);
  auto* add = new QPushButton(tr("+ filter"), this);
  add->setObjectName(QStringLiteral("review-add-filter"));
  set_role(add, "plain");
  auto* menu = new QMenu(add);
  add->setMenu(menu);
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fill_menu(menu); });
  chips_->setSpacing(kTight);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(kClose);
  layout->addWidget(order_);
  layout->addWidget(state_);
  layout->addWidget(search_, 1);
  layout->addLayout(chips_);
  layout->addWidget(add);
  layout->addStretch();
  connect(order_, &QComboBox::activated, this, [this](int index) {
    change([index](QueueQuery& query) { query.order = static_cast<QueueOrder>(index); });
  });
  connect(state_, &QComboBox::activated, this, [this](int index) {
    change([index](QueueQuery& query) { query.state = static_cast<QueueState>(index); });
  });
  typing_->setSingleShot(true);
  typing_->setInterval(kPauseWithoutIndex);
  connect(search_, &QLineEdit::textChanged, typing_, qOverload<>(&QTimer::start));
  connect(typing_, &QTimer::timeout, this, [this] {
    change([this](QueueQuery& query) { query.text = search_->text().trimmed().toStdString(); });
  });
}

void FilterBar::show_query(const QueueQuery& query, const QStringList& labels) {
  query_ = query;
  labels_ = labels;
  order_->setCurrentIndex(static_cast<int>(query.order));
  state_->setCurrentIndex(static_cast<int>(query.state));
  if (search_->text().trimmed().toStdString() != query.text) {
    const QSignalBlocker quiet(search_);
    search_->setText(QString::fromStdString(query.text));
  }
  rebuild_chips();
}

void FilterBar::set_searches(Searches searches) {
  typing_->setInterval(searches == Searches::by_index ? kPauseWithIndex : kPauseWithoutIndex);
}

void FilterBar::focus_search() {
  search_->setFocus();
}

void FilterBar::change(const std::function<void(QueueQuery&)>& change) {
  QueueQuery query = query_;
  change(query);
  if (query != query_) {
    query_ = query;
    rebuild_chips();
    Q_EMIT query_changed(query_);
  }
}

void FilterBar::add_chip(const QString& words, const QString& name,
                         std::function<void(QueueQuery&)> remove) {
  auto* chip = new QPushButton(shortened(words) + QStringLiteral("  \u00d7"), this);
  chip->setObjectName(QStringLiteral("review-chip-") + name);
  chip->setToolTip(tr("Remove this filter"));
  chip->setAccessibleName(tr("Remove the filter %1").arg(words));
  chip->setFocusPolicy(Qt::TabFocus);
  connect(chip, &QPushButton::clicked, this,
          [this, remove = std::move(remove)] { change(remove); });
  chips_->addWidget(chip);
}

void FilterBar::rebuild_chips() {
  while (QLayoutItem* item = chips_->takeAt(0)) {
    if (item->widget() != nullptr) {
      item->widget()->hide();
      item->widget()->deleteLater();
    }
    delete item;
  }
  const auto label = [&](std::int32_t index) {
    return index >= 0 && index < labels_.size() ? labels_[index] : QString();
  };
  if (query_.set) {
    const std::array<QString, 4> sets{tr("reliable"), tr("hard"), tr("purified"), tr("unused")};
    add_chip(tr("Set: %1").arg(sets.at(*query_.set)), QStringLiteral("set"),
             [](QueueQuery& query) { query.set.reset(); });
  }
  if (query_.given && query_.suggestion) {
    add_chip(label(*query_.given) + QStringLiteral(" \u2192 ") + label(*query_.suggestion),
             QStringLiteral("pair"), [](QueueQuery& query) {
               query.given.reset();
               query.suggestion.reset();
             });
  } else if (query_.given) {
    add_chip(tr("Given: %1").arg(label(*query_.given)), QStringLiteral("given"),
             [](QueueQuery& query) { query.given.reset(); });
  } else if (query_.suggestion) {
    add_chip(tr("Suggested: %1").arg(label(*query_.suggestion)), QStringLiteral("suggestion"),
             [](QueueQuery& query) { query.suggestion.reset(); });
  }
  if (query_.decided) {
    add_chip(tr("Decided: %1").arg(label(*query_.decided)), QStringLiteral("decided"),
             [](QueueQuery& query) { query.decided.reset(); });
  }
  if (query_.annotator) {
    add_chip(tr("Annotator: %1").arg(label(*query_.annotator)), QStringLiteral("annotator"),
             [](QueueQuery& query) { query.annotator.reset(); });
  }
  if (query_.min_score || query_.max_score) {
    const auto number = [](const std::optional<double>& value, const char* without) {
      return value ? QString::number(*value, 'g', 4) : QString::fromLatin1(without);
    };
    add_chip(
        tr("Score %1 to %2").arg(number(query_.min_score, "-1"), number(query_.max_score, "1")),
        QStringLiteral("score"), [](QueueQuery& query) {
          query.min_score.reset();
          query.max_score.reset();
        });
  }
  if (query_.changed_only) {
    add_chip(tr("Suggested another label"), QStringLiteral("changed"),
             [](QueueQuery& query) { query.changed_only = false; });
  }
  if (query_.flagged_only) {
    add_chip(tr("Flagged"), QStringLiteral("flagged"),
             [](QueueQuery& query) { query.flagged_only = false; });
  }
  if (!query_.not_yet_by.empty()) {
    add_chip(tr("Not yet by %1").arg(QString::fromStdString(query_.not_yet_by)),
             QStringLiteral("not-yet-by"), [](QueueQuery& query) { query.not_yet_by.clear(); });
  }
  if (!query_.rows.empty()) {
    add_chip(rows_title_.isEmpty()
                 ? tr("%1 chosen rows")
                       .arg(QLocale().toString(static_cast<qulonglong>(query_.rows.size())))
                 : rows_title_,
             QStringLiteral("rows"), [](QueueQuery& query) { query.rows.clear(); });
  }
}

void FilterBar::choose_label(const QString& title, std::optional<std::int32_t> QueueQuery::*field) {
  auto* picker = new LabelPicker(labels_, this);
  picker->setAttribute(Qt::WA_DeleteOnClose);
  picker->setWindowTitle(title);
  connect(picker, &LabelPicker::label_chosen, this, [this, field](int label) {
    change([field, label](QueueQuery& query) { query.*field = label; });
  });
  picker->open();
}

void FilterBar::fill_menu(QMenu* menu) {
  menu->clear();
  QMenu* sets = menu->addMenu(tr("Set"));
  const std::array<QString, 4> names{tr("Reliable"), tr("Hard"), tr("Purified"), tr("Unused")};
  for (std::size_t i = 0; i < names.size(); ++i) {
    sets->addAction(names[i], this, [this, i] {
      change([i](QueueQuery& query) { query.set = static_cast<std::uint8_t>(i); });
    });
  }
  menu->addAction(tr("Given label\u2026"), this,
                  [this] { choose_label(tr("Given label"), &QueueQuery::given); });
  menu->addAction(tr("Suggested label\u2026"), this,
                  [this] { choose_label(tr("Suggested label"), &QueueQuery::suggestion); });
  menu->addAction(tr("Decided label\u2026"), this,
                  [this] { choose_label(tr("Decided label"), &QueueQuery::decided); });
  menu->addAction(tr("Annotator's label\u2026"), this,
                  [this] { choose_label(tr("Annotator's label"), &QueueQuery::annotator); });
  menu->addAction(tr("Error score\u2026"), this, [this] {
    bool chosen = false;
    const double low =
        QInputDialog::getDouble(this, tr("Error score"), tr("This or more (-1 to 1)"),
                                query_.min_score.value_or(0), -1, 1, 3, &chosen);
    if (chosen) {
      change([low](QueueQuery& query) { query.min_score = low; });
    }
  });
  menu->addAction(tr("Suggested another label"), this,
                  [this] { change([](QueueQuery& query) { query.changed_only = true; }); });
  menu->addAction(tr("Flagged"), this,
                  [this] { change([](QueueQuery& query) { query.flagged_only = true; }); });
  menu->addAction(tr("Not yet decided by\u2026"), this, [this] {
    const QString name = QInputDialog::getText(this, tr("Reviewer"), tr("Reviewer's name"),
                                               QLineEdit::Normal, reviewer_);
    if (!name.trimmed().isEmpty()) {
      change([&](QueueQuery& query) {
        query.not_yet_by = name.trimmed().toStdString();
        query.state = QueueState::any;
      });
    }
  });
}

}  // namespace noiseal::ui
