// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/project_lane.h"

#include <exception>
#include <new>
#include <utility>

#include "core/base/error.h"
#include "core/base/printable.h"

namespace noiseal::ui {

Failure current_failure() {
  try {
    throw;
  } catch (const Error& error) {
    return {printable(error.what()), error.kind() == ErrorKind::interrupted};
  } catch (const std::bad_alloc&) {
    return {"There is not enough memory; close other programs or use fewer or shorter texts.",
            false};
  } catch (const std::exception& error) {
    return {"Something unforeseen went wrong, please report it: " + printable(error.what()), false};
  } catch (...) {
    return {"Something unforeseen went wrong, please report it.", false};
  }
}

Project& LaneProject::get() {
  if (file_.empty()) {
    throw Error("No project is open.");
  }
  if (!project_) {
    project_.emplace(permit_ ? Project::open(file_, permit_)
                             : Project::open(file_, OpenMode::read));
  }
  // A connection remembers the labels' order; another one may have merged some.
  static_cast<void>(project_->labels().names());
  return *project_;
}

void LaneProject::set(std::filesystem::path file, WriterPermit permit) {
  project_.reset();
  file_ = std::move(file);
  permit_ = std::move(permit);
}

void LaneProject::reset() {
  set({}, nullptr);
}

void ProjectLane::open(const std::filesystem::path& file, const WriterPermit& permit) {
  thread_.post([project = project_, file, permit] { project->set(file, permit); });
}

void ProjectLane::close(std::function<void()> closed) {
  thread_.post([project = project_, closed = std::move(closed)] {
    project->reset();
    if (closed) {
      closed();
    }
  });
}

void ProjectLane::post(std::function<void(LaneProject&)> work) {
  thread_.post([project = project_, work = std::move(work)] { work(*project); });
}

}  // namespace noiseal::ui
