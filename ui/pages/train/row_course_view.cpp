// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/row_course_view.h"

#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

#include "ui/charts/group_colours.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {

/// The probability of the given label by both models as two small lines, the sets as a strip below.
class CourseLines : public QWidget {
 public:
  explicit CourseLines(QWidget* parent) : QWidget(parent) { setFixedHeight(74); }
  void show_epochs(std::vector<RowAtEpoch> epochs) {
    epochs_ = std::move(epochs);
    update();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colours& colours = current_colours();
    const QRectF plot = QRectF(rect()).adjusted(1, 4, -1, -14);
    painter.setPen(QPen(colours.line, 1));
    painter.drawLine(plot.bottomLeft(), plot.bottomRight());
    painter.drawLine(plot.topLeft(), plot.topRight());
    if (epochs_.empty()) {
      return;
    }
    const double step = plot.width() / static_cast<double>(epochs_.size());
    for (const std::size_t model : {std::size_t{1}, std::size_t{0}}) {
      QPolygonF line;
      for (std::size_t i = 0; i < epochs_.size(); ++i) {
        const double p = epochs_[i].p_given.at(model);
        if (std::isfinite(p)) {
          line << QPointF(plot.left() + step * (static_cast<double>(i) + 0.5),
                          plot.bottom() - p * plot.height());
        }
      }
      painter.setPen(QPen(model == 0 ? colours.accent : colours.muted, 2));
      painter.drawPolyline(line);
    }
    for (std::size_t i = 0; i < epochs_.size(); ++i) {
      const QRectF cell(plot.left() + step * static_cast<double>(i) + 1, plot.bottom() + 5,
                        step - 2, 7);
      painter.setPen(Qt::NoPen);
      painter.setBrush(epochs_[i].set ? colours.*group_colour(group_of(*epochs_[i].set))
                                      : colours.line);
      painter.drawRoundedRect(cell, 2, 2);
    }
  }

 private:
  std::vector<RowAtEpoch> epochs_;
};

namespace {

QString name_of(const RowCourse& course, std::int32_t label) {
  return label < 0 || static_cast<std::size_t>(label) >= course.labels.size()
             ? QStringLiteral("-")
             : QString::fromStdString(course.labels[static_cast<std::size_t>(label)]);
}

/// What the last epoch says, in words.
QString words_of(const RowCourse& course) {
  if (course.epochs.empty()) {
    return RowCourseView::tr("This run did not work on the row.");
  }
  const RowAtEpoch& last = course.epochs.back();
  QString text = RowCourseView::tr(
                     "Epoch %1: strong model %2 (given label %3 %), weak model %4 "
                     "(%5 %)")
                     .arg(last.epoch)
                     .arg(name_of(course, last.predicted[0]))
                     .arg(std::lround(100 * last.p_given[0]))
                     .arg(name_of(course, last.predicted[1]))
                     .arg(std::lround(100 * last.p_given[1]));
  if (last.set) {
    text += RowCourseView::tr(", %1").arg(group_name(group_of(*last.set)));
  }
  if (course.error_score) {
    text += RowCourseView::tr(". Error score %1").arg(*course.error_score, 0, 'f', 2);
  }
  return text;
}

}  // namespace

RowCourseView::RowCourseView(QWidget* parent) : QWidget(parent) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kTight);
  text_ = new QPlainTextEdit(this);
  text_->setObjectName(QStringLiteral("row-text"));
  text_->setAccessibleName(tr("Text of the row"));
  text_->setReadOnly(true);
  text_->setTabChangesFocus(true);
  text_->setFixedHeight(84);
  labels_ = new QLabel(this);
  labels_->setObjectName(QStringLiteral("row-labels"));
  lines_ = new CourseLines(this);
  words_ = new QLabel(this);
  words_->setObjectName(QStringLiteral("row-words"));
  auto* key =
      new QLabel(tr("given label over the epochs: strong blue, weak grey; sets below"), this);
  key->setFont(text_font(TextSize::small));
  key->setWordWrap(true);
  set_role(key, "muted");
  for (QLabel* label : {labels_, words_}) {
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
  }
  words_->setFont(text_font(TextSize::small));
  set_role(words_, "muted");
  column->addWidget(text_);
  column->addWidget(labels_);
  column->addWidget(lines_);
  column->addWidget(key);
  column->addWidget(words_);
}

void RowCourseView::clear() {
  text_->clear();
  labels_->clear();
  words_->clear();
  lines_->show_epochs({});
  hide();
}

void RowCourseView::show_course(const RowCourse& course) {
  constexpr std::size_t kMostText = 100'000;
  text_->setPlainText(QString::fromStdString(course.text.substr(0, kMostText)));
  QStringList parts{tr("given %1").arg(QString::fromStdString(course.given))};
  if (!course.gold.empty()) {
    parts << tr("gold %1").arg(QString::fromStdString(course.gold));
  }
  if (!course.suggestion.empty()) {
    parts << tr("suggested %1").arg(QString::fromStdString(course.suggestion));
  }
  labels_->setText(parts.join(QStringLiteral(", ")));
  words_->setText(words_of(course));
  lines_->show_epochs(course.epochs);
  lines_->setAccessibleName(words_->text());
  show();
}

}  // namespace noiseal::ui
