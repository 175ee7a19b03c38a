// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/control.h"
#include "core/store/answers.h"
#include "core/store/checkpoints.h"
#include "core/store/decision_history.h"
#include "core/store/decision_steps.h"
#include "core/store/decisions.h"
#include "core/store/experiments.h"
#include "core/store/labels.h"
#include "core/store/review_columns.h"
#include "core/store/review_samples.h"
#include "core/store/row_lists.h"
#include "core/store/rows.h"
#include "core/store/runs.h"
#include "core/store/scores.h"
#include "core/store/settings.h"
#include "core/store/signals.h"
#include "core/store/sources.h"
#include "core/store/text_index.h"

namespace noiseal {

struct ReviewedRecord;
class WriterLock;

enum class OpenMode {
  read,   ///< beside a writer, too; never changes the file
  write,  ///< takes the project's writer lock; one program at a time
};

/// The right to write a project; connections of this program on several threads may share it.
using WriterPermit = std::shared_ptr<const WriterLock>;

/// A project file, name.noiseal. One object (one connection) per thread; the classes that it hands
/// out are cheap handles on the same connection. Errors are noiseal::Error with one sentence: not
/// there, not a project, of a newer program, open elsewhere, disk full, damaged.
class Project {
 public:
  static Project open(const std::filesystem::path& file, OpenMode mode);
  /// Takes the project's writer lock without opening a connection. Throws as open does.
  static WriterPermit permit(const std::filesystem::path& file);
  /// A connection that writes, beside others of this program under the same permit: SQLite makes
  /// their transactions wait for each other.
  static Project open(const std::filesystem::path& file, WriterPermit permit);

  [[nodiscard]] const std::filesystem::path& path() const;
  [[nodiscard]] bool writable() const;
  /// The file lies on a network file system: slower, and readers wait for the writer.
  [[nodiscard]] bool on_network() const;

  [[nodiscard]] Labels labels() const { return Labels(connection_); }
  [[nodiscard]] Sources sources() const { return Sources(connection_); }
  [[nodiscard]] Rows rows() const { return Rows(connection_); }
  [[nodiscard]] RowLists row_lists() const { return RowLists(connection_); }
  [[nodiscard]] Settings settings() const { return Settings(connection_); }
  [[nodiscard]] Runs runs() const { return Runs(connection_); }
  [[nodiscard]] Signals signals() const { return Signals(connection_); }
  [[nodiscard]] Scores scores() const { return Scores(connection_); }
  [[nodiscard]] Answers answers() const { return Answers(connection_); }
  [[nodiscard]] Checkpoints checkpoints() const { return Checkpoints(connection_); }
  [[nodiscard]] Decisions decisions() const { return Decisions(connection_); }
  /// A reviewer's undo and redo.
  [[nodiscard]] DecisionSteps decision_steps(const std::string& reviewer) const {
    return DecisionSteps(connection_, reviewer);
  }
  [[nodiscard]] std::vector<HistoryStep> decision_history(const HistoryQuery& query) const {
    return noiseal::decision_history(connection_, query);
  }
  /// What lists of the run's rows are sorted and filtered by.
  [[nodiscard]] ReviewColumns review_columns(std::int64_t run, const Control& control) const {
    return read_review_columns(connection_, run, control);
  }
  /// Reads again what was decided; rows empty: on all rows.
  void refresh_decisions(ReviewColumns& columns, const std::vector<std::int64_t>& rows = {}) const {
    rows.empty() ? noiseal::refresh_decisions(connection_, columns)
                 : noiseal::refresh_decisions(connection_, columns, rows);
  }
  [[nodiscard]] ReviewSamples review_samples() const { return ReviewSamples(connection_); }
  [[nodiscard]] Experiments experiments() const { return Experiments(connection_); }
  [[nodiscard]] TextIndex text_index() const { return TextIndex(connection_); }

  /// Runs work in one transaction: all of its writes are stored, or, when it throws, none.
  /// Calls may nest; the outermost counts.
  void in_transaction(const std::function<void()>& work) const;

  /// From now on a long query ends with Interrupted soon after control is asked to stop.
  void interrupt_when(const Control& control) const;

  /// SQLite's own check of the whole file; empty when it is sound, else what is wrong.
  [[nodiscard]] std::string integrity_problem() const;

  /// Drops what finished runs no longer need (all checkpoints but the best weights) and gives
  /// unused space back to the file system. Returns the bytes saved.
  std::int64_t compact();

 private:
  friend class ProjectBuilder;
  friend void for_each_reviewed_record(const Project&, std::int64_t, std::optional<std::int64_t>,
                                       const std::function<void(const ReviewedRecord&)>&);
  explicit Project(std::shared_ptr<StoreConnection> connection);

  std::shared_ptr<StoreConnection> connection_;
};

}  // namespace noiseal
