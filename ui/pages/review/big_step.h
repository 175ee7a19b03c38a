// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <cstddef>
#include <functional>
#include <string>

#include "core/pipeline/review_desk.h"

namespace noiseal::ui {

class DeskLink;
class ProjectSession;
class StepProgress;

/// Work over many rows at the desk: its progress in a dialog when it takes long, and Cancel, after
/// which nothing of it is stored. Ends with an answer, cancelled() or failed().
class BigStep : public QObject {
  Q_OBJECT

 public:
  using Work = std::function<DeskView(ReviewDesk&, const BatchProgress&)>;
  using Count = std::function<std::string(ReviewDesk&, const BatchProgress&)>;

  BigStep(ProjectSession& session, DeskLink& desk, QWidget* page);

  /// A step that is stored; done() is its answer. rows: that it is about; what: "Storing
  /// decisions".
  void start(const QString& what, std::size_t rows, Work work);
  /// A look at what a step would do; counted gets what work says of it.
  void count(const QString& what, std::size_t rows, Count work,
             std::function<void(const std::string&)> counted);
  /// The desk was left: no answer will come.
  void drop();

 Q_SIGNALS:
  void done(const noiseal::DeskView& view);
  void cancelled();
  void failed(const QString& sentence);

 private:
  template <class Value>
  void run(const QString& what, std::size_t rows,
           std::function<Value(ReviewDesk&, const BatchProgress&)> work,
           std::function<void(const Value&)> answer);

  DeskLink& desk_;
  StepProgress* progress_;
};

}  // namespace noiseal::ui
