// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/bridge/project_session.h"
#include "ui/window/page.h"
#include "ui/window/services.h"

namespace noiseal::ui {

class DataSummary;
class LabelPanel;
class RowBrowser;

/// What is in the project: rows, labels, parts, problems.
class DataPage : public Page {
  Q_OBJECT

 public:
  DataPage(ProjectSession& session, Navigator& navigator, const Services& services,
           QWidget* parent = nullptr);

  [[nodiscard]] QString title() const override { return tr("Data"); }
  [[nodiscard]] QString topic() const override { return QStringLiteral("data"); }
  void project_opened() override;
  void project_closed() override;
  [[nodiscard]] bool takes(const PageRequest& request) const override;
  void take(const PageRequest& request) override;

 private:
  void take_change(ProjectPart part);
  void show_problems();
  void add_noise();
  void index_texts();

  ProjectSession& session_;
  Navigator& navigator_;
  const Services& services_;
  DataSummary* summary_;
  LabelPanel* labels_;
  RowBrowser* rows_;
};

}  // namespace noiseal::ui
