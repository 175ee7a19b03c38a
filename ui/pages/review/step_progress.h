// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>
#include <QString>
#include <cstddef>

#include "core/base/control.h"
#include "core/store/decisions.h"

class QProgressDialog;
class QWidget;

namespace noiseal::ui {

class ProjectSession;

/// How far work over many rows is, in a dialog that appears when it takes long and has Cancel.
class StepProgress : public QObject {
  Q_OBJECT

 public:
  StepProgress(ProjectSession& session, QWidget* page);

  /// Work over so many rows begins. The result is for the work's thread: it shows how far it is,
  /// and throws Interrupted after Cancel.
  [[nodiscard]] BatchProgress begin(const QString& what, std::size_t rows);
  /// Stopped by Cancel; of the work that was begun last.
  [[nodiscard]] const Control& control() const { return control_; }
  /// It is over, or nobody waits for it any more.
  void end();

 private:
  ProjectSession& session_;
  QWidget* page_;
  Control control_;
  QPointer<QProgressDialog> dialog_;
};

}  // namespace noiseal::ui
