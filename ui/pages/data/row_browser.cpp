// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/row_browser.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QSignalBlocker>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>
#include <algorithm>
#include <initializer_list>

#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kRowHeight = 25;
constexpr int kTextHeight = 118;
constexpr int kTypingMilliseconds = 250;
constexpr int kDotSize = 9;

QComboBox* make_choice(const char* name, const QString& accessible, QWidget* parent) {
  auto* choice = new QComboBox(parent);
  choice->setObjectName(QString::fromLatin1(name));
  choice->setAccessibleName(accessible);
  choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  choice->setMaximumWidth(190);
  return choice;
}

/// The text takes the width that the other columns leave, but never less than it needs to be read.
class RowTableView : public QTableView {
 public:
  using QTableView::QTableView;

  void fit_text() {
    constexpr int kLeastTextWidth = 190;
    int others = 0;
    for (int section = 0; section < RowTableModel::kColumns; ++section) {
      others += section == RowTableModel::kText ? 0 : horizontalHeader()->sectionSize(section);
    }
    horizontalHeader()->resizeSection(RowTableModel::kText,
                                      std::max(kLeastTextWidth, viewport()->width() - others));
  }

 protected:
  void resizeEvent(QResizeEvent* event) override {
    QTableView::resizeEvent(event);
    fit_text();
  }
};

std::optional<std::int64_t> newest_scored_run(const ProjectFacts& facts) {
  const auto found =
      std::ranges::find_if(facts.runs, [](const RunRecord& run) { return run.last_epoch > 0; });
  return found == facts.runs.end() ? std::nullopt : std::optional(found->id);
}

}  // namespace

RowBrowser::RowBrowser(ProjectSession& session, QWidget* parent)
    : QFrame(parent), session_(session), model_(new RowTableModel(session, this)) {
  set_role(this, "panel");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kNear, kNear, kNear, kNear);
  column->setSpacing(kClose);
  make_filters(*column);
  make_table(*column);

  typing_ = new QTimer(this);
  typing_->setSingleShot(true);
  typing_->setInterval(kTypingMilliseconds);
  connect(typing_, &QTimer::timeout, this, &RowBrowser::search);
  connect(words_, &QLineEdit::textChanged, typing_, qOverload<>(&QTimer::start));
  for (QComboBox* choice : {split_, label_, set_, order_}) {
    connect(choice, &QComboBox::activated, this, &RowBrowser::search);
  }
  connect(wrong_, &QCheckBox::clicked, this, &RowBrowser::search);
  connect(model_, &RowTableModel::searching_changed, this, &RowBrowser::show_count);
}

void RowBrowser::make_filters(QBoxLayout& column) {
  words_ = new QLineEdit(this);
  words_->setObjectName(QStringLiteral("rows-search"));
  words_->setPlaceholderText(tr("Search the texts"));
  words_->setAccessibleName(tr("Search the texts"));
  words_->setClearButtonEnabled(true);
  split_ = make_choice("rows-part", tr("Part of the data"), this);
  label_ = make_choice("rows-label", tr("Given label"), this);
  set_ = make_choice("rows-set", tr("Set"), this);
  order_ = make_choice("rows-order", tr("Order"), this);
  wrong_ = new QCheckBox(tr("Given differs from gold"), this);
  wrong_->setObjectName(QStringLiteral("rows-wrong"));
  count_ = new QLabel(this);
  count_->setObjectName(QStringLiteral("rows-count"));
  set_role(count_, "muted");
  auto* first = new QHBoxLayout;
  first->setSpacing(kClose);
  auto* title = new QLabel(tr("Rows"), this);
  set_role(title, "title");
  first->addWidget(title);
  first->addWidget(count_);
  first->addStretch();
  first->addWidget(wrong_);
  first->addWidget(order_);
  auto* second = new QHBoxLayout;
  second->setSpacing(kClose);
  second->addWidget(words_, 1);
  second->addWidget(split_);
  second->addWidget(label_);
  second->addWidget(set_);
  column.addLayout(first);
  column.addLayout(second);
}

