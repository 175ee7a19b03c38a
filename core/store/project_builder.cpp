// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project_builder.h"

#include <fmt/format.h>

#include <functional>
#include <unordered_map>
#include <utility>

#include "core/store/connection.h"
#include "core/store/file_system.h"

namespace noiseal {
namespace {

/// Raw records are stored in pieces of about this size.
constexpr std::size_t kChunkBytes = std::size_t{256} << 10;

struct NameHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view name) const {
    return std::hash<std::string_view>{}(name);
  }
};

std::unique_ptr<WriterLock> lock_target(const std::filesystem::path& target) {
  const auto refuse_existing = [&] {
    if (std::filesystem::exists(target)) {
      throw Error(
          fmt::format("{} exists already; choose another name or delete it.", target.string()));
    }
  };
  refuse_existing();
  auto lock = std::make_unique<WriterLock>(target);
  refuse_existing();
  return lock;
}

}  // namespace

class ProjectBuilder::State {
 public:
  explicit State(const std::filesystem::path& wanted)
      : target(std::filesystem::weakly_canonical(std::filesystem::absolute(wanted))),
        temporary(target.parent_path() / fmt::format(".{}.part", target.filename().string())),
        lock(lock_target(target)) {
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);  // of an import that was killed
    try {
      connection = std::make_shared<StoreConnection>(temporary, ConnectionKind::build, nullptr);
      connection->execute("BEGIN");
    } catch (const Error&) {  // the destructor of a half-made object doesn't run
      connection.reset();
      std::filesystem::remove(temporary, ignored);
      throw;
    }
    insert_row = std::make_unique<Query>(
        *connection,
        "INSERT INTO row(id, source, ordinal, line, place, size, split, given, gold, file_label, "
        "external_id, text) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?8, ?10, ?11)");
    insert_bad = std::make_unique<Query>(
        *connection,
        "INSERT INTO bad_record(source, ordinal, line, place, size, reason) "
        "VALUES(?, ?, ?, ?, ?, ?)");
    insert_chunk = std::make_unique<Query>(
        *connection, "INSERT INTO source_chunk(source, first, bytes) VALUES(?, ?, ?)");
    chunk.reserve(kChunkBytes + 4096);
  }

  ~State() {
    insert_row.reset();
    insert_bad.reset();
    insert_chunk.reset();
    project.reset();
    connection.reset();
    if (!finished) {
      std::error_code ignored;
      std::filesystem::remove(temporary, ignored);
    }
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  /// Keeps the record's bytes; returns their place in the source.
  std::int64_t store_raw(std::string_view raw) {
    if (chunk.size() + raw.size() > kChunkBytes) {
      flush_chunk();
    }
    const std::int64_t place = chunk_first + static_cast<std::int64_t>(chunk.size());
    chunk.append(raw);
    return place;
  }

  void flush_chunk() {
    if (!chunk.empty()) {
      insert_chunk->bind(1, source).bind(2, chunk_first).bind_blob(3, chunk).run();
      chunk_first += static_cast<std::int64_t>(chunk.size());
      chunk.clear();
    }
  }

  void bind_key(int place, std::int32_t key) {
    key >= 0 ? insert_row->bind(place, std::int64_t{key} + 1) : insert_row->bind_null(place);
  }

  /// Ends the adding of rows: writes the labels and opens the file to the other classes.
  void seal() {
    if (project) {
      return;
    }
    {
      Query insert(*connection, "INSERT INTO label(id, name) VALUES(?, ?)");
      for (const auto& [name, key] : labels) {
        insert.bind(1, std::int64_t{key} + 1).bind_text(2, name).run();
      }
    }
    connection->execute("COMMIT");
    project.reset(new Project(connection));
  }

  std::filesystem::path target;
  std::filesystem::path temporary;
  std::unique_ptr<WriterLock> lock;
  std::shared_ptr<StoreConnection> connection;
  std::unique_ptr<Query> insert_row;
  std::unique_ptr<Query> insert_bad;
  std::unique_ptr<Query> insert_chunk;
  std::unique_ptr<Project> project;
  std::unordered_map<std::string, std::int32_t, NameHash, std::equal_to<>> labels;
  std::int64_t source = 0;
  std::int64_t ordinal = 0;
  std::int64_t rows = 0;
  std::string chunk;
  std::int64_t chunk_first = 0;
  std::string text;         ///< bound without a copy of its own
  std::string external_id;  ///< the same
  bool finished = false;
};

