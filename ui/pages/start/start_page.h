// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace noiseal::ui {

class ProjectActions;

/// What is shown while no project is open: how to get one, and the projects that were open before.
class StartPage : public QWidget {
  Q_OBJECT

 public:
  explicit StartPage(ProjectActions& actions, QWidget* parent = nullptr);

 protected:
  void showEvent(QShowEvent* event) override;

 private:
  void fill_recent();

  ProjectActions& actions_;
  QVBoxLayout* recent_;
  QWidget* recent_box_;
  QPushButton* demonstration_;
  QLabel* demonstration_words_;
};

}  // namespace noiseal::ui
