// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/whole_file.h"

#include <fmt/format.h>

#include <system_error>

#include "core/base/error.h"
#include "core/store/file_system.h"

namespace noiseal {

void require_not_the_project(const std::filesystem::path& target, const Project& project) {
  std::error_code ignored;
  if (std::filesystem::equivalent(target, project.path(), ignored)) {
    throw UsageError(
        fmt::format("{} is the project itself; name another file to write.", target.string()));
  }
}

WholeFile::WholeFile(const std::filesystem::path& target)
    : target_(std::filesystem::weakly_canonical(std::filesystem::absolute(target))),
      temporary_(target_.parent_path() / fmt::format(".{}.part", target_.filename().string())) {
  if (std::filesystem::is_directory(target_)) {
    throw Error(fmt::format("{} is a folder; name a file to write.", target.string()));
  }
  if (std::filesystem::exists(target_) && !std::filesystem::is_regular_file(target_)) {
    // Renaming onto it would put a file in the place of, say, /dev/null.
    throw Error(fmt::format("{} is a device or a pipe; name a file to write.", target.string()));
  }
  if (!std::filesystem::is_directory(target_.parent_path())) {
    throw Error(fmt::format("There is no folder {}; create it or choose another place.",
                            target_.parent_path().string()));
  }
  out_.open(temporary_, std::ios::binary | std::ios::trunc);
  if (failed()) {
    throw Error(
        fmt::format("{} can't be written; check the permissions of its folder.", target.string()));
  }
}

WholeFile::~WholeFile() {
  if (!published_) {
    out_.close();
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
  }
}

void WholeFile::write(std::string_view bytes) {
  out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (failed()) {
    throw Error(fmt::format("Writing {} failed, the disk may be full; make room and try again.",
                            target_.string()));
  }
}

void WholeFile::finish() {
  out_.close();
  if (failed()) {
    throw Error(fmt::format("Writing {} failed, the disk may be full; make room and try again.",
                            target_.string()));
  }
  flush_to_disk(temporary_);
}

void WholeFile::publish() {
  std::error_code problem;
  std::filesystem::rename(temporary_, target_, problem);
  if (problem) {
    throw Error(fmt::format("{} could not be replaced; check its permissions.", target_.string()));
  }
  published_ = true;
}

}  // namespace noiseal
