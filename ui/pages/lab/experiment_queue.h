// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QString>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/experiment/options.h"
#include "ui/bridge/experiment_worker.h"
#include "ui/pages/lab/stored_experiments.h"

namespace noiseal::ui {

enum class CardPhase : std::uint8_t {
  never,
  waiting,
  running,
  paused,
  stopping,
  stopped,
  done,
  failed
};

/// How it stands with a kind of experiment: what is at work or waits of it, else the newest.
struct CardState {
  CardPhase phase = CardPhase::never;
  std::int64_t experiment = 0;  ///< 0: never run
  double share = 0;             ///< 0..1, at work
  QString words;                ///< "running 40 %, 12 min left"
  bool others_wait = false;     ///< for this one, at work
};

/// The project's experiments and their queue. What is in the project is the truth: after a restart
/// all is as it was.
class ExperimentQueue : public QObject {
  Q_OBJECT

 public:
  ExperimentQueue(ProjectSession& session, ExperimentWorker& worker, std::string program_version,
                  QObject* parent = nullptr);

  /// In order of id.
  [[nodiscard]] const std::vector<StoredExperiment>& stored() const { return stored_; }
  /// Null when there is none.
  [[nodiscard]] const StoredExperiment* find(std::int64_t experiment) const;
  [[nodiscard]] CardState state_of(ExperimentKind kind) const;
  /// But for what is at work.
  [[nodiscard]] std::size_t waiting() const;
  [[nodiscard]] bool is_working() const { return worker_.at_work(); }
  /// Some wait, or were stopped or left by a killed program, and nothing is at work.
  [[nodiscard]] bool can_go_on() const;
  /// What the button that runs an experiment says now: "Run", "Put in the queue", "Run after
  /// Training on mine.noiseal".
  [[nodiscard]] QString run_words() const;

  /// Reads it anew.
  void refresh();
  void clear();

  /// Puts an experiment in the queue, or goes on with an unfinished one of the same plan, and
  /// works, now or when what is at work has ended.
  void run(ExperimentKind kind, const ExperimentOptions& options, const LabelFacts& labels);
  void go_on(std::int64_t experiment);
  /// Everything that is unfinished, but for what is at work.
  [[nodiscard]] std::vector<std::int64_t> unfinished() const;
  /// Leaves the one at work, with the runs that it has; those that wait go on, also where it was
  /// paused.
  void skip();
  /// The one at work is left, and the others wait for a word.
  void stop_all();
  /// One that waits: removed when it has no outcomes yet, else left as stopped.
  void take_out(std::int64_t experiment);
  /// Removes an experiment that is not at work, with its results.
  void remove(std::int64_t experiment);

 Q_SIGNALS:
  void changed();                        ///< a card's state
  void listed();                         ///< stored()
  void put_in(std::int64_t experiment);  ///< by run()
  void failed(const QString& sentence);

 private:
  [[nodiscard]] CardState state_at_work(const StoredExperiment& experiment) const;
  [[nodiscard]] CardState state_at_rest(const StoredExperiment& experiment) const;
  [[nodiscard]] bool is_at_work(std::int64_t experiment) const;
  void work();
  template <class Work>
  void change(Work work);

  ProjectSession& session_;
  ExperimentWorker& worker_;
  std::string program_version_;
  std::vector<StoredExperiment> stored_;
  bool wanted_ = false;  ///< to work as soon as nothing else does
};

}  // namespace noiseal::ui
