// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "core/pipeline/review_desk.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// The page's way to the reviewer's desk, which lives on the session's writing thread. Questions
/// are functions of the desk; values come back on the GUI thread. Lives on the GUI thread.
class DeskLink : public QObject {
  Q_OBJECT

 public:
  explicit DeskLink(ProjectSession& session, QObject* parent = nullptr)
      : QObject(parent), session_(session) {}

  /// From now on questions go to a desk for this reviewer; it is made with the first of them.
  void open(std::optional<std::int64_t> run, std::string reviewer) {
    desk_ = std::make_shared<Holder>();
    desk_->run = run;
    desk_->reviewer = std::move(reviewer);
  }
  /// The same desk goes on with another reviewer; view: void(DeskView), when it has.
  template <class Done>
  void set_reviewer(const std::string& reviewer, Done done) {
    ask(
        [holder = desk_, reviewer](ReviewDesk& desk, const Project&) {
          holder->reviewer = reviewer;
          return desk.set_reviewer(reviewer);
        },
        std::move(done));
  }
  /// Answers under way are dropped.
  void close() { desk_.reset(); }
  [[nodiscard]] bool is_open() const { return desk_ != nullptr; }

  /// work: Value(ReviewDesk&, const Project&); done: void(Value).
  template <class Work, class Done>
  void ask(Work work, Done done, std::function<void(const QString&)> failed = {}) {
    if (!desk_) {
      return;
    }
    session_.write(
        this,
        [holder = desk_, work = std::move(work)](const Project& project,
                                                 const Control& control) mutable {
          if (!holder->desk) {
            holder->desk.emplace(project, holder->run, holder->reviewer, control);
          }
          return work(*holder->desk, project);
        },
        [this, holder = desk_, done = std::move(done)](auto value) mutable {
          if (holder == desk_) {  // else the desk was left meanwhile
            done(std::move(value));
          }
        },
        std::move(failed));
  }

 private:
  struct Holder {
    std::optional<std::int64_t> run;
    std::string reviewer;
    std::optional<ReviewDesk> desk;  ///< touched on the writing thread alone
  };

  ProjectSession& session_;
  std::shared_ptr<Holder> desk_;
};

}  // namespace noiseal::ui
