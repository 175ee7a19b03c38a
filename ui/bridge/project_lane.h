// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/control.h"
#include "core/store/project.h"
#include "ui/bridge/work_thread.h"

namespace noiseal::ui {

/// Why a piece of work did not end well.
struct Failure {
  std::string sentence;  ///< for a person
  bool stopped = false;  ///< on request: nothing went wrong
};

/// The exception that is being handled, in words for a person. Call it within a catch block.
Failure current_failure();

/// The connection of a lane, on its thread. It is opened when it is asked for first.
class LaneProject {
 public:
  /// Throws Error when no project is open, or when it can't be opened.
  Project& get();
  [[nodiscard]] bool is_set() const { return !file_.empty(); }
  /// permit: null for reading.
  void set(std::filesystem::path file, WriterPermit permit);
  void reset();

 private:
  std::filesystem::path file_;
  WriterPermit permit_;
  std::optional<Project> project_;
};

/// A thread with a connection of its own to the open project.
class ProjectLane {
 public:
  ~ProjectLane() = default;

  /// Work posted after this finds the project. permit: null for reading.
  void open(const std::filesystem::path& file, const WriterPermit& permit);
  /// Closes the connection once the work before it is done, then calls closed on the thread.
  void close(std::function<void()> closed = {});
  /// work runs on the thread; it must not throw.
  void post(std::function<void(LaneProject&)> work);

 private:
  std::shared_ptr<LaneProject> project_ = std::make_shared<LaneProject>();  ///< of the thread
  WorkThread thread_;
};

}  // namespace noiseal::ui
