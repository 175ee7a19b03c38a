// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/outcome_chart.h"

#include <QLineSeries>
#include <QPen>
#include <algorithm>
#include <cmath>

#include "ui/charts/legend.h"
#include "ui/charts/plot_view.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

/// A line of the chart.
struct Figure {
  const char* name;
  const char* column;
  ThemeColour colour;
  Qt::PenStyle style;
  bool hidden_at_first;
  std::optional<double> (*value)(const EpochPoint&);
};

const std::vector<Figure>& figures() {
  static const std::vector<Figure> all{
      {QT_TRANSLATE_NOOP("OutcomeChart", "test"), "test_accuracy", &Colours::accent, Qt::SolidLine,
       false, [](const EpochPoint& point) { return point.test_accuracy.strong; }},
      {QT_TRANSLATE_NOOP("OutcomeChart", "validation"), "validation_accuracy", &Colours::accent,
       Qt::DotLine, true, [](const EpochPoint& point) { return point.valid_accuracy.strong; }},
      {QT_TRANSLATE_NOOP("OutcomeChart", "errors found (AUC)"), "roc_auc", &Colours::clean,
       Qt::SolidLine, false, [](const EpochPoint& point) { return point.separation.strong; }},
      {QT_TRANSLATE_NOOP("OutcomeChart", "memorised, strong"), "memorised_strong", &Colours::noisy,
       Qt::SolidLine, false, [](const EpochPoint& point) { return point.memorised.strong; }},
      {QT_TRANSLATE_NOOP("OutcomeChart", "weak"), "memorised_weak", &Colours::noisy, Qt::DashLine,
       false, [](const EpochPoint& point) { return point.memorised.weak; }},
      {QT_TRANSLATE_NOOP("OutcomeChart", "wrong in purified"), "noise_purified_after",
       &Colours::purified, Qt::SolidLine, false,
       [](const EpochPoint& point) { return point.noise.purified_after; }},
      {QT_TRANSLATE_NOOP("OutcomeChart", "before"), "noise_purified_before", &Colours::purified,
       Qt::DotLine, true, [](const EpochPoint& point) { return point.noise.purified_before; }},
  };
  return all;
}

QList<QPointF> points_of(const Figure& figure, const std::vector<EpochPoint>& epochs) {
  QList<QPointF> points;
  for (const EpochPoint& epoch : epochs) {
    const auto value = figure.value(epoch);
    if (value && std::isfinite(*value)) {
      points << QPointF(epoch.epoch, 100 * *value);
    }
  }
  return points;
}

}  // namespace

OutcomeChart::OutcomeChart(QWidget* parent)
    : ChartCard(tr("Outcome"), QStringLiteral("chart-outcome"), parent) {
  for (const Figure& figure : figures()) {
    auto* line = new QLineSeries;
    line->setPointsVisible(true);
    auto* other = new QLineSeries;
    plot()->add(line);
    plot()->add(other);
    lines_.push_back(line);
    compared_lines_.push_back(other);
    hidden_.push_back(figure.hidden_at_first);
  }
  now_ = new QLineSeries;
  plot()->add(now_);
  plot()->set_y(0, 100, 50, "%.0f %%");
  plot()->set_titles(tr("epoch"), {});
  set_meaning(
      {tr("what each epoch brought")},
      tr("How good each epoch is. Test, validation: share of those rows labelled right. Errors "
         "found: how well wrong labels are told from right ones, 50 % is chance. Memorised: "
         "share of the wrong labels that a model repeats, the memory effect. Wrong in "
         "purified: wrong labels among rows with a new label."));
  plot()->set_steps(1, 5);
  plot()->set_hover([this](const QPointF& value) { return say(value); });
  legend()->set_switchable(true);
  connect(legend(), &Legend::switched, this, [this](int entry, bool on) {
    const auto place = static_cast<std::size_t>(entry);
    if (place < shown_.size() && hidden_[shown_[place]] == on) {
      hidden_[shown_[place]] = !on;
      draw();
    }
  });
  OutcomeChart::recolour();
  clear();
}

void OutcomeChart::clear() {
  curves_ = {};
  compared_.reset();
  shown_.clear();
  now_->clear();
  legend()->set_entries({});
  set_note({});
  draw();
  fit_axis();
  plot()->set_empty_text(tr("Lines appear at the end of the first epoch."));
}

void OutcomeChart::fit_axis() {
  constexpr int kUsual = 6;  // before anything is known
  int most = curves_.planned_epochs > 0 ? std::max(curves_.planned_epochs, 2) : kUsual;
  for (const RunCurves* run : {&curves_, compared_ ? &*compared_ : nullptr}) {
    if (run != nullptr && !run->epochs.empty()) {
      most = std::max(most, run->epochs.back().epoch);
    }
  }
  plot()->set_x(0.7, most + 0.3, most > 12 ? std::ceil(most / 8.0) : 1, "%.0f");
}

