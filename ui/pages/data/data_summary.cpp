// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/data/data_summary.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <numeric>
#include <optional>
#include <utility>

#include "core/pipeline/project_checks.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

QString number(std::size_t value) {
  return QLocale().toString(static_cast<qulonglong>(value));
}

QString noise_name(const std::string& type) {
  if (type == "instance-a") {
    return QObject::tr("where a small model is unsure");
  }
  if (type == "instance-b") {
    return QObject::tr("by the text's meaning");
  }
  return type == "matrix" ? QObject::tr("from a table of rates") : QString::fromStdString(type);
}

std::size_t rows_with_gold(const Project& project, Split split) {
  const LabelCounts counts = project.row_lists().label_counts(split);
  return static_cast<std::size_t>(
      std::accumulate(counts.gold.begin(), counts.gold.end(), std::int64_t{0}));
}

}  // namespace

/// What the project says about its data.
struct DataSummary::Facts {
  std::size_t problems = 0;
  std::size_t gold_rows = 0;   ///< training rows with a gold label
  std::size_t all_gold = 0;    ///< rows of all parts with one
  std::size_t wrong_rows = 0;  ///< of these, with another given label
  std::optional<NoiseRecord> noise;
};

DataSummary::DataSummary(ProjectSession& session, QWidget* parent)
    : QFrame(parent), session_(session) {
  set_role(this, "panel");
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kNear, kNear, kNear, kNear);
  column->setSpacing(kClose);
  auto* title = new QLabel(tr("What is in it"), this);
  set_role(title, "title");
  column->addWidget(title);
  facts_ = new QLabel(this);
  facts_->setObjectName(QStringLiteral("data-facts"));
  lengths_ = new QLabel(this);
  lengths_->setObjectName(QStringLiteral("data-lengths"));
  set_role(lengths_, "muted");
  checks_ = new QLabel(this);
  checks_->setObjectName(QStringLiteral("data-checks"));
  for (QLabel* label : {facts_, lengths_, checks_}) {
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  }
  auto* words = new QWidget(this);
  words->setProperty("role", "scrolled");
  auto* inner = new QVBoxLayout(words);
  inner->setContentsMargins(0, 0, 0, 0);
  inner->addWidget(facts_);
  inner->addWidget(lengths_);
  inner->addWidget(checks_);
  inner->addStretch();
  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(words);
  column->addWidget(scroll, 1);
  auto* buttons = new QHBoxLayout;
  problems_ = new QPushButton(this);
  problems_->setObjectName(QStringLiteral("data-problems"));
  noise_ = new QPushButton(tr("Add noise…"), this);
  noise_->setObjectName(QStringLiteral("data-noise"));
  buttons->addWidget(problems_);
  buttons->addWidget(noise_);
  buttons->addStretch();
  column->addLayout(buttons);
  connect(problems_, &QPushButton::clicked, this, &DataSummary::problems_wanted);
  connect(noise_, &QPushButton::clicked, this, &DataSummary::noise_wanted);
  problems_->hide();
}

void DataSummary::project_closed() {
  facts_read_.cancel();
  checks_read_.cancel();
  facts_->clear();
  lengths_->clear();
  checks_->clear();
}

void DataSummary::refresh() {
  facts_read_.cancel();
  checks_read_.cancel();
  noise_->setVisible(session_.writable());
  facts_read_ = session_.read(
      this,
      [](const Project& project, const Control&) {
        Facts facts;
        facts.problems = project.sources().bad_record_count();
        facts.gold_rows = rows_with_gold(project, Split::train);
        facts.all_gold = facts.gold_rows + rows_with_gold(project, Split::valid) +
                         rows_with_gold(project, Split::test);
        RowFilter wrong;
        wrong.split = Split::train;
        wrong.wrong_given_only = true;
        facts.wrong_rows = project.row_lists().ids(wrong, RowOrder::number).size();
        const std::vector<NoiseRecord> noise = project.settings().noise_history();
        if (!noise.empty()) {
          facts.noise = noise.back();
        }
        return facts;
      },
      [this](const Facts& facts) { show_facts(facts); }, {}, ReadLane::slow);
  lengths_->clear();
  checks_->setText(tr("Looking at the texts …"));
  checks_read_ = session_.read(
      this,
      [](const Project& project, const Control& control) {
        return check_project(project, control);
      },
      [this](const DataReport& report) { show_checks(report); }, {}, ReadLane::slow);
}

void DataSummary::show_facts(const Facts& facts) {
  const std::array<std::size_t, 3>& rows = session_.facts().rows;
  QStringList lines;
  lines << tr("%1 rows to train on").arg(number(rows[0]));
  lines << (rows[1] > 0 ? tr("%1 rows to validate").arg(number(rows[1]))
                        : tr("No validation rows: a tenth of the training rows is kept out of "
                             "training, to tell which epoch was best."));
  lines << (rows[2] > 0 ? tr("%1 rows to test").arg(number(rows[2]))
                        : tr("No test rows: how right the model is on new texts is not measured."));
  if (facts.gold_rows > 0) {
    const double share =
        100 * static_cast<double>(facts.wrong_rows) / static_cast<double>(facts.gold_rows);
    lines << tr("Right labels (gold) are known for %1 training rows; %2 (%3 %) have another given "
                "label.")
                 .arg(number(facts.gold_rows), number(facts.wrong_rows),
                      QLocale().toString(share, 'f', 1));
  } else {
    lines << tr(
        "No gold labels, those known to be right: how many given labels are wrong can only be "
        "estimated.");
  }
  if (facts.noise) {
    lines << tr("Wrong labels were put in on purpose: %1, seed %2.")
                 .arg(noise_name(facts.noise->type))
                 .arg(static_cast<qulonglong>(facts.noise->seed));
  }
  facts_->setText(lines.join('\n'));
  Q_EMIT gold_counted(facts.all_gold);
  problems_->setVisible(facts.problems > 0);
  problems_->setText(facts.problems == 1 ? tr("1 record set aside…")
                                         : tr("%1 records set aside…").arg(number(facts.problems)));
  problems_->setAccessibleDescription(tr("Records that the import could not use"));
}

void DataSummary::show_checks(const DataReport& report) {
  const TextLengths& lengths = report.parts[0].lengths;
  lengths_->setText(
      tr("Half of the training texts have at most %1 characters, 95 % at most %2; the longest "
         "has %3.")
          .arg(number(lengths.median), number(lengths.p95), number(lengths.longest)));
  QStringList found;
  for (const std::string& sentence : report.sentences()) {
    found << QStringLiteral("• ") + QString::fromStdString(sentence);
  }
  checks_->setText(
      found.isEmpty()
          ? tr("Nothing odd was found: no text is empty, repeated, or under two labels.")
          : tr("Worth a look:") + QLatin1Char('\n') + found.join(QLatin1Char('\n')));
  Q_EMIT merges_found(report.mergeable);
}

}  // namespace noiseal::ui
