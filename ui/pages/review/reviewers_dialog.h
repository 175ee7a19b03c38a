// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <QStringList>
#include <vector>

#include "core/pipeline/review_desk.h"
#include "core/pipeline/reviewers.h"
#include "ui/bridge/project_session.h"

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QTableWidget;

namespace noiseal::ui {

/// How far reviewers agree, and the rows on which they differ, each to be settled by a decision.
class ReviewersDialog : public QDialog {
  Q_OBJECT

 public:
  /// reviewer: who settles.
  ReviewersDialog(ProjectSession& session, const QStringList& labels, const QString& reviewer,
                  QWidget* parent = nullptr);

  void reload();
  void say(const QString& sentence);

 Q_SIGNALS:
  void row_wanted(std::int64_t row);
  void settled_as(std::int64_t row, const noiseal::Choice& choice);

 private:
  /// A conflict with what a person must read to settle it.
  struct Shown {
    Conflict conflict;
    Row row;
  };
  struct Report {
    std::vector<ReviewerPair> pairs;
    std::vector<Shown> conflicts;  ///< the first ones
    std::size_t all_conflicts = 0;
  };
  static Report read_report(const Project& project);
  void show_report(const Report& report);
  void show_conflict();
  void add_choice(const QString& words, const QString& name, const Choice& choice);
  void find_label();
  void settle(Choice choice);
  [[nodiscard]] const Shown* chosen() const;
  [[nodiscard]] QString words_of(const Verdict& verdict) const;
  [[nodiscard]] QString label_name(std::int32_t label) const;

  ProjectSession& session_;
  QStringList labels_;
  QLabel* agreement_;
  QTableWidget* table_;
  QPlainTextEdit* text_;
  QLineEdit* note_;
  QHBoxLayout* choices_;
  QLabel* said_;
  std::vector<Shown> conflicts_;
};

}  // namespace noiseal::ui
