// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/threshold_chart.h"

#include <QAreaSeries>
#include <QLineSeries>
#include <QPen>
#include <algorithm>
#include <cmath>

#include "ui/charts/legend.h"
#include "ui/charts/plot_view.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr std::array<ThemeColour, 2> kModelColours{&Colours::accent, &Colours::muted};
/// Told apart without colour, too; the weak model's lines are dashed in every chart.
constexpr std::array<Qt::PenStyle, 2> kModelLines{Qt::SolidLine, Qt::DashLine};
constexpr int kBandAlpha = 45;

QLineSeries* add_line(PlotView& plot) {
  auto* line = new QLineSeries;
  plot.add(line);
  return line;
}

QList<QPointF> medians_of(const std::vector<EpochPoint>& epochs, std::size_t model) {
  QList<QPointF> points;
  for (const EpochPoint& epoch : epochs) {
    if (const auto& band = epoch.threshold.at(model); band && std::isfinite(band->median)) {
      points << QPointF(epoch.epoch, band->median);
    }
  }
  return points;
}

}  // namespace

ThresholdChart::ThresholdChart(QWidget* parent)
    : ChartCard(tr("Thresholds"), QStringLiteral("chart-thresholds"), parent) {
  for (Band& band : bands_) {
    band.upper = new QLineSeries;
    band.lower = new QLineSeries;
    band.area = new QAreaSeries(band.upper, band.lower);
    band.upper->setParent(band.area);
    band.lower->setParent(band.area);
    plot()->add(band.area);
  }
  for (Band& band : bands_) {
    band.median = add_line(*plot());
    band.median->setPointsVisible(true);
    band.compared = add_line(*plot());
    band.row = add_line(*plot());
  }
  now_ = add_line(*plot());
  plot()->set_y(0, 1, 0.5, "%.1f");
  plot()->set_titles(tr("epoch"), {});
  set_meaning({tr("how sure a model must be"), tr("certainty required")},
              tr("A row counts as reliable only where each model is surer of its label than that "
                 "row's own threshold. Thresholds follow the models: the surer they have been of "
                 "a row so far, the surer they must be. An epoch is one pass over all training "
                 "rows."));
  plot()->set_steps(1, 0.1);
  plot()->set_hover([this](const QPointF& value) { return say(value); });
  ThresholdChart::recolour();
  clear();
}

void ThresholdChart::clear() {
  epochs_.clear();
  planned_ = 0;
  compared_.reset();
  row_.reset();
  for (const Band& band : bands_) {
    for (QLineSeries* line : {band.upper, band.lower, band.median, band.compared, band.row}) {
      line->clear();
    }
  }
  now_->clear();
  legend()->set_entries({});
  set_note({});
  fit_axis();
  plot()->set_empty_text(tr("Lines appear at the end of the first epoch."));
}

void ThresholdChart::fit_axis() {
  constexpr int kUsual = 6;  // before anything is known
  int most = planned_ > 0 ? std::max(planned_, 2) : kUsual;
  if (!epochs_.empty()) {
    most = std::max(most, epochs_.back().epoch);
  }
  if (compared_ && !compared_->epochs.empty()) {
    most = std::max(most, compared_->epochs.back().epoch);
  }
  plot()->set_x(0.7, most + 0.3, most > 12 ? std::ceil(most / 8.0) : 1, "%.0f");
}

void ThresholdChart::show_curves(const RunCurves& curves) {
  epochs_ = curves.epochs;
  planned_ = curves.planned_epochs;
  for (std::size_t model = 0; model < bands_.size(); ++model) {
    QList<QPointF> upper;
    QList<QPointF> lower;
    for (const EpochPoint& epoch : epochs_) {
      if (const auto& band = epoch.threshold.at(model)) {
        upper << QPointF(epoch.epoch, band->upper);
        lower << QPointF(epoch.epoch, band->lower);
      }
    }
    bands_.at(model).upper->replace(upper);
    bands_.at(model).lower->replace(lower);
    bands_.at(model).median->replace(medians_of(epochs_, model));
  }
  fit_axis();
  plot()->set_empty_text(epochs_.empty() ? tr("Lines appear at the end of the first epoch.")
                                         : QString());
  set_note(epochs_.empty() ? QString() : tr("middle half"),
           tr("Every row has a threshold of its own for each model; shown are their median and the "
              "band from the lower to the upper quartile."));
  name_lines();
}

