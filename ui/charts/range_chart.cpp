// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/range_chart.h"

#include <QChart>
#include <QFontMetrics>
#include <QGraphicsItem>
#include <QPainter>
#include <QResizeEvent>
#include <QValueAxis>
#include <algorithm>
#include <cmath>
#include <utility>

#include "ui/charts/legend.h"
#include "ui/charts/plot_view.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr qreal kDepth = 5;  // above grid and axes
constexpr qreal kBarHeight = 8;
constexpr qreal kDot = 4.5;
constexpr int kBarAlpha = 90;
constexpr double kGroupGap = 0.6;
constexpr int kLineHeight = 24;
constexpr int kAroundLines = 110;  // title, legend, axis
constexpr double kMostOfWidth = 0.45;

}  // namespace

/// Names, bars and dots as one item: the axis itself has no names.
class RangeChart::Item : public QGraphicsItem {
 public:
  explicit Item(RangeChart& card) : QGraphicsItem(card.plot()->chart()), card_(card) {
    setZValue(kDepth);
    QObject::connect(card.plot()->chart(), &QChart::plotAreaChanged, card.plot()->chart(),
                     [this] { prepareGeometryChange(); });
  }

  [[nodiscard]] QRectF boundingRect() const override {
    return {QPointF(0, 0), card_.plot()->chart()->size()};
  }

  void paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/,
             QWidget* /*widget*/) override {
    const Colours& colours = current_colours();
    const PlotView& plot = *card_.plot();
    const QRectF area = plot.chart()->plotArea();
    QColor bar = colours.accent;
    bar.setAlpha(kBarAlpha);
    painter->setFont(text_font(TextSize::small));
    const QFontMetrics metrics(painter->font());
    for (std::size_t i = 0; i < card_.values_.size(); ++i) {
      const RangedValue& value = card_.values_[i];
      const auto at = [&](double x) {
        return plot.position_of({on_axis(card_.unit_, x), card_.places_[i]});
      };
      const QPointF mean = at(value.mean);
      painter->setPen(Qt::NoPen);
      painter->setBrush(bar);
      const QPointF low = at(value.low);
      const QPointF high = at(value.high);
      painter->drawRoundedRect(
          QRectF(low.x() - 1, mean.y() - kBarHeight / 2, high.x() - low.x() + 2, kBarHeight), 2, 2);
      painter->setBrush(colours.accent);
      painter->drawEllipse(mean, kDot, kDot);
      painter->setPen(colours.text);
      const QRectF place(0, mean.y() - kLineHeight / 2.0, area.left() - kClose, kLineHeight);
      painter->drawText(
          place, Qt::AlignRight | Qt::AlignVCenter,
          metrics.elidedText(value.name, Qt::ElideMiddle, static_cast<int>(place.width())));
    }
  }

 private:
  RangeChart& card_;
};

RangeChart::RangeChart(const QString& title, const QString& name, QWidget* parent)
    : ChartCard(title, name, parent), item_(new Item(*this)) {
  plot()->x()->setGridLineVisible(true);
  plot()->y()->setGridLineVisible(false);
  plot()->y()->setLabelsVisible(false);
  plot()->y()->setLineVisible(false);
  plot()->set_hover([this](const QPointF& value) { return say(value); });
  clear();
}

void RangeChart::clear() {
  show_values({}, unit_, {});
}

void RangeChart::show_values(std::vector<RangedValue> values, ValueUnit unit,
                             const QString& axis_title) {
  values_ = std::move(values);
  unit_ = unit;
  places_.clear();
  double place = 0.5;
  for (std::size_t i = values_.size(); i-- > 0;) {
    places_.push_back(place);
    place += i > 0 && values_[i].group != values_[i - 1].group ? 1 + kGroupGap : 1;
  }
  std::reverse(places_.begin(), places_.end());
  std::vector<double> all;
  bool ranges = false;
  for (const RangedValue& value : values_) {
    all.push_back(on_axis(unit, value.low));
    all.push_back(on_axis(unit, value.high));
    ranges = ranges || value.low < value.high;
  }
  const ValueAxis axis = axis_for(unit, all);
  plot()->set_x(axis.low, axis.high, axis.interval, axis_format(unit, axis));
  const double top = places_.empty() ? 1 : places_.front() + 0.5;
  plot()->set_y(0, top, top, "%.0f");
  plot()->set_titles(axis_title, {});
  plot()->set_steps(axis.interval / 2, 1);
  plot()->set_empty_text(values_.empty() ? tr("Nothing is known of this yet.") : QString());
  std::vector<LegendEntry> entries;
  if (ranges) {
    entries.push_back({tr("mean, and lowest to highest over the seeds"), &Colours::accent});
  } else if (!values_.empty()) {
    entries.push_back({tr("one seed, without a range"), &Colours::accent});
  }
  legend()->set_entries(std::move(entries));
  make_room_for_names();
  item_->update();
}

int RangeChart::wanted_height() const {
  const double top = places_.empty() ? 1 : places_.front() + 0.5;
  return kAroundLines + static_cast<int>(std::ceil(top * kLineHeight));
}

void RangeChart::make_room_for_names() {
  const QFontMetrics metrics(text_font(TextSize::small));
  int widest = 0;
  for (const RangedValue& value : values_) {
    widest = std::max(widest, metrics.horizontalAdvance(value.name));
  }
  const int most = static_cast<int>(kMostOfWidth * plot()->width());
  plot()->chart()->setMargins({std::min(widest + kTight, std::max(most, 0)), 0, kClose, 0});
}

void RangeChart::resizeEvent(QResizeEvent* event) {
  ChartCard::resizeEvent(event);
  make_room_for_names();
}

QString RangeChart::say(const QPointF& value) const {
  constexpr double kHalf = 0.5;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (std::abs(places_[i] - value.y()) <= kHalf) {
      const RangedValue& found = values_[i];
      return found.low < found.high
                 ? tr("%1\nmean %2, from %3 to %4")
                       .arg(found.name, value_text(unit_, found.mean), value_text(unit_, found.low),
                            value_text(unit_, found.high))
                 : QStringLiteral("%1\n%2").arg(found.name, value_text(unit_, found.mean));
    }
  }
  return {};
}

ChartNumbers RangeChart::numbers() const {
  ChartNumbers table;
  table.columns = {QStringLiteral("name"), QStringLiteral("group"), QStringLiteral("mean"),
                   QStringLiteral("low"), QStringLiteral("high")};
  for (const RangedValue& value : values_) {
    table.rows.push_back({csv_name(value.name), csv_name(value.group), number_text(value.mean),
                          number_text(value.low), number_text(value.high)});
  }
  return table;
}

void RangeChart::recolour() {
  item_->update();
}

}  // namespace noiseal::ui
