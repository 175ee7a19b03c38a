// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace noiseal {

/// SHA-256 in lower-case hexadecimal, 64 characters.
std::string sha256_hex(std::string_view bytes);

/// SHA-256 of a file's bytes, read in pieces. Throws Error when it can't be read.
std::string sha256_file(const std::filesystem::path& file);

/// 64-bit FNV-1a: for in-memory tables, not for anything stored.
std::uint64_t fnv1a(std::string_view bytes) noexcept;

}  // namespace noiseal
