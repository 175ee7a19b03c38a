// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <cstddef>
#include <functional>

#include "core/base/control.h"
#include "core/pipeline/review_desk.h"

class QProgressDialog;

namespace noiseal::ui {

class DeskLink;
class ProjectSession;

/// A step over many rows at the desk: its progress in a dialog when it takes long, and Cancel,
/// after which nothing of it is stored.
class BigStep : public QObject {
  Q_OBJECT

 public:
  using Work = std::function<DeskView(ReviewDesk&, const BatchProgress&)>;

  BigStep(ProjectSession& session, DeskLink& desk, QWidget* page);

  /// rows: that the step is about; what: "Storing decisions". Ends with done(), cancelled() or
  /// failed().
  void start(const QString& what, std::size_t rows, Work work);
  /// The desk was left: no answer will come.
  void drop();

 Q_SIGNALS:
  void done(const noiseal::DeskView& view);
  void cancelled();
  void failed(const QString& sentence);

 private:
  void show_dialog(const QString& what, std::size_t rows, const Control& control);

  ProjectSession& session_;
  DeskLink& desk_;
  QWidget* page_;
  QPointer<QProgressDialog> dialog_;
};

}  // namespace noiseal::ui
