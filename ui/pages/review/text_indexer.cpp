// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/text_indexer.h"

#include <algorithm>
#include <utility>

#include "core/store/journal.h"

namespace noiseal::ui {
namespace {

/// What a decision that comes in between waits for, at most.
constexpr std::chrono::nanoseconds kPiece = std::chrono::milliseconds(8);
constexpr std::size_t kFirstPiece = 200;  ///< rows
constexpr std::size_t kLeastPiece = 100;
constexpr std::size_t kMostPiece = 1000;
/// Before their pages are so many that a commit would have to settle them.
constexpr std::size_t kRowsUnsettled = 2000;

std::size_t rows_of_next(std::size_t rows, std::chrono::nanoseconds taken) {
  const double fits = static_cast<double>(rows) * static_cast<double>(kPiece.count()) /
                      static_cast<double>(std::max<std::int64_t>(1, taken.count()));
  const auto near = std::clamp(fits, static_cast<double>(rows) / 2, static_cast<double>(rows) * 2);
  return std::clamp(static_cast<std::size_t>(near), kLeastPiece, kMostPiece);
}

}  // namespace

void TextIndexer::start() {
  ready_ = false;
  rows_ = kFirstPiece;
  unsettled_ = 0;
  const std::uint64_t generation = ++generation_;
  session_.read(
      this, [](const Project& project, const Control&) { return project.text_index().built(); },
      [this, generation](bool ready) {
        if (generation != generation_) {
          return;
        }
        ready_ = ready;
        if (ready) {
          Q_EMIT found_ready();
        } else if (session_.writable()) {
          build_piece();
        }
      });
}

void TextIndexer::build_piece() {
  session_.write(
      this,
      [rows = rows_](const Project& project, const Control&) {
        const auto begin = std::chrono::steady_clock::now();
        const TextIndexProgress reached = project.text_index().build_piece(rows);
        return std::pair(reached, std::chrono::steady_clock::now() - begin);
      },
      [this, generation =
                 generation_](const std::pair<TextIndexProgress, std::chrono::nanoseconds>& piece) {
        if (generation == generation_) {
          take(piece.first, piece.second);
        }
      },
      [](const QString&) {});  // searches work without it, and the next opening tries again
}

void TextIndexer::take(const TextIndexProgress& reached, std::chrono::nanoseconds taken) {
  if (reached.built()) {
    ready_ = true;
    Q_EMIT built();
    return;
  }
  unsettled_ += rows_;
  rows_ = rows_of_next(rows_, taken);
  Q_EMIT progressed(reached.done, reached.all);
  if (unsettled_ >= kRowsUnsettled) {
    settle();
  } else {
    build_piece();  // behind what was asked for meanwhile
  }
}

void TextIndexer::settle() {
  unsettled_ = 0;
  const auto go_on = [this, generation = generation_] {
    if (generation == generation_) {
      build_piece();
    }
  };
  session_.read(
      this, [](const Project& project, const Control&) { settle_journal(project.path()); }, go_on,
      [go_on](const QString&) { go_on(); }, ReadLane::slow);
}

}  // namespace noiseal::ui
