// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/result_export.h"

#include <QAction>
#include <QFileDialog>
#include <QMenu>
#include <QPainter>
#include <QPixmap>
#include <QSaveFile>

#include "core/experiment/export.h"
#include "ui/pages/lab/lab_words.h"
#include "ui/theme/fonts.h"
#include "ui/theme/spacing.h"
#include "ui/theme/theme.h"

namespace noiseal::ui {
namespace {

constexpr int kPictureScale = 2;  // so that it prints well
constexpr int kPictureHead = 56;
constexpr int kButtonWidth = 92;

bool write_whole(const QString& file, const std::string& bytes) {
  QSaveFile out(file);
  const auto size = static_cast<qint64>(bytes.size());
  return out.open(QIODevice::WriteOnly) && out.write(bytes.data(), size) == size && out.commit();
}

}  // namespace

ResultExport::ResultExport(QWidget* pictured, QWidget* parent)
    : QPushButton(tr("Export"), parent), pictured_(pictured) {
  setObjectName(QStringLiteral("lab-export"));
  setMinimumWidth(kButtonWidth);  // the arrow needs room beside the word
  setAccessibleName(tr("Export the result"));
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("lab-export-menu"));
  setMenu(menu);
  add_entry(tr("Every figure as CSV…"), QStringLiteral("csv"), &ResultExport::save_csv);
  add_entry(tr("Report as Markdown…"), QStringLiteral("md"), &ResultExport::save_markdown);
  add_entry(tr("Picture as PNG…"), QStringLiteral("png"), &ResultExport::save_png);
  set_result(std::nullopt);
}

void ResultExport::add_entry(const QString& text, const QString& ending,
                             bool (ResultExport::*save)(const QString&) const) {
  QAction* entry = menu()->addAction(text);
  entry->setObjectName(QStringLiteral("lab-export-") + ending);
  connect(entry, &QAction::triggered, this, [this, ending, save] { ask_and_save(ending, save); });
}

void ResultExport::set_result(const std::optional<ExperimentResult>& result) {
  result_ = result;
  const bool something = result_ && result_->runs_done > 0;
  setEnabled(something);
  setToolTip(something ? QString() : tr("There is nothing to export yet."));
}

bool ResultExport::save_csv(const QString& file) const {
  return result_ && write_whole(file, experiments_to_csv({*result_}));
}

bool ResultExport::save_markdown(const QString& file) const {
  return result_ && write_whole(file, experiments_to_markdown({*result_}));
}

bool ResultExport::save_png(const QString& file) const {
  if (!result_) {
    return false;
  }
  const Colours& colours = current_colours();
  QPixmap picture(
      QSize(pictured_->width() + 2 * kNear, pictured_->height() + kPictureHead + 2 * kNear) *
      kPictureScale);
  picture.setDevicePixelRatio(kPictureScale);
  picture.fill(colours.background);
  QPainter painter(&picture);
  painter.setPen(colours.text);
  painter.setFont(text_font(TextSize::title));
  const QRect head(kNear, kNear, pictured_->width(), kPictureHead);
  painter.drawText(head, Qt::AlignTop | Qt::AlignLeft, words(experiment_title(result_->plan.kind)));
  painter.setFont(text_font(TextSize::base));
  painter.drawText(head.adjusted(0, 0, 0, -kClose), Qt::AlignBottom | Qt::AlignLeft,
                   words(experiment_question(result_->plan.kind)));
  pictured_->render(&painter, QPoint(kNear, kNear + kPictureHead), QRegion(),
                    QWidget::DrawChildren);
  painter.end();
  return picture.save(file, "PNG");
}

void ResultExport::ask_and_save(const QString& ending,
                                bool (ResultExport::*save)(const QString&) const) {
  if (!result_) {
    return;
  }
  auto* dialog = new QFileDialog(this, tr("Export the result"));
  dialog->setObjectName(QStringLiteral("lab-export-dialog"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setDefaultSuffix(ending);
  dialog->selectFile(words(experiment_name(result_->plan.kind)) + QLatin1Char('.') + ending);
  connect(dialog, &QFileDialog::fileSelected, this, [this, save](const QString& file) {
    if (!(this->*save)(file)) {
      Q_EMIT failed(tr("%1 can't be written; choose another folder.").arg(file));
    }
  });
  dialog->open();
}

}  // namespace noiseal::ui