void RowBrowser::make_table(QBoxLayout& column) {
  table_ = new RowTableView(this);
  table_->setObjectName(QStringLiteral("rows-table"));
  table_->setAccessibleName(tr("Rows"));
  table_->setModel(model_);
  table_->setShowGrid(false);
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  table_->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  table_->setWordWrap(false);
  table_->setTabKeyNavigation(false);
  table_->setIconSize(QSize(kDotSize, kDotSize));
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  table_->verticalHeader()->setDefaultSectionSize(kRowHeight);
  QHeaderView* header = table_->horizontalHeader();
  header->setHighlightSections(false);
  header->setSectionResizeMode(QHeaderView::Interactive);
  const std::initializer_list<std::pair<int, int>> widths{{RowTableModel::kNumber, 118},
                                                          {RowTableModel::kSplit, 84},
                                                          {RowTableModel::kSet, 90},
                                                          {RowTableModel::kScore, 88}};
  for (const auto& [section, width] : widths) {
    header->resizeSection(section, width);
  }
  chosen_ = new QLabel(this);
  chosen_->setObjectName(QStringLiteral("rows-chosen"));
  chosen_->setTextFormat(Qt::PlainText);
  set_role(chosen_, "muted");
  text_ = new QPlainTextEdit(this);
  text_->setObjectName(QStringLiteral("rows-text"));
  text_->setAccessibleName(tr("Text of the chosen row"));
  text_->setReadOnly(true);
  text_->setTabChangesFocus(true);
  text_->setFixedHeight(kTextHeight);
  text_->setPlaceholderText(tr("Choose a row to read its whole text."));
  text_->setFont(text_font(TextSize::large));
  column.addWidget(table_, 1);
  column.addWidget(chosen_);
  column.addWidget(text_);
  connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          &RowBrowser::show_chosen);
  connect(model_, &QAbstractItemModel::modelReset, this, &RowBrowser::show_chosen);
}

void RowBrowser::project_opened() {
  const QSignalBlocker quiet(words_);
  words_->clear();
  wrong_->setChecked(false);
  fill_choices();
  split_->setCurrentIndex(0);
  label_->setCurrentIndex(0);
  set_->setCurrentIndex(0);
  order_->setCurrentIndex(0);
  search();
}

void RowBrowser::project_closed() {
  gold_rows_ = 0;
  typing_->stop();
  model_->clear();
  text_->clear();
  chosen_->clear();
}

void RowBrowser::refresh() {
  fill_choices();
  search();
}

void RowBrowser::fill_choices() {
  const ProjectFacts& facts = session_.facts();
  const auto fill = [](QComboBox& choice, const auto& add) {
    const QSignalBlocker quiet(&choice);
    const int before = std::max(0, choice.currentIndex());
    choice.clear();
    add(choice);
    choice.setCurrentIndex(std::min(before, choice.count() - 1));
  };
  fill(*split_, [&](QComboBox& choice) {
    choice.addItem(tr("All parts"));
    choice.addItem(tr("Train"), static_cast<int>(Split::train));
    choice.addItem(tr("Validation"), static_cast<int>(Split::valid));
    choice.addItem(tr("Test"), static_cast<int>(Split::test));
  });
  fill(*label_, [&](QComboBox& choice) {
    choice.addItem(tr("All labels"));
    for (std::size_t i = 0; i < facts.labels.size(); ++i) {
      choice.addItem(QString::fromStdString(facts.labels[i].name), static_cast<int>(i));
    }
  });
  const bool scored = newest_scored_run(facts).has_value();
  fill(*set_, [&](QComboBox& choice) {
    choice.addItem(tr("All sets"));
    const QString names[] = {tr("Reliable"), tr("Hard"), tr("Purified"), tr("Unused")};
    for (int i = 0; i < 4; ++i) {
      choice.addItem(names[i], i);
    }
  });
  fill(*order_, [&](QComboBox& choice) {
    choice.addItem(tr("In the file's order"), static_cast<int>(RowOrder::number));
    choice.addItem(tr("By given label"), static_cast<int>(RowOrder::given));
    if (scored) {
      choice.addItem(tr("Most suspicious first"), static_cast<int>(RowOrder::score));
    }
  });
  set_->setVisible(scored);
  show_columns();
}

