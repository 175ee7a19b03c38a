// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/project_session.h"
#include "ui/window/page.h"

class QLabel;

namespace noiseal::ui {

/// What is in the project: rows, labels, splits, problems.
class DataPage : public Page {
  Q_OBJECT

 public:
  DataPage(ProjectSession& session, Navigator& navigator, QWidget* parent = nullptr);

  [[nodiscard]] QString title() const override { return tr("Data"); }
  [[nodiscard]] QString topic() const override { return QStringLiteral("data"); }
  void project_opened() override;

 private:
  ProjectSession& session_;
  Navigator& navigator_;
  QLabel* counts_;
};

}  // namespace noiseal::ui
