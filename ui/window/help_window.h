// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QTextBrowser;
class QUrl;

namespace noiseal::ui {

/// The help texts of resources/help, one for each page. Links between them are followed; a link to
/// the outside opens in the browser, after a question.
class HelpWindow : public QDialog {
  Q_OBJECT

 public:
  explicit HelpWindow(QWidget* parent);
  /// "data" shows resources/help/data.md.
  void show_topic(const QString& topic);

 private:
  void follow(const QUrl& link);

  QTextBrowser* text_;
};

}  // namespace noiseal::ui
