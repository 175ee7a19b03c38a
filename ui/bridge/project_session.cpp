// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/project_session.h"

#include <system_error>

namespace noiseal::ui {

/// What the first look at a project says.
struct ProjectSession::Opening {
  ProjectFacts facts;
  WriterPermit permit;
  QString read_only_reason;
};

ProjectSession::ProjectSession(QObject* parent) : QObject(parent) {}

ProjectSession::~ProjectSession() {
  if (job_ != nullptr) {
    job_->control_.request_stop();
    job_->control_.set_paused(false);
  }
}

void ProjectSession::open(const std::filesystem::path& file) {
  if (job_ != nullptr) {
    Q_EMIT open_failed(
        tr("Something is still at work on the open project; wait or stop it first."));
    return;
  }
  std::error_code ignored;
  const std::filesystem::path whole = std::filesystem::absolute(file, ignored);
  close();  // file may be part of what this forgets
  state_ = SessionState::opening;
  // The lanes must have let go of an earlier permit before this one is asked for.
  worker_.close([this, whole, generation = generation_] {
    writer_.close([this, whole, generation] {
      quick_.open(whole, nullptr);
      quick_.post([this, whole, generation](LaneProject& project) {
        try {
          Opening opening;
          try {
            opening.permit = Project::permit(whole);
            // A project of an older format is brought up to date here, before it is read.
            static_cast<void>(Project::open(whole, opening.permit));
          } catch (...) {
            opening.permit.reset();
            opening.read_only_reason = QString::fromStdString(current_failure().sentence);
          }
          opening.facts = read_facts(project.get());
          to_gui([this, generation, opening = std::move(opening)] {
            if (generation == generation_) {
              take_opened(opening);
            }
          });
        } catch (...) {
          to_gui([this, generation, failure = current_failure()] {
            if (generation == generation_) {
              state_ = SessionState::closed;
              Q_EMIT open_failed(QString::fromStdString(failure.sentence));
            }
          });
        }
      });
    });
  });
}

void ProjectSession::take_opened(const Opening& opening) {
  facts_ = opening.facts;
  permit_ = opening.permit;
  read_only_reason_ = opening.read_only_reason;
  slow_.open(facts_.file, nullptr);
  writer_.open(facts_.file, permit_);
  worker_.open(facts_.file, permit_);
  state_ = SessionState::open;
  Q_EMIT opened();
}

void ProjectSession::close() {
  if (state_ == SessionState::closed) {
    return;
  }
  const bool was_open = state_ == SessionState::open;
  ++generation_;
  state_ = SessionState::closed;
  facts_ = {};
  permit_.reset();
  read_only_reason_.clear();
  // Readers first: the last connection to close tidies up, and it must be one that writes.
  quick_.close();
  slow_.close();
  writer_.close();
  worker_.close();
  if (was_open) {
    Q_EMIT closed();
  }
}

void ProjectSession::announce(ProjectPart part) {
  read(
      this, [](const Project& project, const Control&) { return read_facts(project); },
      [this, part](ProjectFacts facts) {
        facts_ = std::move(facts);
        Q_EMIT changed(part);
      });
}

void ProjectSession::fail(const std::function<void(const QString&)>& handler,
                          const QString& sentence) {
  if (handler) {
    handler(sentence);
  } else {
    Q_EMIT failed(sentence);
  }
}

LongJob* ProjectSession::begin_job(JobDescription description) {
  job_ = new LongJob(std::move(description), this);
  Q_EMIT job_started(job_);
  return job_;
}

void ProjectSession::end_job(LongJob* job, JobState state) {
  job_ = nullptr;
  job->end(state);
  Q_EMIT job_ended(job);
  job->deleteLater();
}

}  // namespace noiseal::ui
