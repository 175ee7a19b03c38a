// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/biography_chart.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr double kLeft = 26;
constexpr double kRight = 10;
constexpr double kTop = 8;
constexpr double kBottom = 22;
constexpr double kSetBand = 4;

QColor set_colour(int set, const Colours& colours) {
  switch (set) {
    case 0:
      return colours.reliable;
    case 1:
      return colours.hard;
    case 2:
      return colours.purified;
    default:
      return colours.unused;
  }
}

}  // namespace

BiographyChart::BiographyChart(QWidget* parent) : QWidget(parent) {
  setAccessibleName(tr("Biography of this row by epoch"));
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void BiographyChart::show_biography(const RowBiography& biography) {
  biography_ = biography;
  update();
}

void BiographyChart::clear() {
  biography_ = {};
  update();
}

void BiographyChart::paintEvent(QPaintEvent* /*event*/) {
  const Colours& colours = current_colours();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(text_font(TextSize::small));
  const std::size_t epochs = biography_.strong_given.size();
  if (epochs == 0) {
    painter.setPen(colours.muted);
    painter.drawText(rect(), Qt::AlignCenter, tr("Nothing is recorded about this row."));
    return;
  }
  const QRectF plot(kLeft, kTop, width() - kLeft - kRight, height() - kTop - kBottom);
  const auto x_of = [&](std::size_t epoch) {
    return epochs > 1 ? plot.left() + plot.width() * static_cast<double>(epoch) /
                                          static_cast<double>(epochs - 1)
                      : plot.center().x();
  };
  const auto y_of = [&](double value) {
    return plot.bottom() - plot.height() * std::clamp(value, 0.0, 1.0);
  };
  painter.setPen(colours.line);
  for (const double level : {0.0, 1.0}) {
    painter.drawLine(QPointF(plot.left(), y_of(level)), QPointF(plot.right(), y_of(level)));
  }
  painter.setPen(colours.muted);
  painter.drawText(QRectF(0, y_of(1) - 8, kLeft - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
                   QStringLiteral("1"));
  painter.drawText(QRectF(0, y_of(0) - 8, kLeft - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
                   QStringLiteral("0"));
  const std::size_t every = std::max<std::size_t>(1, epochs / 12 + (epochs % 12 != 0 ? 1 : 0) - 1);
  for (std::size_t i = 0; i < epochs; i += std::max<std::size_t>(1, every)) {
    painter.drawText(QRectF(x_of(i) - 20, plot.bottom() + kSetBand + 2, 40, 16), Qt::AlignCenter,
                     QString::number(i + 1));
  }
  for (std::size_t i = 0; i < biography_.set.size() && i < epochs; ++i) {
    if (biography_.set[i] >= 0) {
      const double half = plot.width() / static_cast<double>(2 * epochs);
      const double left = std::max(plot.left(), x_of(i) - half);
      const double right = std::min(plot.right(), x_of(i) + half);
      painter.fillRect(QRectF(left, plot.bottom() + 1, right - left, kSetBand),
                       set_colour(biography_.set[i], colours));
    }
  }
  const auto draw = [&](const std::vector<double>& values, const QColor& colour,
                        Qt::PenStyle style) {
    QPainterPath path;
    bool begun = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!std::isfinite(values[i])) {
        begun = false;
        continue;
      }
      const QPointF point(x_of(i), y_of(values[i]));
      begun ? path.lineTo(point) : path.moveTo(point);
      begun = true;
    }
    painter.setPen(QPen(colour, 2, style));
    painter.drawPath(path);
    if (!values.empty() && std::isfinite(values.back())) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(colour);
      painter.drawEllipse(QPointF(x_of(values.size() - 1), y_of(values.back())), 3, 3);
      painter.setBrush(Qt::NoBrush);
    }
  };
  draw(biography_.weak_given, colours.noisy, Qt::DotLine);
  draw(biography_.weak_best, colours.accent, Qt::DotLine);
  draw(biography_.strong_given, colours.noisy, Qt::SolidLine);
  draw(biography_.strong_best, colours.accent, Qt::SolidLine);
}

}  // namespace noiseal::ui
