// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/data_page.h"

#include <QAction>
#include <QHBoxLayout>
#include <QSplitter>
#include <QVBoxLayout>

#include "ui/pages/data/data_summary.h"
#include "ui/pages/data/label_panel.h"
#include "ui/pages/data/noise_dialog.h"
#include "ui/pages/data/problems_dialog.h"
#include "ui/pages/data/row_browser.h"
#include "ui/theme/spacing.h"

namespace noiseal::ui {
namespace {

constexpr int kLeftWidth = 340;
constexpr int kSummaryHeight = 480;
constexpr int kLabelsHeight = 320;

}  // namespace

DataPage::DataPage(ProjectSession& session, Navigator& navigator, const Services& services,
                   QWidget* parent)
    : Page(parent), session_(session), navigator_(navigator), services_(services) {
  summary_ = new DataSummary(session, this);
  labels_ = new LabelPanel(session, this);
  rows_ = new RowBrowser(session, this);
  auto* left = new QSplitter(Qt::Vertical, this);
  left->addWidget(summary_);
  left->addWidget(labels_);
  left->setSizes({kSummaryHeight, kLabelsHeight});
  auto* across = new QSplitter(Qt::Horizontal, this);
  across->setObjectName(QStringLiteral("data-splitter"));
  across->addWidget(left);
  across->addWidget(rows_);
  across->setStretchFactor(1, 1);
  across->setSizes({kLeftWidth, 4 * kLeftWidth});
  for (QSplitter* splitter : {left, across}) {
    splitter->setHandleWidth(kNear);
    splitter->setChildrenCollapsible(false);
  }
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(kApart, kApart, kApart, kApart);
  row->addWidget(across);

  const auto add = [this](const QString& text, const QKeySequence& keys, auto slot) {
    auto* action = new QAction(text, this);
    action->setShortcut(keys);
    action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
    connect(action, &QAction::triggered, this, slot);
    addAction(action);
  };
  add(tr("Search the texts"), QKeySequence::Find, [this] { rows_->focus_search(); });
  add(tr("Add noise…"), {}, [this] { add_noise(); });
  add(tr("Show the records set aside"), {}, [this] { show_problems(); });
  add(tr("Index the texts for fast search"), {}, [this] { index_texts(); });
  connect(summary_, &DataSummary::merges_found, labels_, &LabelPanel::offer_merges);
  connect(summary_, &DataSummary::problems_wanted, this, &DataPage::show_problems);
  connect(summary_, &DataSummary::noise_wanted, this, &DataPage::add_noise);
  connect(summary_, &DataSummary::gold_counted, rows_, &RowBrowser::count_gold);
  connect(labels_, &LabelPanel::label_chosen, rows_, &RowBrowser::filter_by_label);
  connect(&session_, &ProjectSession::changed, this, &DataPage::take_change);
}

void DataPage::project_opened() {
  summary_->project_opened();
  labels_->project_opened();
  rows_->project_opened();
}

void DataPage::project_closed() {
  summary_->project_closed();
  labels_->project_closed();
  rows_->project_closed();
}

bool DataPage::takes(const PageRequest& request) const {
  return std::holds_alternative<ShowRow>(request);
}

void DataPage::take(const PageRequest& request) {
  if (const auto* show = std::get_if<ShowRow>(&request)) {
    rows_->show_row(show->row);
  }
}

void DataPage::take_change(ProjectPart part) {
  if (part == ProjectPart::rows || part == ProjectPart::labels) {
    labels_->refresh();
  }
  if (part == ProjectPart::rows) {
    summary_->refresh();
  }
  if (part == ProjectPart::rows || part == ProjectPart::runs || part == ProjectPart::labels) {
    rows_->refresh();
  }
}

void DataPage::show_problems() {
  if (session_.is_open()) {
    (new ProblemsDialog(session_, this))->open();
  }
}

void DataPage::add_noise() {
  if (!session_.is_open() || !session_.writable()) {
    return;
  }
  auto* dialog = new NoiseDialog(session_, services_, this);
  connect(dialog, &NoiseDialog::done_with, this,
          [this](const QString& sentence) { navigator_.say(sentence); });
  dialog->open();
}

void DataPage::index_texts() {
  if (!session_.is_open() || !session_.writable()) {
    return;
  }
  const LongJob* job = session_.start_job(
      {.title = tr("Indexing the texts"),
       .when_stopped = tr("Stopped now, searches stay as slow as before."),
       .can_pause = true},
      this,
      [](JobContext& context) {
        context.project().text_index().build(
            [&](std::size_t done, std::size_t all) {
              context.report(all == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(all),
                             "");
            },
            context.control());
      },
      [this] { navigator_.say(tr("The texts are indexed: searches are fast now.")); },
      [this](const Failure& failure) {
        if (!failure.stopped) {
          navigator_.say(QString::fromStdString(failure.sentence));
        }
      });
  if (job == nullptr) {
    navigator_.say(tr("Something else is at work; wait until it is done, or stop it."));
  }
}

}  // namespace noiseal::ui
