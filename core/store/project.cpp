// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/project.h"

#include "core/store/connection.h"

namespace noiseal {
namespace {

/// One name for one file, so that the lock beside it is the same however it was named.
std::filesystem::path true_path(const std::filesystem::path& file) {
  std::error_code failed;
  const std::filesystem::path path = std::filesystem::canonical(file, failed);
  return failed ? file : path;
}

}  // namespace

Project::Project(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

Project Project::open(const std::filesystem::path& file, OpenMode mode) {
  const std::filesystem::path path = true_path(file);
  if (mode == OpenMode::read) {
    return Project(std::make_shared<StoreConnection>(path, ConnectionKind::read, nullptr));
  }
  return open(path, permit(path));
}

WriterPermit Project::permit(const std::filesystem::path& file) {
  const std::filesystem::path path = true_path(file);
  // A wrong file is told from a locked one first, and gets no lock beside it.
  static_cast<void>(StoreConnection(path, ConnectionKind::check, nullptr));
  return std::make_shared<const WriterLock>(path);
}

Project Project::open(const std::filesystem::path& file, WriterPermit permit) {
  return Project(
      std::make_shared<StoreConnection>(true_path(file), ConnectionKind::write, std::move(permit)));
}

const std::filesystem::path& Project::path() const {
  return connection_->file();
}

bool Project::writable() const {
  return connection_->writable();
}

bool Project::on_network() const {
  return connection_->on_network();
}

void Project::in_transaction(const std::function<void()>& work) const {
  StoreTransaction transaction(*connection_);
  work();
  transaction.commit();
}

void Project::interrupt_when(const Control& control) const {
  connection_->interrupt_when(control);
}

std::string Project::integrity_problem() const {
  std::string problems;
  for (const char* check : {"PRAGMA integrity_check(10)", "PRAGMA foreign_key_check"}) {
    Query query(*connection_, check);
    while (query.step()) {
      if (const std::string line = query.text(0); line != "ok") {
        problems += (problems.empty() ? "" : "; ") + line;
      }
    }
  }
  return problems;
}

std::int64_t Project::compact() {
  const auto size_of_file = [&] {
    Query query(*connection_,
                "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    query.step();
    return query.integer(0);
  };
  const std::int64_t before = size_of_file();
  {
    StoreTransaction transaction(*connection_);
    Query drop(*connection_,
               "DELETE FROM checkpoint WHERE kind <> 'best' AND run IN "
               "(SELECT id FROM run WHERE state = ?)");
    drop.bind(1, static_cast<std::int64_t>(RunState::finished)).run();
    transaction.commit();
  }
  connection_->execute("VACUUM");
  if (!connection_->on_network()) {
    Query checkpoint(*connection_, "PRAGMA wal_checkpoint(TRUNCATE)");
    checkpoint.step();
  }
  return before - size_of_file();
}

}  // namespace noiseal
