// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>

namespace noiseal {

/// True for the numbers by which statfs(2) names file systems that are reached over a network or
/// through a user program (NFS, SMB, CIFS, 9p, FUSE, Ceph, AFS, Coda): no shared memory there.
bool is_network_file_system(std::uint64_t statfs_type);

/// The same for the file system that holds a file (or its folder, when it does not exist yet).
bool on_network_file_system(const std::filesystem::path& file);

/// Flushes a finished file to the disk. Throws Error.
void flush_to_disk(const std::filesystem::path& file);

/// Gives a finished file its name, never over an existing one, and makes the name durable.
/// Throws Error when the target exists.
void publish_file(const std::filesystem::path& finished, const std::filesystem::path& target);

}  // namespace noiseal
