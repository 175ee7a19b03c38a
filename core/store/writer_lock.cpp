// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/writer_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <string_view>

#include "core/base/error.h"
#include "core/store/utc_time.h"

namespace noiseal {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : "this machine";
}

std::string holder(int descriptor) {
  std::array<char, 512> text{};
  const ssize_t got = pread(descriptor, text.data(), text.size(), 0);
  return got > 0 ? std::string(text.data(), static_cast<std::size_t>(got)) : "another program";
}

/// A holder that ends removes the file: what was locked may no longer be what the path names.
bool still_named(int descriptor, const std::filesystem::path& file) {
  struct stat held {};
  struct stat named {};
  return fstat(descriptor, &held) == 0 && stat(file.c_str(), &named) == 0 &&
         held.st_ino == named.st_ino && held.st_dev == named.st_dev;
}

Error cannot_lock(const std::filesystem::path& project, int code) {
  if (code == EACCES || code == EPERM || code == EROFS) {
    return Error(
        fmt::format("The folder of {} is not writable; change its permissions or copy the "
                    "project elsewhere.",
                    project.string()));
  }
  if (code == ENOENT || code == ENOTDIR) {
    return Error(fmt::format("There is no folder {}; create it or choose another place.",
                             project.parent_path().string()));
  }
  if (code == ENOSPC || code == EDQUOT) {
    return Error(
        fmt::format("The disk that holds {} is full; make room and try again.", project.string()));
  }
  return Error(
      fmt::format("The project {} could not be locked for writing (system error {}); try "
                  "again or copy it to a local disk.",
                  project.string(), code));
}

}  // namespace

std::filesystem::path WriterLock::lock_file(const std::filesystem::path& project) {
  return project.string() + "-lock";
}

WriterLock::WriterLock(const std::filesystem::path& project) : file_(lock_file(project)) {
  while (descriptor_ < 0) {
    const int opened = open(file_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (opened < 0) {
      throw cannot_lock(project, errno);
    }
    if (flock(opened, LOCK_EX | LOCK_NB) != 0) {
      const int code = errno;
      const std::string who = holder(opened);
      close(opened);
      if (code != EWOULDBLOCK) {
        throw cannot_lock(project, code);
      }
      throw Error(
          fmt::format("The project {} is open for writing in {}; close it there or wait "
                      "until it is done.",
                      project.string(), who));
    }
    if (still_named(opened, file_)) {
      descriptor_ = opened;
    } else {
      close(opened);
    }
  }
  const std::string text =
      fmt::format("process {} on {}, since {}", getpid(), host_name(), utc_now());
  // The text is for the message alone; the lock holds without it.
  if (ftruncate(descriptor_, 0) != 0 ||
      pwrite(descriptor_, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
    errno = 0;
  }
}

WriterLock::~WriterLock() {
  std::error_code ignored;
  std::filesystem::remove(file_, ignored);
  close(descriptor_);
}

}  // namespace noiseal
