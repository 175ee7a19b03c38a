// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/checkpoints.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/store/connection.h"

namespace noiseal {
namespace {

constexpr std::size_t kPieceBytes = std::size_t{64} << 20;

}  // namespace

Checkpoints::Checkpoints(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

void Checkpoints::write(std::int64_t run, const CheckpointWrite& checkpoint) {
  StoreTransaction transaction(*connection_);
  drop(run, checkpoint.kind);
  Query head(*connection_, "INSERT INTO checkpoint(run, kind, epoch) VALUES(?, ?, ?)");
  head.bind(1, run)
      .bind_text(2, checkpoint.kind)
      .bind(3, static_cast<std::int64_t>(checkpoint.epoch))
      .run();
  const std::int64_t id = connection_->database().getLastInsertRowid();
  Query insert(*connection_,
               "INSERT INTO checkpoint_piece(checkpoint, part, piece, bytes) VALUES(?, ?, ?, ?)");
  for (const CheckpointPart& part : checkpoint.parts) {
    std::size_t begin = 0;
    std::int64_t piece = 0;
    do {  // an empty part has one empty piece
      insert.bind(1, id)
          .bind_text(2, part.name)
          .bind(3, piece++)
          .bind_blob(4, part.bytes.substr(begin, kPieceBytes))
          .run();
      begin += kPieceBytes;
    } while (begin < part.bytes.size());
  }
  transaction.commit();
}

std::optional<CheckpointFacts> Checkpoints::facts(std::int64_t run, const std::string& kind) const {
  Query head(*connection_, "SELECT id, epoch FROM checkpoint WHERE run = ? AND kind = ?");
  head.bind(1, run).bind_text(2, kind);
  if (!head.step()) {
    return std::nullopt;
  }
  CheckpointFacts facts;
  facts.kind = kind;
  facts.epoch = static_cast<int>(head.integer(1));
  Query parts(*connection_,
              "SELECT part, sum(length(bytes)) FROM checkpoint_piece WHERE checkpoint = ? "
              "GROUP BY part ORDER BY min(id)");
  parts.bind(1, head.integer(0));
  while (parts.step()) {
    facts.parts.push_back(parts.text(0));
    facts.bytes += parts.integer(1);
  }
  return facts;
}

std::string Checkpoints::read(std::int64_t run, const std::string& kind,
                              const std::string& part) const {
  Query size(*connection_,
             "SELECT sum(length(bytes)) FROM checkpoint_piece JOIN checkpoint "
             "ON checkpoint.id = checkpoint WHERE run = ? AND kind = ? AND part = ?");
  Query pieces(*connection_,
               "SELECT bytes FROM checkpoint_piece JOIN checkpoint "
               "ON checkpoint.id = checkpoint WHERE run = ? AND kind = ? AND part = ? "
               "ORDER BY piece");
  for (Query* query : {&size, &pieces}) {
    query->bind(1, run).bind_text(2, kind).bind_text(3, part);
  }
  size.step();
  if (size.is_null(0)) {
    throw Error(
        fmt::format("Run {} in {} has no stored state \"{}\" for \"{}\"; it can't be resumed "
                    "from there.",
                    run, connection_->file().string(), kind, part));
  }
  std::string bytes;
  bytes.reserve(static_cast<std::size_t>(size.integer(0)));
  while (pieces.step()) {
    bytes.append(pieces.blob(0));
  }
  return bytes;
}

void Checkpoints::drop(std::int64_t run, const std::string& kind) {
  Query query(*connection_, "DELETE FROM checkpoint WHERE run = ? AND kind = ?");
  query.bind(1, run).bind_text(2, kind).run();
}

}  // namespace noiseal
