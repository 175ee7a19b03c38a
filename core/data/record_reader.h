// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/data/file_format.h"
#include "core/data/record.h"
#include "core/data/record_parser.h"

namespace noiseal {

struct ReaderOptions {
  /// Bytes; a longer record is bad, and comes in pieces of at most this size. 1 KiB .. 1 GiB.
  std::size_t max_record_bytes = std::size_t{64} << 20;
  /// Bytes read at a time.
  std::size_t block_bytes = std::size_t{1} << 20;
};

/// Streams the records of a file. Byte-faithful: header() followed by the raw bytes of every
/// record, good, blank and bad, is the file, byte for byte, whatever the file holds. Memory does
/// not grow with the file.
///
/// csv, tsv: records end at LF, CR LF or CR outside quotes. A quote opens only at the start of a
/// field; a doubled quote within quotes is one quote; what follows the closing quote on the same
/// line belongs to the field (as in Python's csv module). A quote that is never closed, or that is
/// closed on a later line in the middle of a field, spoils only the line on which it stands: that
/// line is a bad record, and reading goes on with the next line.
/// json-lines: records end at LF. Where a key stands twice, the last one counts.
class RecordReader {
 public:
  /// Reads the header. Throws Error when the file can't be read or its header line is bad,
  /// UsageError when the format is impossible (require_readable).
  RecordReader(const std::filesystem::path& file, const FileFormat& format,
               const ReaderOptions& options = {});
  ~RecordReader();
  RecordReader(RecordReader&&) noexcept;
  RecordReader& operator=(RecordReader&&) noexcept;

  /// The next record, null at the end. Valid until the next call. Throws Error on a read error.
  const Record* next();

  /// Bytes before the first record: byte order mark, header line and blank lines before it.
  [[nodiscard]] const std::string& header() const;
  /// The format with its columns filled in.
  [[nodiscard]] const FileFormat& format() const;
  [[nodiscard]] const std::vector<std::string>& columns() const { return format().columns; }
  /// To put new values into the record just read (its parse() is not for use).
  [[nodiscard]] const RecordParser& parser() const;

  /// Bytes of the file handed out so far, header included; and all of them.
  [[nodiscard]] std::uint64_t bytes_done() const;
  [[nodiscard]] std::uint64_t bytes_total() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace noiseal
