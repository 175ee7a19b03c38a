// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/bridge/project_session.h"
#include "ui/window/services.h"

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace noiseal::ui {

/// Makes some of the training rows' given labels wrong, for demonstrations.
class NoiseDialog : public QDialog {
  Q_OBJECT

 public:
  NoiseDialog(ProjectSession& session, const Services& services, QWidget* parent = nullptr);

 Q_SIGNALS:
  /// The job has ended well; words for a person.
  void done_with(const QString& sentence);

 private:
  void explain();
  void start();

  ProjectSession& session_;
  Services services_;
  QComboBox* type_;
  QLabel* meaning_;
  QDoubleSpinBox* rate_;
  QSpinBox* seed_;
  QLineEdit* matrix_;
  QPushButton* browse_;
  QWidget* file_;
  QFormLayout* form_;
  QLabel* problem_;
};

}  // namespace noiseal::ui