ProjectBuilder::ProjectBuilder(const std::filesystem::path& target)
    : state_(std::make_unique<State>(target)) {}

ProjectBuilder::~ProjectBuilder() = default;

std::int32_t ProjectBuilder::label_key(std::string_view name) {
  const auto found = state_->labels.find(name);
  if (found != state_->labels.end()) {
    return found->second;
  }
  const auto key = static_cast<std::int32_t>(state_->labels.size());
  state_->labels.emplace(std::string(name), key);
  return key;
}

std::int32_t ProjectBuilder::find_label_key(std::string_view name) const {
  const auto found = state_->labels.find(name);
  return found != state_->labels.end() ? found->second : -1;
}

std::int64_t ProjectBuilder::begin_source(const SourceFile& source) {
  State& state = *state_;
  Query insert(*state.connection,
               "INSERT INTO source(role, file_name, format, header, tail, records) "
               "VALUES(?, ?, ?, ?, x'', 0)");
  insert.bind(1, static_cast<std::int64_t>(source.role))
      .bind_text(2, source.file_name)
      .bind_text(3, source.format)
      .bind_blob(4, source.header)
      .run();
  state.source = state.connection->database().getLastInsertRowid();
  state.ordinal = 0;
  state.chunk_first = 0;
  return state.source;
}

std::int64_t ProjectBuilder::add_row(const NewRow& row) {
  State& state = *state_;
  const std::int64_t place = state.store_raw(row.raw);
  state.text.assign(row.text);
  state.external_id.assign(row.external_id);
  state.insert_row->bind(1, ++state.rows)
      .bind(2, state.source)
      .bind(3, state.ordinal++)
      .bind(4, row.line)
      .bind(5, place)
      .bind(6, static_cast<std::int64_t>(row.raw.size()))
      .bind(7, static_cast<std::int64_t>(row.split));
  state.bind_key(8, row.given);
  state.bind_key(9, row.gold);
  if (row.external_id.empty()) {
    state.insert_row->bind_null(10);
  } else {
    state.insert_row->bind_text(10, state.external_id);
  }
  state.insert_row->bind_text(11, state.text).run();
  return state.rows;
}

void ProjectBuilder::add_bad_record(std::int64_t line, std::string_view raw,
                                    std::string_view reason) {
  State& state = *state_;
  const std::int64_t place = state.store_raw(raw);
  const std::string why(reason);
  state.insert_bad->bind(1, state.source)
      .bind(2, state.ordinal++)
      .bind(3, line)
      .bind(4, place)
      .bind(5, static_cast<std::int64_t>(raw.size()))
      .bind_text(6, why)
      .run();
}

void ProjectBuilder::add_blank_record(std::int64_t line, std::string_view raw) {
  add_bad_record(line, raw, "");
}

void ProjectBuilder::end_source(std::string_view tail) {
  State& state = *state_;
  state.flush_chunk();
  Query update(*state.connection, "UPDATE source SET tail = ?, records = ? WHERE id = ?");
  update.bind_blob(1, tail).bind(2, state.ordinal).bind(3, state.source).run();
}

Project& ProjectBuilder::project() {
  state_->seal();
  return *state_->project;
}

Project ProjectBuilder::finish() {
  State& state = *state_;
  state.seal();
  state.insert_row.reset();
  state.insert_bad.reset();
  state.insert_chunk.reset();
  state.project.reset();
  state.connection.reset();
  flush_to_disk(state.temporary);
  publish_file(state.temporary, state.target);
  state.finished = true;
  return Project(std::make_shared<StoreConnection>(std::filesystem::canonical(state.target),
                                                   ConnectionKind::write, std::move(state.lock)));
}

}  // namespace noiseal
