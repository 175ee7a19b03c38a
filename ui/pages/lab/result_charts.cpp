// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/result_charts.h"

#include <QComboBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <algorithm>
#include <set>
#include <utility>

#include "core/experiment/compare.h"
#include "ui/charts/band_chart.h"
#include "ui/charts/pair_histogram.h"
#include "ui/charts/range_chart.h"
#include "ui/pages/lab/chart_values.h"
#include "ui/pages/lab/lab_words.h"
#include "ui/pages/lab/result_table.h"
#include "ui/theme/spacing.h"

namespace noiseal::ui {
namespace {

constexpr int kRoomForTwo = 760;
constexpr int kPlotHeight = 280;

/// Choices anew; what was chosen stays so where it still is one.
void fill(QComboBox& box, const std::vector<std::pair<QString, QVariant>>& choices) {
  const QSignalBlocker quiet(&box);
  const QVariant before = box.currentData();
  box.clear();
  for (const auto& [text, data] : choices) {
    box.addItem(text, data);
  }
  box.setCurrentIndex(std::max(0, box.findData(before)));
  box.setVisible(choices.size() > 1);
  // Beside others, a box with long words gets more of the line.
  int longest = 0;
  for (const auto& [text, data] : choices) {
    longest = std::max(longest, box.fontMetrics().horizontalAdvance(text));
  }
  constexpr int kBox = 40;  // around the words
  constexpr int kUnit = 4;  // a stretch ends at 255
  QSizePolicy policy = box.sizePolicy();
  policy.setHorizontalStretch(std::clamp((longest + kBox) / kUnit, 1, 255));
  box.setSizePolicy(policy);
}

QString quantity_words(const std::string& quantity) {
  return quantity == "loss" ? ResultCharts::tr("loss of the given label, nats")
                            : ResultCharts::tr("highest probability of a label");
}

/// Long names take lines of the legend: the plot keeps its height.
int height_for(const std::vector<BandLine>& lines) {
  constexpr qsizetype kLongName = 24;
  constexpr int kLegendLine = 16;
  const auto named = std::ranges::count_if(
      lines, [](const BandLine& line) { return line.name.size() > kLongName; });
  return kPlotHeight + kLegendLine * static_cast<int>(named);
}

/// A place for charts below a row of choices.
struct Part {
  QWidget* widget;
  QVBoxLayout* column;
  QHBoxLayout* row;
};

Part make_part(QWidget* parent) {
  auto* widget = new QWidget(parent);
  auto* column = new QVBoxLayout(widget);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kTight);
  auto* row = new QHBoxLayout;
  row->setSpacing(kTight);
  column->addLayout(row);
  return {widget, column, row};
}

}  // namespace

ResultCharts::ResultCharts(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("lab-charts"));
  grid_ = new QGridLayout(this);
  grid_->setContentsMargins(0, 0, 0, 0);
  grid_->setSpacing(kNear);
  parts_ = {make_figure_part(), make_curve_part(), make_histogram_part(), make_roc_part()};
  place_parts();
}

QComboBox* ResultCharts::add_choice(QHBoxLayout* row, const char* name, const QString& meaning) {
  auto* box = new QComboBox(this);
  box->setObjectName(QLatin1String(name));
  box->setAccessibleName(meaning);
  box->setToolTip(meaning);
  box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
  box->setMinimumContentsLength(7);
  row->addWidget(box);
  return box;
}

QWidget* ResultCharts::make_figure_part() {
  auto [part, column, row] = make_part(this);
  figure_ = add_choice(row, "lab-figure", tr("Figure shown"));
  ranges_ = new RangeChart(tr("Ways compared"), QStringLiteral("chart-ways"), part);
  by_place_ = new BandChart(tr("Ways compared"), QStringLiteral("chart-places"), part);
  column->addWidget(ranges_, 1);
  column->addWidget(by_place_, 1);
  connect(figure_, &QComboBox::activated, this, &ResultCharts::draw_figure);
  connect(ranges_, &ChartCard::failed, this, &ResultCharts::failed);
  connect(by_place_, &ChartCard::failed, this, &ResultCharts::failed);
  return part;
}

QWidget* ResultCharts::make_curve_part() {
  auto [part, column, row] = make_part(this);
  curve_ = add_choice(row, "lab-curve", tr("Curve shown by epoch"));
  group_ = add_choice(row, "lab-group", tr("Group of ways shown by epoch"));
  by_epoch_ = new BandChart(tr("Epoch by epoch"), QStringLiteral("chart-epochs"), part);
  column->addWidget(by_epoch_, 1);
  for (QComboBox* box : {curve_, group_}) {
    connect(box, &QComboBox::activated, this, &ResultCharts::draw_curve);
  }
  connect(by_epoch_, &ChartCard::failed, this, &ResultCharts::failed);
  return part;
}

