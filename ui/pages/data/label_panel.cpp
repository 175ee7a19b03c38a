// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/label_panel.h"

#include <QAction>
#include <QColorDialog>
#include <QHeaderView>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>
#include <functional>
#include <utility>

#include "ui/models/label_table_model.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kRowHeight = 25;
constexpr int kDotSize = 10;

}  // namespace

LabelPanel::LabelPanel(ProjectSession& session, QWidget* parent)
    : QFrame(parent), session_(session), model_(new LabelTableModel(session, this)) {
  set_role(this, "panel");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kNear, kNear, kNear, kNear);
  column->setSpacing(kClose);
  auto* title = new QLabel(tr("Labels"), this);
  set_role(title, "title");
  column->addWidget(title);

  table_ = new QTableView(this);
  table_->setObjectName(QStringLiteral("labels-table"));
  table_->setAccessibleName(tr("Labels and how many rows have each"));
  table_->setModel(model_);
  table_->setShowGrid(false);
  table_->setIconSize(QSize(kDotSize, kDotSize));
  table_->setSelectionBehavior(QAbstractItemView::SelectRows);
  table_->setSelectionMode(QAbstractItemView::SingleSelection);
  table_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
  table_->setTabKeyNavigation(false);
  table_->setWordWrap(false);
  table_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  table_->verticalHeader()->hide();
  table_->verticalHeader()->setDefaultSectionSize(kRowHeight);
  QHeaderView* header = table_->horizontalHeader();
  header->setHighlightSections(false);
  header->resizeSection(LabelTableModel::kName, 84);
  for (const int section :
       {LabelTableModel::kTrain, LabelTableModel::kValid, LabelTableModel::kTest}) {
    header->resizeSection(section, 50);
  }
  header->setStretchLastSection(true);
  column->addWidget(table_, 1);
  merge_ = new QPushButton(tr("Merge labels that are probably one…"), this);
  merge_->setObjectName(QStringLiteral("labels-merge"));
  merge_->hide();
  column->addWidget(merge_);

  table_->setContextMenuPolicy(Qt::ActionsContextMenu);
  auto* show = new QAction(tr("Show the rows with this label"), table_);
  auto* colour = new QAction(tr("Choose the label's colour…"), table_);
  table_->addActions({show, colour});
  const auto current = [this] { return table_->currentIndex().row(); };
  connect(show, &QAction::triggered, this, [this, current] {
    if (current() >= 0) {
      Q_EMIT label_chosen(current());
    }
  });
  connect(colour, &QAction::triggered, this, [this, current] {
    if (current() >= 0 && session_.writable()) {
      choose_colour(current());
    }
  });
  connect(table_, &QTableView::doubleClicked, this, [this](const QModelIndex& index) {
    if (index.column() == LabelTableModel::kName) {
      Q_EMIT label_chosen(index.row());
    }
  });
  connect(merge_, &QPushButton::clicked, this, &LabelPanel::ask_to_merge);
}

void LabelPanel::project_opened() {
  refresh();
}

void LabelPanel::project_closed() {
  model_->clear();
  offer_merges({});
}

void LabelPanel::refresh() {
  const std::array<std::size_t, 3>& rows = session_.facts().rows;
  table_->setColumnHidden(LabelTableModel::kValid, rows[1] == 0);
  table_->setColumnHidden(LabelTableModel::kTest, rows[2] == 0);
  model_->load();
}

void LabelPanel::offer_merges(const std::vector<MergeProposal>& proposals) {
  proposals_ = proposals;
  const ProjectFacts& facts = session_.facts();
  merge_->setVisible(!proposals.empty() && session_.writable() && facts.runs.empty() &&
                     facts.decided == 0);
}

void LabelPanel::choose_colour(int label) {
  auto* dialog = new QColorDialog(colour_of_label(session_.facts().labels, label), this);
  dialog->setObjectName(QStringLiteral("label-colour"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setOption(QColorDialog::DontUseNativeDialog);
  connect(dialog, &QColorDialog::colorSelected, this,
          [this, label](const QColor& colour) { model_->set_colour(label, colour); });
  dialog->open();
}

void LabelPanel::ask_to_merge() {
  const std::vector<Label>& labels = session_.facts().labels;
  const auto name = [&](std::int32_t label) {
    return QString::fromStdString(labels.at(static_cast<std::size_t>(label)).name);
  };
  QString what;
  std::vector<std::pair<std::string, std::string>> merges;  // from, into: names stay as they are
  for (const MergeProposal& proposal : proposals_) {
    for (const std::int32_t label : proposal.labels) {
      if (label != proposal.keep) {
        what += tr("\"%1\" becomes \"%2\".").arg(name(label), name(proposal.keep)) + "\n";
        merges.emplace_back(name(label).toStdString(), name(proposal.keep).toStdString());
      }
    }
  }
  auto* box = new QMessageBox(
      QMessageBox::Question, tr("Merge labels"),
      what + tr("\nThese labels differ only by case, space or Unicode form. The rows get the kept "
                "label, in the export, too. This can't be taken back."),
      QMessageBox::Cancel, this);
  box->setObjectName(QStringLiteral("merge-question"));
  box->setTextFormat(Qt::PlainText);
  box->setAttribute(Qt::WA_DeleteOnClose);
  QPushButton* merge = box->addButton(tr("Merge"), QMessageBox::AcceptRole);
  merge->setObjectName(QStringLiteral("merge-now"));
  connect(merge, &QPushButton::clicked, this, [this, merges] {
    session_.write(
        this,
        [merges](const Project& project, const Control&) {
          project.in_transaction([&] {
            for (const auto& [from, into] : merges) {
              Labels all = project.labels();
              all.merge(all.find(from).value(), all.find(into).value());
            }
          });
        },
        [this] {
          offer_merges({});
          session_.announce(ProjectPart::rows);
        });
  });
  box->open();
}

}  // namespace noiseal::ui
