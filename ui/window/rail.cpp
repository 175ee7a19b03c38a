// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/rail.h"

#include <QButtonGroup>
#include <QFontMetrics>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyleOptionFocusRect>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kRailWidth = 148;
constexpr int kButtonHeight = 36;

/// A page's button: its title, and at the right end its badge.
class RailButton : public QAbstractButton {
 public:
  RailButton(const QString& title, QWidget* parent) : QAbstractButton(parent) {
    setText(title);
    setCheckable(true);
    setFocusPolicy(Qt::StrongFocus);
    setFixedHeight(kButtonHeight);
    setAttribute(Qt::WA_Hover);
  }

  void set_badge(const QString& badge) {
    badge_ = badge;
    setAccessibleDescription(badge);
    update();
  }

 protected:
  void paintEvent(QPaintEvent* /*event*/) override {
    const Colours& colours = current_colours();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    if (isChecked() || (underMouse() && isEnabled())) {
      painter.setBrush(isChecked() ? colours.panel : colours.hover);
      painter.setPen(isChecked() ? QPen(colours.line) : QPen(Qt::NoPen));
      painter.drawRoundedRect(box, kCornerRadius, kCornerRadius);
    }
    if (hasFocus()) {
      painter.setBrush(Qt::NoBrush);
      painter.setPen(QPen(colours.accent));
      painter.drawRoundedRect(box, kCornerRadius, kCornerRadius);
    }
    QFont words = font();
    words.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
    painter.setFont(words);
    painter.setPen(isEnabled() ? colours.text : colours.muted);
    const QRect inside = rect().adjusted(kClose + 1, 0, -kClose, 0);
    painter.drawText(inside, Qt::AlignVCenter | Qt::AlignLeft, text());
    const int left = QFontMetrics(words).horizontalAdvance(text()) + kClose;
    painter.setFont(text_font(TextSize::small));
    painter.setPen(colours.muted);
    painter.drawText(
        inside.adjusted(left, 0, 0, 0), Qt::AlignVCenter | Qt::AlignRight,
        QFontMetrics(painter.font()).elidedText(badge_, Qt::ElideRight, inside.width() - left));
  }

 private:
  QString badge_;
};

}  // namespace

Rail::Rail(QWidget* parent) : QFrame(parent) {
  set_role(this, "rail");
  setObjectName(QStringLiteral("rail"));
  setFixedWidth(kRailWidth);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kClose, kApart, kClose, kClose);
  column->setSpacing(2);

  name_ = new QLabel(this);
  name_->setObjectName(QStringLiteral("rail-project"));
  name_->setTextFormat(Qt::PlainText);
  name_->setFont(text_font(TextSize::title));
  facts_ = new QLabel(this);
  facts_->setObjectName(QStringLiteral("rail-facts"));
  facts_->setTextFormat(Qt::PlainText);
  facts_->setFont(text_font(TextSize::small));
  facts_->setWordWrap(true);
  set_role(facts_, "muted");
  for (QLabel* label : {name_, facts_}) {
    label->setContentsMargins(kClose, 0, 0, 0);
    column->addWidget(label);
  }
  column->addSpacing(kNear);

  buttons_ = new QVBoxLayout;
  buttons_->setSpacing(2);
  column->addLayout(buttons_);
  column->addStretch();

  menu_ = new QToolButton(this);
  menu_->setObjectName(QStringLiteral("menu"));
  menu_->setText(tr("Menu"));
  menu_->setAccessibleName(tr("Menu of the program"));
  menu_->setPopupMode(QToolButton::InstantPopup);
  menu_->setFocusPolicy(Qt::StrongFocus);
  menu_->setToolButtonStyle(Qt::ToolButtonTextOnly);
  set_role(menu_, "plain");
  column->addWidget(menu_);

  group_ = new QButtonGroup(this);
  group_->setExclusive(true);
  connect(group_, &QButtonGroup::idClicked, this, &Rail::page_chosen);
}

void Rail::add_page(const QString& title, const QString& name, const QString& keys) {
  auto* button = new RailButton(title, this);
  button->setObjectName(name);
  button->setToolTip(QStringLiteral("%1 (%2)").arg(title, keys));
  group_->addButton(button, static_cast<int>(group_->buttons().size()));
  buttons_->addWidget(button);
}

void Rail::set_badge(int page, const QString& badge) {
  static_cast<RailButton*>(group_->button(page))->set_badge(badge);
}

void Rail::set_current(int page) {
  group_->setExclusive(page >= 0);
  for (QAbstractButton* button : group_->buttons()) {
    button->setChecked(group_->id(button) == page);
  }
  group_->setExclusive(true);
}

void Rail::set_pages_enabled(bool enabled) {
  for (QAbstractButton* button : group_->buttons()) {
    button->setEnabled(enabled);
  }
}

void Rail::set_project(const QString& name, const QString& facts) {
  constexpr QLatin1String kEnding(".noiseal");
  const QString shown = name.endsWith(kEnding) ? name.chopped(kEnding.size()) : name;
  name_->setText(QFontMetrics(name_->font())
                     .elidedText(shown, Qt::ElideMiddle, kRailWidth - 2 * kClose - kTight));
  name_->setToolTip(name);
  facts_->setText(facts);
}

}  // namespace noiseal::ui
