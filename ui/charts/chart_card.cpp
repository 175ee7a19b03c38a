// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_card.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QSaveFile>
#include <QSvgGenerator>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "core/base/count_text.h"
#include "ui/charts/legend.h"
#include "ui/charts/plot_view.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

/// The same with and without a button, so that plots side by side stay level.
constexpr int kHeadHeight = 24;

}  // namespace

ChartCard::ChartCard(const QString& title, const QString& name, QWidget* parent) : QFrame(parent) {
  setObjectName(name);
  set_role(this, "panel");
  column_ = new QVBoxLayout(this);
  column_->setContentsMargins(kNear, kClose, kClose, kTight);
  column_->setSpacing(2);
  head_ = new QHBoxLayout;
  head_->setSpacing(kClose);
  title_ = new QLabel(title, this);
  set_role(title_, "title");
  title_->setFixedHeight(kHeadHeight);
  note_ = new QLabel(this);
  note_->setObjectName(name + QStringLiteral("-note"));
  note_->setTextFormat(Qt::PlainText);
  note_->setFont(text_font(TextSize::small));
  note_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
  set_role(note_, "muted");
  meaning_ = new QLabel(this);
  meaning_->setObjectName(name + QStringLiteral("-meaning"));
  meaning_->setTextFormat(Qt::PlainText);
  meaning_->setFont(text_font(TextSize::small));
  set_role(meaning_, "muted");
  // It takes the room that is left, and never keeps a card from getting narrower.
  meaning_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  meaning_->hide();
  head_->addWidget(title_);
  head_->addWidget(meaning_, 1);
  head_->addStretch();
  legend_ = new Legend(this);
  legend_->setObjectName(name + QStringLiteral("-legend"));
  legend_->setAccessibleName(tr("Colours of %1").arg(title));
  plot_ = new PlotView(this);
  plot_->setObjectName(name + QStringLiteral("-plot"));
  plot_->setAccessibleName(title);
  auto* below = new QHBoxLayout;
  below->setSpacing(kClose);
  below->addWidget(legend_, 1);
  below->addWidget(note_, 0, Qt::AlignTop);
  column_->addLayout(head_);
  column_->addLayout(below);
  column_->addWidget(plot_, 1);
  connect(&Theme::instance(), &Theme::changed, this, [this] {
    plot_->recolour();
    recolour();
  });
}

QString ChartCard::title() const {
  return title_->text();
}

void ChartCard::set_title(const QString& title) {
  title_->setText(title);
  plot_->setAccessibleName(title);
}

void ChartCard::set_meaning(const QStringList& few_words, const QString& sentences) {
  few_words_ = few_words;
  for (QLabel* label : {title_, meaning_}) {
    label->setToolTip(sentences);
    label->setAccessibleDescription(sentences);
  }
  plot_->set_meaning(sentences);
  fit_meaning();
}

void ChartCard::fit_meaning() {
  const QMargins margins = column_->contentsMargins();
  int room = width() - margins.left() - margins.right() - head_->spacing();
  for (int i = 0; i < head_->count(); ++i) {
    const QWidget* part = head_->itemAt(i)->widget();
    if (part != nullptr && part != meaning_ && !part->isHidden()) {
      room -= part->sizeHint().width() + head_->spacing();
    }
  }
  const QFontMetrics metrics(meaning_->font());
  const auto fitting = std::ranges::find_if(
      few_words_, [&](const QString& words) { return metrics.horizontalAdvance(words) <= room; });
  meaning_->setText(fitting == few_words_.end() ? QString() : *fitting);
  meaning_->setVisible(fitting != few_words_.end());
}

void ChartCard::resizeEvent(QResizeEvent* event) {
  QFrame::resizeEvent(event);
  fit_meaning();
}

void ChartCard::set_note(const QString& note, const QString& explanation) {
  note_->setText(note);
  note_->setToolTip(explanation.isEmpty() ? note : explanation);
  plot_->setAccessibleDescription(note);
}

