// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/file_system.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>

#include "core/base/error.h"

namespace noiseal {
namespace {

std::filesystem::path folder_of(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.parent_path();
  return folder.empty() ? std::filesystem::path(".") : folder;
}

bool flush(const std::filesystem::path& path, int flags) {
  const int descriptor = open(path.c_str(), flags | O_CLOEXEC);
  if (descriptor < 0) {
    return false;
  }
  const bool done = fsync(descriptor) == 0;
  close(descriptor);
  return done;
}

}  // namespace

bool is_network_file_system(std::uint64_t statfs_type) {
  constexpr std::array<std::uint64_t, 10> kNetwork = {
      0x6969,      // NFS
      0x517B,      // SMB
      0xFF534D42,  // CIFS
      0xFE534D42,  // SMB 2
      0x01021997,  // 9p
      0x65735546,  // FUSE
      0x00C36400,  // Ceph
      0x5346414F,  // AFS
      0x73757245,  // Coda
      0x564C,      // NCP
  };
  return std::find(kNetwork.begin(), kNetwork.end(), statfs_type) != kNetwork.end();
}

bool on_network_file_system(const std::filesystem::path& file) {
  struct statfs facts {};
  if (statfs(file.c_str(), &facts) != 0 && statfs(folder_of(file).c_str(), &facts) != 0) {
    return false;
  }
  return is_network_file_system(static_cast<std::uint32_t>(facts.f_type));
}

void flush_to_disk(const std::filesystem::path& file) {
  if (!flush(file, O_RDONLY)) {
    throw Error(
        fmt::format("{} could not be written to the disk; check that the disk is neither "
                    "full nor failing, and try again.",
                    file.string()));
  }
}

void publish_file(const std::filesystem::path& finished, const std::filesystem::path& target) {
  int result = renameat2(AT_FDCWD, finished.c_str(), AT_FDCWD, target.c_str(), RENAME_NOREPLACE);
  if (result != 0 && (errno == EINVAL || errno == ENOSYS)) {  // a file system without the flag
    errno = EEXIST;
    result = std::filesystem::exists(target) ? -1 : std::rename(finished.c_str(), target.c_str());
  }
  if (result != 0) {
    throw Error(
        errno == EEXIST
            ? fmt::format("{} exists already; choose another name or delete it.", target.string())
            : fmt::format("{} could not be created; check the folder's permissions.",
                          target.string()));
  }
  flush(folder_of(target), O_RDONLY | O_DIRECTORY);
}

}  // namespace noiseal