void RowBrowser::show_columns() {
  // Labels as wide as the longest name, within bounds.
  constexpr int kLeastLabelWidth = 88;
  constexpr int kMostLabelWidth = 150;
  int width = kLeastLabelWidth;
  for (const Label& label : session_.facts().labels) {
    width = std::max(
        width, table_->fontMetrics().horizontalAdvance(QString::fromStdString(label.name)) + kFar);
  }
  for (const int section :
       {RowTableModel::kGiven, RowTableModel::kGold, RowTableModel::kSuggestion}) {
    table_->horizontalHeader()->resizeSection(section, std::min(width, kMostLabelWidth));
  }
  const bool scored = newest_scored_run(session_.facts()).has_value();
  for (const int section :
       {RowTableModel::kSet, RowTableModel::kScore, RowTableModel::kSuggestion}) {
    table_->setColumnHidden(section, !scored);
  }
  table_->setColumnHidden(RowTableModel::kGold, gold_rows_ == 0);
  wrong_->setVisible(gold_rows_ > 0);
  static_cast<RowTableView*>(table_)->fit_text();
}

void RowBrowser::count_gold(std::size_t rows) {
  gold_rows_ = rows;
  show_columns();
}

RowFilter RowBrowser::filter() const {
  RowFilter filter;
  filter.run = newest_scored_run(session_.facts());
  filter.words = words_->text().toStdString();
  filter.wrong_given_only = wrong_->isChecked();
  if (split_->currentData().isValid()) {
    filter.split = static_cast<Split>(split_->currentData().toInt());
  }
  if (label_->currentData().isValid()) {
    filter.given = label_->currentData().toInt();
  }
  if (set_->currentData().isValid()) {
    filter.set = static_cast<std::uint8_t>(set_->currentData().toInt());
  }
  return filter;
}

RowOrder RowBrowser::order() const {
  return static_cast<RowOrder>(order_->currentData().toInt());
}

void RowBrowser::search() {
  typing_->stop();
  if (session_.is_open()) {
    model_->show(filter(), order());
  }
}

void RowBrowser::show_row(std::int64_t row) {
  row_to_show_ = row;
  project_opened();
}

void RowBrowser::filter_by_label(int label) {
  label_->setCurrentIndex(label_->findData(label));
  search();
}

void RowBrowser::focus_search() {
  words_->setFocus();
  words_->selectAll();
}

void RowBrowser::show_count() {
  const QLocale locale;
  const auto shown = static_cast<qulonglong>(model_->rowCount());
  const auto all = static_cast<qulonglong>(session_.facts().all_rows());
  if (model_->searching()) {
    count_->setText(tr("searching"));
    return;
  }
  count_->setText(shown == all ? locale.toString(all)
                               : tr("%1 of %2").arg(locale.toString(shown), locale.toString(all)));
  if (row_to_show_ != 0) {
    if (const std::optional<int> place = model_->place_of(row_to_show_)) {
      table_->selectRow(*place);
      table_->scrollTo(model_->index(*place, 0), QAbstractItemView::PositionAtCenter);
    }
    row_to_show_ = 0;
  }
}

void RowBrowser::show_chosen() {
  chosen_read_.cancel();
  const QModelIndex current = table_->currentIndex();
  if (!current.isValid() || !session_.is_open()) {
    text_->clear();
    chosen_->clear();
    return;
  }
  chosen_read_ = session_.read(
      this,
      [id = model_->id_at(current.row())](const Project& project, const Control&) {
        return project.rows().row(id);
      },
      [this](const Row& row) {
        const std::vector<Label>& labels = session_.facts().labels;
        const auto name = [&](std::int32_t label) {
          return label >= 0 && static_cast<std::size_t>(label) < labels.size()
                     ? QString::fromStdString(labels[static_cast<std::size_t>(label)].name)
                     : tr("none");
        };
        QString facts = tr("Row %1, line %2 of its file. Given label: %3")
                            .arg(QString::fromStdString(row.shown_id()))
                            .arg(QLocale().toString(static_cast<qlonglong>(row.line)))
                            .arg(name(row.given));
        if (row.gold >= 0) {
          facts += tr(". Gold label: %1").arg(name(row.gold));
        }
        chosen_->setText(facts);
        text_->setPlainText(QString::fromStdString(row.text));
      });
}

}  // namespace noiseal::ui
