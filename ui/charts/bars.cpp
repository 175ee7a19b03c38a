// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bars.h"

#include <QChart>
#include <QGraphicsItem>
#include <QPaintEngine>
#include <QPainter>
#include <algorithm>
#include <utility>

#include "ui/charts/plot_view.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

/// Above the grid and the axes, below the lines of the plot's own series.
constexpr qreal kDepth = 3.5;
/// Painting hands more lines of pixels than about 96 at once to helper threads and waits for them.
constexpr qreal kMostLines = 64;

void fill(QPainter& painter, const QRectF& rect, const QColor& colour) {
  if (painter.paintEngine()->type() != QPaintEngine::Raster) {
    painter.fillRect(rect, colour);
    return;
  }
  const qreal scale = painter.deviceTransform().m22();
  const qreal step = kMostLines / std::max<qreal>(scale, 1);
  for (qreal top = rect.top(); top < rect.bottom(); top += step) {
    painter.fillRect(QRectF(rect.left(), top, rect.width(), std::min(step, rect.bottom() - top)),
                     colour);
  }
}

}  // namespace

class BarSeries::Item : public QGraphicsItem {
 public:
  Item(PlotView& plot, ThemeColour colour, int alpha)
      : QGraphicsItem(plot.chart()), plot_(plot), colour_(colour), alpha_(alpha) {
    setZValue(kDepth);
    QObject::connect(plot.chart(), &QChart::plotAreaChanged, plot.chart(),
                     [this] { prepareGeometryChange(); });
  }

  void set(std::vector<Bar> bars) {
    bars_ = std::move(bars);
    update();
  }
  [[nodiscard]] const std::vector<Bar>& bars() const { return bars_; }

  [[nodiscard]] QRectF boundingRect() const override { return plot_.chart()->plotArea(); }

  void paint(QPainter* painter, const QStyleOptionGraphicsItem* /*option*/,
             QWidget* /*widget*/) override {
    QColor colour = current_colours().*colour_;
    colour.setAlpha(alpha_);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, false);  // straight edges stay sharp
    const QRectF area = boundingRect();
    for (const Bar& bar : bars_) {
      const QRectF place(plot_.position_of({bar.left, bar.high}),
                         plot_.position_of({bar.right, bar.low}));
      fill(*painter, place.intersected(area), colour);
    }
    painter->restore();
  }

 private:
  PlotView& plot_;
  ThemeColour colour_;
  int alpha_;
  std::vector<Bar> bars_;
};

BarSeries::BarSeries(PlotView& plot, ThemeColour colour, int alpha)
    : item_(new Item(plot, colour, alpha)) {}

void BarSeries::set(std::vector<Bar> bars) {
  item_->set(std::move(bars));
}

const std::vector<Bar>& BarSeries::bars() const {
  return item_->bars();
}

void BarSeries::recolour() {
  item_->update();
}

}  // namespace noiseal::ui
