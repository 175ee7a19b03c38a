// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/pair_histogram.h"

#include <algorithm>
#include <utility>

#include "ui/charts/legend.h"
#include "ui/charts/plot_view.h"

namespace noiseal::ui {
namespace {

constexpr double kGap = 0.06;  // of a bar's width, at each side
constexpr int kAlpha = 165;    // what lies behind shows through

/// The tallest bar may be ten times the next one: then it is cut, so that the others can be read.
double height_for(const PairCounts& counts) {
  constexpr double kMostOverNext = 2.5;
  std::vector<std::uint64_t> tallest(counts.clean.size(), 0);
  for (std::size_t i = 0; i < tallest.size(); ++i) {
    tallest[i] = std::max(counts.clean[i], counts.noisy[i]);
  }
  std::sort(tallest.begin(), tallest.end(), std::greater<>());
  const auto most = tallest.empty() ? 1.0 : static_cast<double>(tallest[0]);
  const double next = tallest.size() > 1 ? static_cast<double>(tallest[1]) : most;
  return next > 0 ? std::min(most, kMostOverNext * next) : most;
}

}  // namespace

PairHistogram::PairHistogram(const QString& title, const QString& name, QWidget* parent)
    : ChartCard(title, name, parent),
      clean_(std::make_unique<BarSeries>(*plot(), &Colours::clean, kAlpha)),
      noisy_(std::make_unique<BarSeries>(*plot(), &Colours::noisy, kAlpha)) {
  plot()->set_hover([this](const QPointF& value) { return say(value); });
  clear();
}

void PairHistogram::clear() {
  show_counts({}, {});
}

double PairHistogram::bin_width() const {
  return (counts_.high - counts_.low) /
         static_cast<double>(std::max<std::size_t>(1, counts_.clean.size()));
}

void PairHistogram::show_counts(PairCounts counts, const QString& x_title) {
  counts_ = std::move(counts);
  counts_.noisy.resize(counts_.clean.size());
  x_title_ = x_title;
  const NiceAxis axis = nice_axis(height_for(counts_));
  bool cut = false;
  const auto bars = [&](const std::vector<std::uint64_t>& heights) {
    std::vector<Bar> all;
    for (std::size_t i = 0; i < heights.size(); ++i) {
      const auto height = static_cast<double>(heights[i]);
      const double left = counts_.low + bin_width() * static_cast<double>(i);
      cut = cut || height > axis.high;
      if (height > 0) {
        all.push_back({left + kGap * bin_width(), left + (1 - kGap) * bin_width(), 0,
                       std::min(height, axis.high)});
      }
    }
    return all;
  };
  clean_->set(bars(counts_.clean));
  noisy_->set(bars(counts_.noisy));
  plot()->set_x(counts_.low, counts_.high, counts_.high - counts_.low > 2 ? 2 : 0.25,
                counts_.high - counts_.low > 2 ? "%.0f" : "%.2f");
  plot()->set_y(0, axis.high, axis.interval, "%.0f");
  plot()->set_titles(x_title, cut ? tr("rows, tallest bar cut") : tr("rows"));
  plot()->set_steps(bin_width(), axis.interval);
  const bool empty = counts_.clean.empty();
  plot()->set_empty_text(empty ? tr("Nothing is known of this yet.") : QString());
  legend()->set_entries(empty ? std::vector<LegendEntry>()
                              : std::vector<LegendEntry>{{tr("right labels"), &Colours::clean},
                                                         {tr("wrong labels"), &Colours::noisy}});
}

QString PairHistogram::say(const QPointF& value) const {
  const double place = (value.x() - counts_.low) / bin_width();
  if (place < 0 || place >= static_cast<double>(counts_.clean.size())) {
    return {};
  }
  const auto bin = static_cast<std::size_t>(place);
  const double left = counts_.low + bin_width() * static_cast<double>(bin);
  return tr("%1 %2 to %3\nright labels: %4 rows\nwrong labels: %5 rows")
      .arg(x_title_, number_text(left), number_text(left + bin_width()),
           count_words(counts_.clean[bin]), count_words(counts_.noisy[bin]));
}

ChartNumbers PairHistogram::numbers() const {
  ChartNumbers table;
  table.columns = {QStringLiteral("from"), QStringLiteral("to"), QStringLiteral("right_labels"),
                   QStringLiteral("wrong_labels")};
  for (std::size_t i = 0; i < counts_.clean.size(); ++i) {
    const double left = counts_.low + bin_width() * static_cast<double>(i);
    table.rows.push_back({number_text(left), number_text(left + bin_width()),
                          QString::number(counts_.clean[i]), QString::number(counts_.noisy[i])});
  }
  return table;
}

void PairHistogram::recolour() {
  clean_->recolour();
  noisy_->recolour();
}

}  // namespace noiseal::ui