void ThresholdChart::show_compared(const std::optional<RunCurves>& curves) {
  compared_ = curves;
  for (std::size_t model = 0; model < bands_.size(); ++model) {
    bands_.at(model).compared->replace(curves ? medians_of(curves->epochs, model)
                                              : QList<QPointF>());
  }
  fit_axis();
  name_lines();
}

void ThresholdChart::show_row(const std::optional<RowThresholds>& row) {
  row_ = row;
  for (std::size_t model = 0; model < bands_.size(); ++model) {
    QList<QPointF> points;
    if (row) {
      for (const ChartPoint& point : row->points.at(model)) {
        if (std::isfinite(point.y)) {
          points << QPointF(point.x, point.y);
        }
      }
    }
    bands_.at(model).row->replace(points);
  }
  name_lines();
}

void ThresholdChart::show_epoch(int epoch) {
  now_->replace(epoch > 0 ? QList<QPointF>{QPointF(epoch, 0), QPointF(epoch, 1)}
                          : QList<QPointF>());
}

void ThresholdChart::name_lines() {
  std::vector<LegendEntry> entries;
  if (!epochs_.empty()) {
    entries.push_back({tr("strong"), kModelColours[0], Qt::SolidLine});
    entries.push_back({tr("weak"), kModelColours[1], kModelLines[1]});
  }
  if (row_) {
    entries.push_back({tr("%1, strong").arg(row_->name), &Colours::noisy, Qt::DashLine});
    entries.push_back({tr("weak"), &Colours::noisy, Qt::DotLine});
  }
  if (compared_) {
    entries.push_back({tr("run %1").arg(compared_->run), &Colours::accent, Qt::DashDotLine});
  }
  legend()->set_entries(std::move(entries));
}

QString ThresholdChart::say(const QPointF& value) const {
  const int epoch = static_cast<int>(std::lround(value.x()));
  for (const EpochPoint& point : epochs_) {
    if (point.epoch != epoch) {
      continue;
    }
    QString text = tr("Epoch %1").arg(epoch);
    for (std::size_t model = 0; model < 2; ++model) {
      if (const auto& band = point.threshold.at(model)) {
        text += tr("\n%1: median %2, quartiles %3 to %4")
                    .arg(model == 0 ? tr("strong") : tr("weak"), number_text(band->median),
                         number_text(band->lower), number_text(band->upper));
      }
    }
    return text;
  }
  return {};
}

ChartNumbers ThresholdChart::numbers() const {
  ChartNumbers table;
  table.columns = {QStringLiteral("epoch"),
                   QStringLiteral("strong_lower_quartile"),
                   QStringLiteral("strong_median"),
                   QStringLiteral("strong_upper_quartile"),
                   QStringLiteral("weak_lower_quartile"),
                   QStringLiteral("weak_median"),
                   QStringLiteral("weak_upper_quartile")};
  for (const EpochPoint& point : epochs_) {
    QStringList row{QString::number(point.epoch)};
    for (const auto& band : point.threshold) {
      row << (band ? number_text(band->lower) : QString())
          << (band ? number_text(band->median) : QString())
          << (band ? number_text(band->upper) : QString());
    }
    table.rows.push_back(row);
  }
  return table;
}

void ThresholdChart::recolour() {
  for (std::size_t model = 0; model < bands_.size(); ++model) {
    const QColor colour = current_colours().*kModelColours.at(model);
    QColor fill = colour;
    fill.setAlpha(kBandAlpha);
    const Band& band = bands_.at(model);
    band.area->setBrush(fill);
    band.area->setPen(Qt::NoPen);
    band.median->setPen(QPen(colour, 2, kModelLines.at(model)));
    band.compared->setPen(QPen(colour, 1.5, Qt::DashDotLine));
    band.row->setPen(QPen(current_colours().noisy, 2, model == 0 ? Qt::DashLine : Qt::DotLine));
  }
  now_->setPen(QPen(current_colours().muted, 1, Qt::DotLine));
}

}  // namespace noiseal::ui
