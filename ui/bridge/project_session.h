// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>
#include <QPointer>
#include <QString>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/base/control.h"
#include "core/store/project.h"
#include "ui/bridge/long_job.h"
#include "ui/bridge/project_facts.h"
#include "ui/bridge/project_lane.h"

namespace noiseal::ui {

enum class SessionState : std::uint8_t { closed, opening, open };

/// What of a project has changed, so that pages read it again.
enum class ProjectPart : std::uint8_t { rows, labels, runs, decisions, settings };

/// Which thread answers a question: quick ones wait for quick ones alone.
enum class ReadLane : std::uint8_t { quick, slow };

/// What work that returns nothing returns.
struct Nothing {};

/// work(arguments...), its nothing made a value.
template <class Work, class... Arguments>
auto value_of(Work& work, Arguments&&... arguments) {
  if constexpr (std::is_void_v<std::invoke_result_t<Work&, Arguments...>>) {
    work(std::forward<Arguments>(arguments)...);
    return Nothing{};
  } else {
    return work(std::forward<Arguments>(arguments)...);
  }
}

template <class Done, class Value>
void hand_over(Done& done, Value value) {
  if constexpr (std::is_same_v<Value, Nothing>) {
    done();
  } else {
    done(std::move(value));
  }
}

/// A question under way. Copies share it.
class ReadTicket {
 public:
  ReadTicket() = default;
  /// The answer, if it still comes, is dropped; a long query ends.
  void cancel() const { control_.request_stop(); }

 private:
  friend class ProjectSession;
  Control control_;
};

/// The project that the window has open, shared by its pages. Lives on the GUI thread; nothing here
/// waits. Questions and changes are functions that run on other threads with a connection of their
/// own; values come back on the GUI thread. At most one long job (import, noise, a run) is under
/// way.
class ProjectSession : public QObject {
  Q_OBJECT

 public:
  explicit ProjectSession(QObject* parent = nullptr);
  /// Stops a long job and waits for the threads.
  ~ProjectSession() override;

  [[nodiscard]] SessionState state() const { return state_; }
  [[nodiscard]] bool is_open() const { return state_ == SessionState::open; }
  /// Valid while open; read anew after every announce().
  [[nodiscard]] const ProjectFacts& facts() const { return facts_; }
  /// False when another program holds the project, or the file can't be written.
  [[nodiscard]] bool writable() const { return permit_ != nullptr; }
  /// Why it is not writable.
  [[nodiscard]] const QString& read_only_reason() const { return read_only_reason_; }

  /// Closes what is open, then opens; opened() or open_failed() follows. Not while a job is under
  /// way.
  void open(const std::filesystem::path& file);
  void close();

  /// Asks the project. work: Value(const Project&, const Control&), runs on a reading thread;
  /// done: void(Value), or void() where Value is void, on the GUI thread, unless context is gone,
  /// the ticket was cancelled, or the project was closed meanwhile. failed: void(const QString&
  /// sentence); without it the window shows the sentence.
  template <class Work, class Done>
  ReadTicket read(QObject* context, Work work, Done done,
                  std::function<void(const QString&)> failed = {},
                  ReadLane lane = ReadLane::quick) {
    const ReadTicket ticket;
    post(lane == ReadLane::quick ? quick_ : slow_, ticket.control_, context, std::move(work),
         std::move(done), std::move(failed));
    return ticket;
  }

  /// Work that needs no project, e.g. a look at a file: Value(const Control&). Otherwise as read().
  template <class Work, class Done>
  ReadTicket compute(QObject* context, Work work, Done done,
                     std::function<void(const QString&)> failed = {}) {
    const ReadTicket ticket;
    post_work(
        slow_, ticket.control_, context,
        [work = std::move(work), control = ticket.control_](LaneProject&) mutable {
          return value_of(work, std::as_const(control));
        },
        std::move(done), std::move(failed));
    return ticket;
  }

  /// Changes the project with a short transaction, beside a long job if need be. work as for read;
  /// it can't be cancelled. Announce afterwards what has changed.
  template <class Work, class Done>
  void write(QObject* context, Work work, Done done,
             std::function<void(const QString&)> failed = {}) {
    post(writer_, Control(), context, std::move(work), std::move(done), std::move(failed));
  }

