// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/pipeline/project_export.h"
#include "ui/bridge/project_session.h"
#include "ui/window/page.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;
class QTimer;

namespace noiseal::ui {

/// Writes an imported file again with the corrected labels: options, what they would do, and the
/// file with what goes beside it.
class ExportPage : public Page {
  Q_OBJECT

 public:
  explicit ExportPage(ProjectSession& session, Navigator& navigator, QWidget* parent = nullptr);

  [[nodiscard]] QString title() const override { return tr("Export"); }
  [[nodiscard]] QString topic() const override { return QStringLiteral("export"); }
  void project_opened() override;
  void project_closed() override;
  void shown() override;

  /// Writes to this file, with the options that are set; the button asks for it first.
  void export_to(const std::filesystem::path& file);

 private:
  QWidget* make_options();
  QWidget* make_preview();
  [[nodiscard]] ExportOptions options() const;
  void preview();
  void show_preview(const ExportPreview& preview);
  void ask_for_file();

  ProjectSession& session_;
  Navigator& navigator_;
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
  QLabel* counts_;
  QLabel* said_;
  QTableWidget* table_;
  QTimer* soon_;
  ReadTicket reading_;
};

}  // namespace noiseal::ui
