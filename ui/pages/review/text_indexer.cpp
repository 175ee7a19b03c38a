// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/review/text_indexer.h"

namespace noiseal::ui {
namespace {

/// So few that a decision that comes in between waits less than a blink.
constexpr std::size_t kRowsPerPiece = 1000;

}  // namespace

void TextIndexer::start() {
  ready_ = false;
  const std::uint64_t generation = ++generation_;
  session_.read(
      this, [](const Project& project, const Control&) { return project.text_index().built(); },
      [this, generation](bool ready) {
        if (generation != generation_) {
          return;
        }
        ready_ = ready;
        if (!ready && session_.writable()) {
          build_piece();
        }
      });
}

void TextIndexer::build_piece() {
  session_.write(
      this,
      [](const Project& project, const Control&) {
        return project.text_index().build_piece(kRowsPerPiece);
      },
      [this, generation = generation_](const TextIndexProgress& reached) {
        if (generation != generation_) {
          return;
        }
        if (reached.built()) {
          ready_ = true;
          Q_EMIT built();
          return;
        }
        Q_EMIT progressed(reached.done, reached.all);
        build_piece();  // behind what was asked for meanwhile
      },
      [](const QString&) {});  // searches work without it, and the next opening tries again
}

}  // namespace noiseal::ui