QWidget* ResultCharts::make_histogram_part() {
  auto [part, column, row] = make_part(this);
  quantity_ = add_choice(row, "lab-quantity", tr("What the rows are sorted by"));
  arm_ = add_choice(row, "lab-histogram-arm", tr("Models shown"));
  epoch_ = add_choice(row, "lab-histogram-epoch", tr("Epoch shown"));
  histogram_ =
      new PairHistogram(tr("Right and wrong labels"), QStringLiteral("chart-spread"), part);
  column->addWidget(histogram_, 1);
  for (QComboBox* box : {quantity_, arm_, epoch_}) {
    connect(box, &QComboBox::activated, this, &ResultCharts::draw_histogram);
  }
  connect(histogram_, &ChartCard::failed, this, &ResultCharts::failed);
  return part;
}

QWidget* ResultCharts::make_roc_part() {
  auto [part, column, row] = make_part(this);
  roc_epoch_ = add_choice(row, "lab-roc-epoch", tr("Epoch of the ROC curves"));
  roc_ = new BandChart(tr("Wrong labels found (ROC)"), QStringLiteral("chart-roc"), part);
  column->addWidget(roc_, 1);
  connect(roc_epoch_, &QComboBox::activated, this, &ResultCharts::draw_roc);
  connect(roc_, &ChartCard::failed, this, &ResultCharts::failed);
  return part;
}

void ResultCharts::show_result(const ExperimentResult& result) {
  if (result.plan.kind != result_.plan.kind) {
    for (QComboBox* box : {figure_, curve_, group_, quantity_, arm_, epoch_, roc_epoch_}) {
      const QSignalBlocker quiet(box);
      box->clear();  // what was chosen for another question says nothing here
    }
  }
  result_ = result;
  fill_choices();
  const bool places = has_places(result_);
  ranges_->setVisible(!places);
  by_place_->setVisible(places);
  draw_figure();
  draw_curve();
  draw_histogram();
  draw_roc();
  place_parts();
}

void ResultCharts::fill_choices() {
  std::vector<std::pair<QString, QVariant>> figures;
  for (const Figure figure : known_figures(result_)) {
    figures.emplace_back(words(figure_info(figure).title), static_cast<int>(figure));
  }
  fill(*figure_, figures);
  std::vector<std::pair<QString, QVariant>> curves;
  for (const std::string& curve : curves_of(result_)) {
    curves.emplace_back(curve_title(curve), QString::fromStdString(curve));
  }
  fill(*curve_, curves);
  std::vector<std::pair<QString, QVariant>> groups;
  for (const std::string& group : groups_of(result_)) {
    groups.emplace_back(group.empty() ? tr("others") : QString::fromStdString(group),
                        QString::fromStdString(group));
  }
  fill(*group_, groups);
  std::set<std::string> quantities;
  std::set<int> epochs;
  std::vector<std::pair<QString, QVariant>> arms;
  for (std::size_t i = 0; i < result_.arms.size(); ++i) {
    for (const OutcomeHistogram& histogram : result_.arms[i].histograms) {
      quantities.insert(histogram.quantity);
      epochs.insert(histogram.epoch);
    }
    if (!result_.arms[i].histograms.empty()) {
      arms.emplace_back(QString::fromStdString(result_.arms[i].name), static_cast<int>(i));
    }
  }
  std::vector<std::pair<QString, QVariant>> kinds;
  for (const std::string& quantity : {std::string("loss"), std::string("confidence")}) {
    if (quantities.contains(quantity)) {
      kinds.emplace_back(quantity == "loss" ? tr("loss") : tr("confidence"),
                         QString::fromStdString(quantity));
    }
  }
  fill(*quantity_, kinds);
  fill(*arm_, arms);
  std::vector<std::pair<QString, QVariant>> numbers;
  numbers.reserve(epochs.size());
  for (const int epoch : epochs) {
    numbers.emplace_back(tr("epoch %1").arg(epoch), epoch);
  }
  fill(*epoch_, numbers);
  std::set<int> roc_epochs;
  for (const ArmResult& arm : result_.arms) {
    for (const OutcomeRoc& roc : arm.rocs) {
      roc_epochs.insert(roc.epoch);
    }
  }
  std::vector<std::pair<QString, QVariant>> roc_numbers;
  roc_numbers.reserve(roc_epochs.size());
  for (const int epoch : roc_epochs) {
    roc_numbers.emplace_back(tr("epoch %1").arg(epoch), epoch);
  }
  fill(*roc_epoch_, roc_numbers);
}