QString ChartCard::note() const {
  return note_->text();
}

QString ChartCard::csv() const {
  const ChartNumbers table = numbers();
  QString text = table.columns.join(QLatin1Char(',')) + QStringLiteral("\r\n");
  for (const QStringList& row : table.rows) {
    text += row.join(QLatin1Char(',')) + QStringLiteral("\r\n");
  }
  return text;
}

bool ChartCard::save_png(const QString& file) {
  // Twice the screen's size, so that it prints well.
  constexpr int kScale = 2;
  QPixmap picture(size() * kScale);
  picture.setDevicePixelRatio(kScale);
  picture.fill(current_colours().panel);
  render(&picture);
  return picture.save(file, "PNG");
}

bool ChartCard::save_svg(const QString& file) {
  QSaveFile out(file);
  if (!out.open(QIODevice::WriteOnly)) {
    return false;
  }
  QSvgGenerator svg;
  svg.setOutputDevice(&out);
  svg.setSize(size());
  svg.setViewBox(rect());
  svg.setTitle(title());
  QPainter painter;
  if (!painter.begin(&svg)) {
    return false;
  }
  painter.fillRect(rect(), current_colours().panel);
  for (QWidget* part : std::initializer_list<QWidget*>{title_, meaning_, note_, legend_}) {
    if (part->isHidden()) {
      continue;
    }
    part->render(&painter, part->pos(), QRegion(), QWidget::DrawChildren);
  }
  // The scene itself, so that the plot stays lines and text.
  plot_->QGraphicsView::render(&painter, QRectF(plot_->geometry()), plot_->viewport()->rect());
  painter.end();
  return out.commit();
}

bool ChartCard::save_csv(const QString& file) const {
  QSaveFile out(file);
  return out.open(QIODevice::WriteOnly) && out.write(csv().toUtf8()) >= 0 && out.commit();
}

void ChartCard::ask_and_save(const QString& ending, bool (ChartCard::*save)(const QString&)) {
  auto* dialog = new QFileDialog(this, tr("Save the chart"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(ending);
  dialog->selectFile(objectName() + QLatin1Char('.') + ending);
  connect(dialog, &QFileDialog::fileSelected, this, [this, save](const QString& file) {
    if (!(this->*save)(file)) {
      Q_EMIT failed(tr("%1 can't be written; choose another folder.").arg(file));
    }
  });
  dialog->open();
}

void ChartCard::fill_menu(QMenu& menu) {
  const auto add = [&](const QString& text, const char* name, auto action) {
    QAction* entry = menu.addAction(text);
    entry->setObjectName(QString::fromLatin1(name));
    connect(entry, &QAction::triggered, this, action);
  };
  add(tr("Copy picture"), "copy-picture", [this] { QApplication::clipboard()->setPixmap(grab()); });
  add(tr("Copy numbers"), "copy-numbers", [this] { QApplication::clipboard()->setText(csv()); });
  menu.addSeparator();
  add(tr("Save as PNG…"), "save-png",
      [this] { ask_and_save(QStringLiteral("png"), &ChartCard::save_png); });
  add(tr("Save as SVG…"), "save-svg",
      [this] { ask_and_save(QStringLiteral("svg"), &ChartCard::save_svg); });
  add(tr("Save numbers as CSV…"), "save-csv",
      [this] { ask_and_save(QStringLiteral("csv"), &ChartCard::save_numbers); });
}

void ChartCard::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("chart-menu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  fill_menu(*menu);
  menu->popup(event->globalPos());
}

QString number_text(double value) {
  if (!std::isfinite(value)) {
    return {};
  }
  return QString::number(std::round(value * 1e4) / 1e4, 'g', 12);
}

QString count_words(std::uint64_t count) {
  return QString::fromStdString(count_text(count));
}

QString percent_text(double share) {
  return QStringLiteral("%1 %").arg(100 * share, 0, 'f', 1);
}

}  // namespace noiseal::ui
