// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFontMetrics>
#include <QString>
#include <string>
#include <string_view>

#include "core/experiment/figure.h"
#include "core/experiment/result.h"

namespace noiseal::ui {

/// The program's own words, for a label.
inline QString words(std::string_view text) {
  return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// "25 Nov 2026, 08:12" of a UTC time, on this machine's clock.
QString date_words(const std::string& utc);

/// What a figure is, for somebody who meets it for the first time.
QString figure_explanation(Figure figure);
/// What a curve's name stands for, such as "roc_auc": a title for its axis.
QString curve_title(const std::string& name);

/// In lines that are no wider than that, where words allow it.
QString broken_words(const QString& text, const QFontMetrics& metrics, int width);
/// With a capital first letter.
QString sentence_start(const QString& text);

/// "mean\nlow to high"; of one seed the value alone; empty where nothing is known.
QString figure_cell(const FigureSummary* summary);

/// "Took 12 min 4 s; sharing saved 14 epochs and 2 runs, 5 min 10 s of training."
QString savings_words(const ExperimentResult& result);

}  // namespace noiseal::ui
