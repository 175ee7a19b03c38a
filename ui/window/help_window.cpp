// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/help_window.h"

#include <QDesktopServices>
#include <QDialogButtonBox>
#include <QFile>
#include <QMessageBox>
#include <QPushButton>
#include <QTextBlock>
#include <QTextBrowser>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextList>
#include <QUrl>
#include <QVBoxLayout>

#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

// The texts are in a static library: somebody must name them.
static void load_help_texts() {
  Q_INIT_RESOURCE(help);
}

namespace noiseal::ui {
namespace {

/// Markdown comes without room between its blocks.
void space_out(QTextDocument& text) {
  for (QTextBlock block = text.begin(); block != text.end(); block = block.next()) {
    QTextBlockFormat format = block.blockFormat();
    const bool heading = format.headingLevel() > 0;
    format.setTopMargin(!heading || block == text.begin() ? 0 : kApart);
    format.setBottomMargin(heading || block.textList() == nullptr ? kClose : kTight);
    QTextCursor(block).setBlockFormat(format);
  }
}

}  // namespace

HelpWindow::HelpWindow(QWidget* parent) : QDialog(parent) {
  load_help_texts();
  setObjectName(QStringLiteral("help-window"));
  setWindowTitle(tr("Help"));
  resize(640, 620);
  text_ = new QTextBrowser(this);
  text_->setObjectName(QStringLiteral("help-text"));
  text_->setOpenLinks(false);
  text_->document()->setDocumentMargin(kApart);
  connect(text_, &QTextBrowser::anchorClicked, this, &HelpWindow::follow);
  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  QPushButton* all = buttons->addButton(tr("All topics"), QDialogButtonBox::ActionRole);
  connect(all, &QPushButton::clicked, this, [this] { show_topic(QStringLiteral("start")); });
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::hide);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kNear, kNear, kNear, kNear);
  column->addWidget(text_, 1);
  column->addWidget(buttons);
}

void HelpWindow::show_topic(const QString& topic) {
  QFile file(QStringLiteral(":/help/%1.md").arg(topic));
  if (!file.open(QIODevice::ReadOnly)) {
    if (topic != QLatin1String("start")) {
      show_topic(QStringLiteral("start"));
    }
    return;
  }
  text_->setMarkdown(QString::fromUtf8(file.readAll()));
  space_out(*text_->document());
  show();
  raise();
  activateWindow();
}

void HelpWindow::follow(const QUrl& link) {
  if (link.isRelative()) {
    show_topic(QString(link.path()).remove(QStringLiteral(".md")));
    return;
  }
  auto* box = new QMessageBox(QMessageBox::Question, tr("Open a page on the web"),
                              tr("%1 opens in your browser.").arg(link.toDisplayString()),
                              QMessageBox::Open | QMessageBox::Cancel, this);
  box->setTextFormat(Qt::PlainText);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(box->button(QMessageBox::Open), &QAbstractButton::clicked, this,
          [link] { QDesktopServices::openUrl(link); });
  box->open();
}

}  // namespace noiseal::ui
