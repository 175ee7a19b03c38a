// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <filesystem>

#include "core/pipeline/import_preview.h"
#include "ui/bridge/project_session.h"

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace noiseal::ui {

class ImportColumnsTable;

/// Reads a labelled file into a new project: shows how it would be read on its first records, lets
/// everything be corrected, imports.
class ImportDialog : public QDialog {
  Q_OBJECT

 public:
  ImportDialog(ProjectSession& session, const std::filesystem::path& file,
               QWidget* parent = nullptr);

 Q_SIGNALS:
  /// The project is made; words about what came in.
  void imported(const QString& project, const QString& sentence);

 private:
  QFormLayout* make_format();
  QFormLayout* make_parts();
  QWidget* file_choice(QLineEdit*& line, const char* name, const QString& placeholder);
  /// Asks for a preview of the file with the format as it is chosen.
  void look();
  void show_preview(const ImportPreview& preview);
  void show_problem(const QString& sentence);
  void check();
  [[nodiscard]] ImportOptions options() const;
  void start();

  ProjectSession& session_;
  std::filesystem::path file_;
  ImportPreview preview_;
  ReadTicket look_;
  QComboBox* encoding_;
  QComboBox* delimiter_;
  QComboBox* header_;
  QComboBox* validation_;
  QDoubleSpinBox* share_;
  QWidget* valid_choice_;
  QLineEdit* valid_file_;
  QLineEdit* test_file_;
  QCheckBox* drop_overlap_;
  QCheckBox* strict_;
  QSpinBox* seed_;
  ImportColumnsTable* columns_;
  QLabel* format_;
  QLabel* problem_;
  QLineEdit* project_;
  QPushButton* import_;
};

}  // namespace noiseal::ui
