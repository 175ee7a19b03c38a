// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/store/project.h"

namespace noiseal {

/// A good record on its way into the project; views are read during the call.
struct NewRow {
  std::int64_t line = 0;  ///< 1-based line of the record
  std::string_view raw;   ///< the record's bytes, line end included
  Split split = Split::train;
  std::string_view text;         ///< UTF-8
  std::int32_t given = -1;       ///< key from ProjectBuilder::label_key, -1 for none
  std::int32_t gold = -1;        ///< the same
  std::string_view external_id;  ///< may be empty
};

/// Writes a new project in one go, as fast as the disk takes it: under a temporary name beside the
/// target, which gets its own name when it is whole. Destroyed before finish(), nothing stays.
class ProjectBuilder {
 public:
  /// Throws Error when the target exists, is open elsewhere, or its folder can't be written.
  explicit ProjectBuilder(const std::filesystem::path& target);
  ~ProjectBuilder();
  ProjectBuilder(const ProjectBuilder&) = delete;
  ProjectBuilder& operator=(const ProjectBuilder&) = delete;

  /// A key for a label name, made up as names appear (not the index: that follows in finish()).
  std::int32_t label_key(std::string_view name);
  /// The same without adding: -1 when the name has not appeared.
  [[nodiscard]] std::int32_t find_label_key(std::string_view name) const;

  /// Begins a source; its header bytes, format and role are taken, tail and records are not.
  std::int64_t begin_source(const SourceFile& source);
  /// Adds the next record as a row; returns the row id.
  std::int64_t add_row(const NewRow& row);
  /// Adds the next record as one that is set aside.
  void add_bad_record(std::int64_t line, std::string_view raw, std::string_view reason);
  /// Adds the next record as an empty line: part of the file, but neither row nor set aside.
  void add_blank_record(std::int64_t line, std::string_view raw);
  void end_source(std::string_view tail);

  /// The project under construction, for splits, settings and noise before finish().
  /// Labels have their indices as soon as this is called; no row may be added after.
  Project& project();

  /// Makes it durable, gives it its name and returns it, open for writing.
  Project finish();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace noiseal
