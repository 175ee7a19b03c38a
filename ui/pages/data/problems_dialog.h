// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// The records that the import set aside, with file, line and reason.
class ProblemsDialog : public QDialog {
  Q_OBJECT

 public:
  explicit ProblemsDialog(ProjectSession& session, QWidget* parent = nullptr);
};

}  // namespace noiseal::ui