  /// Starts long work: work: Value(JobContext&), on the worker's thread. done: void(Value);
  /// failed: void(const Failure&), also after a stop; both on the GUI thread, unless context is
  /// gone. Null when a job is under way already.
  template <class Work, class Done>
  LongJob* start_job(JobDescription description, QObject* context, Work work, Done done,
                     std::function<void(const Failure&)> failed) {
    if (job_ != nullptr) {
      return nullptr;
    }
    LongJob* job = begin_job(std::move(description));
    const QPointer<QObject> receiver(context);
    worker_.post([this, job, receiver, control = job->control_, work = std::move(work),
                  done = std::move(done),
                  failed = std::move(failed)](LaneProject& project) mutable {
      JobContext job_context(job, this, control, project);
      try {
        auto value = value_of(work, job_context);
        to_gui([this, job, receiver, done, value = std::move(value)]() mutable {
          if (receiver) {
            hand_over(done, std::move(value));
          }
          end_job(job, JobState::finished);
        });
      } catch (...) {
        to_gui([this, job, receiver, failed, failure = current_failure()] {
          if (receiver && failed) {
            failed(failure);
          }
          end_job(job, failure.stopped ? JobState::stopped : JobState::failed);
        });
      }
    });
    return job;
  }

  /// The long job under way; null when there is none.
  [[nodiscard]] LongJob* job() const { return job_; }

  /// Reads the facts again, then emits changed(part).
  void announce(ProjectPart part);

  /// Runs a function on the GUI thread, after what was posted before. From any thread.
  template <class Function>
  void to_gui(Function function) {
    QMetaObject::invokeMethod(this, std::move(function), Qt::QueuedConnection);
  }

 Q_SIGNALS:
  void opened();
  void open_failed(const QString& sentence);
  void closed();
  void changed(noiseal::ui::ProjectPart part);
  void job_started(noiseal::ui::LongJob* job);
  void job_ended(noiseal::ui::LongJob* job);
  /// Something failed that nobody takes care of.
  void failed(const QString& sentence);

 private:
  template <class Work, class Done>
  void post(ProjectLane& lane, const Control& control, QObject* context, Work work, Done done,
            std::function<void(const QString&)> failed) {
    post_work(
        lane, control, context,
        [work = std::move(work), control](LaneProject& project) mutable {
          project.get().interrupt_when(control);
          return value_of(work, std::as_const(project.get()), control);
        },
        std::move(done), std::move(failed));
  }
  /// work: Value(LaneProject&).
  template <class Work, class Done>
  void post_work(ProjectLane& lane, const Control& control, QObject* context, Work work, Done done,
                 std::function<void(const QString&)> failed) {
    const QPointer<QObject> receiver(context);
    lane.post([this, receiver, control, generation = generation_, work = std::move(work),
               done = std::move(done), failed = std::move(failed)](LaneProject& project) mutable {
      try {
        control.check_point();
        auto value = work(project);
        to_gui([this, receiver, control, generation, done, value = std::move(value)]() mutable {
          if (receiver && generation == generation_ && !control.stop_requested()) {
            hand_over(done, std::move(value));
          }
        });
      } catch (...) {
        const Failure failure = current_failure();
        if (!failure.stopped) {
          to_gui([this, receiver, control, generation, failed, failure] {
            if (receiver && generation == generation_ && !control.stop_requested()) {
              fail(failed, QString::fromStdString(failure.sentence));
            }
          });
        }
      }
    });
  }
  void fail(const std::function<void(const QString&)>& handler, const QString& sentence);
  LongJob* begin_job(JobDescription description);
  void end_job(LongJob* job, JobState state);
  struct Opening;
  void take_opened(const Opening& opening);

  SessionState state_ = SessionState::closed;
  std::uint64_t generation_ = 0;  ///< counts openings: answers about an earlier project are dropped
  ProjectFacts facts_;
  WriterPermit permit_;
  QString read_only_reason_;
  LongJob* job_ = nullptr;
  ProjectLane quick_;
  ProjectLane slow_;
  ProjectLane writer_;
  ProjectLane worker_;
};

}  // namespace noiseal::ui
