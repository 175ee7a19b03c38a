// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/witness_card.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {

/// A probability as a bar and a number.
class WitnessCard::Bar : public QWidget {
 public:
  explicit Bar(QWidget* parent) : QWidget(parent) { setFixedHeight(16); }
  void set(std::optional<double> value) {
    value_ = value;
    setVisible(value.has_value());
    update();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    if (!value_) {
      return;
    }
    const Colours& colours = current_colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double full = width() - 40;
    const double middle = height() / 2.0 - 3;
    painter.setBrush(colours.line);
    painter.drawRoundedRect(QRectF(0, middle, full, 6), 3, 3);
    painter.setBrush(colours.text);
    painter.drawRoundedRect(
        QRectF(0, middle, std::max(6.0, full * std::clamp(*value_, 0.0, 1.0)), 6), 3, 3);
    painter.setPen(colours.text);
    painter.drawText(QRectF(full, 0, 40, height()), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(*value_, 'f', 2));
  }

 private:
  std::optional<double> value_;
};

WitnessCard::WitnessCard(const QString& name, QWidget* parent)
    : QFrame(parent),
      name_(new QLabel(name, this)),
      label_(new QLabel(this)),
      bar_(new Bar(this)),
      note_(new QLabel(this)) {
  set_role(this, "panel");
  set_role(name_, "muted");
  set_role(note_, "muted");
  for (QLabel* label : {name_, label_, note_}) {
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
  }
  QFont font = text_font(TextSize::large);
  font.setBold(true);
  label_->setFont(font);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(kNear, kClose, kNear, kClose);
  layout->setSpacing(kTight);
  layout->addWidget(name_);
  layout->addWidget(label_);
  layout->addWidget(bar_);
  layout->addWidget(note_);
  layout->addStretch();
  hide_words();
}

void WitnessCard::show_words(const WitnessWords& words) {
  label_->setText(words.label.isEmpty() ? QStringLiteral("\u2013") : words.label);
  bar_->set(words.probability);
  note_->setText(words.note);
  setAccessibleName(name_->text() + QStringLiteral(": ") + label_->text());
}

void WitnessCard::hide_words() {
  label_->setText(QStringLiteral("\u2013"));
  bar_->set(std::nullopt);
  note_->clear();
  setAccessibleName(name_->text());
}

}  // namespace noiseal::ui