void ResultCharts::draw_figure() {
  if (figure_->currentIndex() < 0) {
    ranges_->clear();
    by_place_->clear();
    return;
  }
  const auto figure = static_cast<Figure>(figure_->currentData().toInt());
  const QString title = sentence_start(words(figure_info(figure).title));
  figure_->setToolTip(figure_explanation(figure));
  ranges_->set_title(title);
  ranges_->show_values(ranges_of(result_, figure), unit_of(figure), {});
  by_place_->set_title(title);
  const std::vector<BandLine> lines = lines_by_place(result_, figure);
  place_height_ = height_for(lines);
  by_place_->show_lines(lines, {QString::fromStdString(result_.plan.place_title), ValueUnit::share},
                        unit_of(figure), {}, knee_of(result_, figure));
  fit_heights();
}

void ResultCharts::draw_curve() {
  if (curve_->currentIndex() < 0) {
    by_epoch_->clear();
    return;
  }
  const std::string curve = curve_->currentData().toString().toStdString();
  const bool grouped = group_->count() > 1;
  const std::vector<BandLine> lines = lines_by_epoch(
      result_, curve,
      grouped ? std::optional(group_->currentData().toString().toStdString()) : std::nullopt);
  epoch_height_ = height_for(lines);
  by_epoch_->show_lines(lines, {tr("epoch"), ValueUnit::count}, unit_of_curve(curve), {});
  by_epoch_->set_title(sentence_start(tr("%1, epoch by epoch").arg(curve_title(curve))));
  fit_heights();
}

void ResultCharts::fit_heights() {
  const bool places = !by_place_->isHidden();
  int first = std::max(kPlotHeight, places ? place_height_ : ranges_->wanted_height());
  int second = std::max(kPlotHeight, epoch_height_);
  if (columns_ > 1) {
    first = second = std::max(first, second);  // side by side they stay level
  }
  ranges_->setFixedHeight(first);
  by_place_->setFixedHeight(first);
  by_epoch_->setFixedHeight(second);
  histogram_->setFixedHeight(kPlotHeight);
  roc_->setFixedHeight(kPlotHeight);
}

void ResultCharts::draw_histogram() {
  const auto place = static_cast<std::size_t>(std::max(0, arm_->currentData().toInt()));
  const std::string quantity = quantity_->currentData().toString().toStdString();
  const OutcomeHistogram* found =
      place < result_.arms.size()
          ? histogram_of(result_.arms[place], quantity, epoch_->currentData().toInt())
          : nullptr;
  if (found == nullptr) {
    histogram_->clear();
    return;
  }
  histogram_->show_counts({found->low, found->high, found->clean, found->noisy},
                          quantity_words(quantity));
  const std::vector<std::uint64_t>& seeds = result_.arms[place].seeds;
  histogram_->set_note(seeds.empty() ? QString() : tr("seed %1").arg(seeds.front()),
                       tr("Of the first seed alone: rows of one run."));
}

void ResultCharts::draw_roc() {
  roc_->show_lines(roc_lines(result_, roc_epoch_->currentData().toInt()),
                   {tr("right labels flagged with them"), ValueUnit::share}, ValueUnit::share,
                   tr("wrong labels flagged"));
  roc_->set_note(tr("first seed"),
                 tr("Going down the list from the most suspicious row: the share of wrong labels "
                    "found against the share of right ones met. The steeper, the better; a guess "
                    "is the diagonal."));
}

void ResultCharts::place_parts() {
  parts_[2]->setVisible(arm_->count() > 0);
  parts_[3]->setVisible(roc_epoch_->count() > 0);
  const int columns = width() >= kRoomForTwo ? 2 : 1;
  // A chart whose neighbour is missing takes the whole line.
  const bool alone = parts_[2]->isHidden() != parts_[3]->isHidden();
  if (columns == columns_ && alone == one_alone_) {
    return;
  }
  columns_ = columns;
  one_alone_ = alone;
  for (QWidget* part : parts_) {
    grid_->removeWidget(part);
  }
  int place = 0;
  for (QWidget* part : parts_) {
    const bool whole_line = alone && columns > 1 && place == 2;
    grid_->addWidget(part, place / columns, place % columns, 1, whole_line ? columns : 1);
    place += part->isHidden() ? 0 : 1;
  }
  grid_->setColumnStretch(0, 1);
  grid_->setColumnStretch(1, columns > 1 ? 1 : 0);
  fit_heights();
}

void ResultCharts::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  place_parts();
}

}  // namespace noiseal::ui
