// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/project_export.h"
#include "ui/bridge/project_session.h"
#include "ui/window/page.h"
#include "ui/window/services.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;
class QTimer;

namespace noiseal::ui {

class WriteProgress;

/// Writes an imported file again with the corrected labels: options, what they would do, and the
/// file with what goes beside it; and the trained model.
class ExportPage : public Page {
  Q_OBJECT

 public:
  ExportPage(ProjectSession& session, Navigator& navigator, const Services& services,
             QWidget* parent = nullptr);

  [[nodiscard]] QString title() const override { return tr("Export"); }
  [[nodiscard]] QString topic() const override { return QStringLiteral("export"); }
  void project_opened() override;
  void project_closed() override;
  void shown() override;

  /// Writes to this file, with the options that are set; the button asks for it first.
  void export_to(const std::filesystem::path& file);
  /// Writes the trained model as a folder that is not there yet.
  void export_model_to(const std::filesystem::path& folder);

 private:
  QWidget* make_options();
  QWidget* make_preview();
  [[nodiscard]] ExportOptions options() const;
  void preview();
  void show_preview(const ExportPreview& preview);
  void ask_for_file();
  void ask_for_folder();
  Control begin_writing(const QString& words);
  void end_writing(const QString& sentence);

  ProjectSession& session_;
  Navigator& navigator_;
  const Services& services_;
  QComboBox* source_;
  QComboBox* rows_;
  QComboBox* labels_;
  QCheckBox* add_columns_;
  QCheckBox* drop_excluded_;
  QCheckBox* formula_guard_;
  QCheckBox* provenance_;
  QCheckBox* recipe_;
  QCheckBox* report_;
  QPushButton* export_;
  QPushButton* export_model_;
  WriteProgress* writing_;
  bool can_write_ = true;  ///< the options name something that can be exported
  QLabel* counts_;
  QTableWidget* table_;
  QTimer* soon_;
  ReadTicket reading_;
};

}  // namespace noiseal::ui