bool OutcomeChart::has_values(std::size_t line) const {
  return !points_of(figures()[line], curves_.epochs).isEmpty();
}

void OutcomeChart::show_curves(const RunCurves& curves) {
  curves_ = curves;
  // Without a test split the validation accuracy is the one to look at.
  const bool has_test = has_values(0);
  std::vector<std::size_t> now;
  std::vector<LegendEntry> entries;
  for (std::size_t line = 0; line < figures().size(); ++line) {
    if (has_values(line)) {
      const Figure& figure = figures()[line];
      now.push_back(line);
      entries.push_back({tr(figure.name), figure.colour, figure.style});
    }
  }
  if (now != shown_) {
    if (!has_test && has_values(1)) {
      hidden_[1] = false;
    }
    shown_ = now;
    const std::vector<bool> hidden = hidden_;
    legend()->set_entries(std::move(entries));
    for (std::size_t place = 0; place < shown_.size(); ++place) {
      legend()->set_on(place, !hidden[shown_[place]]);
    }
  }
  set_note(curves.epochs.empty()   ? QString()
           : curves.gold_known     ? QString()
           : curves.labels_changed ? tr("labels have changed since")
                                   : tr("no gold labels"),
           curves.labels_changed
               ? tr("The given labels are no longer those that this run saw; what needs both is "
                    "shown as it was then.")
               : tr("Errors found and memorised, and the wrong labels among purified rows, can't "
                    "be known "
                    "without gold labels: these lines are left out."));
  plot()->set_empty_text(curves.epochs.empty() ? tr("Lines appear at the end of the first epoch.")
                                               : QString());
  draw();
  fit_axis();
}

void OutcomeChart::show_compared(const std::optional<RunCurves>& curves) {
  compared_ = curves;
  draw();
  fit_axis();
}

void OutcomeChart::show_epoch(int epoch) {
  now_->replace(epoch > 0 ? QList<QPointF>{QPointF(epoch, 0), QPointF(epoch, 100)}
                          : QList<QPointF>());
}

void OutcomeChart::draw() {
  for (std::size_t line = 0; line < lines_.size(); ++line) {
    const Figure& figure = figures()[line];
    lines_[line]->replace(hidden_[line] ? QList<QPointF>() : points_of(figure, curves_.epochs));
    compared_lines_[line]->replace(
        hidden_[line] || !compared_ ? QList<QPointF>() : points_of(figure, compared_->epochs));
  }
}

QString OutcomeChart::say(const QPointF& value) const {
  const int epoch = static_cast<int>(std::lround(value.x()));
  QString text;
  const auto add = [&](const RunCurves& run, const QString& whose) {
    for (const EpochPoint& point : run.epochs) {
      if (point.epoch != epoch) {
        continue;
      }
      text += (text.isEmpty() ? QString() : QStringLiteral("\n")) +
              tr("Epoch %1%2").arg(epoch).arg(whose);
      for (std::size_t line = 0; line < figures().size(); ++line) {
        const auto figure = figures()[line].value(point);
        if (figure && !hidden_[line]) {
          text += QStringLiteral("\n%1: %2").arg(tr(figures()[line].name), percent_text(*figure));
        }
      }
    }
  };
  add(curves_, {});
  if (compared_) {
    add(*compared_, tr(" of run %1").arg(compared_->run));
  }
  return text;
}

ChartNumbers OutcomeChart::numbers() const {
  ChartNumbers table;
  table.columns << QStringLiteral("run") << QStringLiteral("epoch");
  for (const Figure& figure : figures()) {
    table.columns << QString::fromLatin1(figure.column);
  }
  for (const RunCurves* run : {&curves_, compared_ ? &*compared_ : nullptr}) {
    if (run == nullptr) {
      continue;
    }
    for (const EpochPoint& point : run->epochs) {
      QStringList row{QString::number(run->run), QString::number(point.epoch)};
      for (const Figure& figure : figures()) {
        const auto value = figure.value(point);
        row << (value ? number_text(*value) : QString());
      }
      table.rows.push_back(row);
    }
  }
  return table;
}

void OutcomeChart::recolour() {
  for (std::size_t line = 0; line < lines_.size(); ++line) {
    const Figure& figure = figures()[line];
    const QColor colour = current_colours().*figure.colour;
    lines_[line]->setPen(QPen(colour, 2, figure.style));
    QColor pale = colour;
    pale.setAlpha(130);
    compared_lines_[line]->setPen(QPen(pale, 1.5, Qt::DashDotLine));
  }
  now_->setPen(QPen(current_colours().muted, 1, Qt::DotLine));
}

}  // namespace noiseal::ui
