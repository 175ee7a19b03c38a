// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <vector>

#include "ui/charts/bars.h"

class QHBoxLayout;
class QLabel;
class QMenu;
class QVBoxLayout;

namespace noiseal::ui {

class Legend;
class PlotView;

struct LegendEntry {
  QString name;
  ThemeColour colour = &Colours::accent;
  Qt::PenStyle line = Qt::NoPen;  ///< NoPen: a filled square
};

/// The numbers that a chart shows, for CSV: numbers and the program's own words, no data text.
struct ChartNumbers {
  QStringList columns;
  std::vector<QStringList> rows;
};

/// A panel with a title, a note, a legend and a plot; its picture and numbers can be taken along.
class ChartCard : public QFrame {
  Q_OBJECT

 public:
  /// name: of the object, such as "chart-map"; the plot's is name + "-plot".
  ChartCard(const QString& title, const QString& name, QWidget* parent = nullptr);

  [[nodiscard]] PlotView* plot() const { return plot_; }
  [[nodiscard]] Legend* legend() const { return legend_; }
  [[nodiscard]] QString title() const;
  void set_title(const QString& title);
  /// What the chart shows, for somebody who meets it for the first time. few_words: beside the
  /// title, the first of them for which there is room, so the longest comes first. sentences: under
  /// the pointer, and in the place of a plot without values.
  void set_meaning(const QStringList& few_words, const QString& sentences);
  /// At the right of the title: what the figures are, such as "gold labels" or "estimate".
  void set_note(const QString& note, const QString& explanation = {});
  [[nodiscard]] QString note() const;

  [[nodiscard]] virtual ChartNumbers numbers() const = 0;
  [[nodiscard]] QString csv() const;
  /// Each false when the file can't be written.
  [[nodiscard]] bool save_png(const QString& file);
  [[nodiscard]] bool save_svg(const QString& file);
  [[nodiscard]] bool save_csv(const QString& file) const;

 Q_SIGNALS:
  /// A file could not be written, in a sentence.
  void failed(const QString& sentence);

 protected:
  /// Colours of series anew; called after the theme has changed.
  virtual void recolour() = 0;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  /// In place of the plot, or beside the title.
  [[nodiscard]] QVBoxLayout* column() const { return column_; }
  [[nodiscard]] QHBoxLayout* head() const { return head_; }

 private:
  void fit_meaning();
  void fill_menu(QMenu& menu);
  void ask_and_save(const QString& ending, bool (ChartCard::*save)(const QString&));
  bool save_numbers(const QString& file) { return save_csv(file); }

  QVBoxLayout* column_;
  QHBoxLayout* head_;
  QLabel* title_;
  QLabel* meaning_;
  QStringList few_words_;
  QLabel* note_;
  Legend* legend_;
  PlotView* plot_;
};

/// A number as CSV and hovers show it: at most four places, no trailing zeros.
QString number_text(double value);
/// "10,000": a count as all the program's texts have it.
QString count_words(std::uint64_t count);
/// "61.5 %".
QString percent_text(double share);

}  // namespace noiseal::ui
