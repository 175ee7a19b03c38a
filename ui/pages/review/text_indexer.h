// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <chrono>
#include <cstddef>
#include <cstdint>

#include "core/store/text_index.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// Builds the index of the texts in the background when a project lacks it, in pieces between which
/// decisions are stored. A piece has as many rows as this machine indexes in a few milliseconds.
class TextIndexer : public QObject {
  Q_OBJECT

 public:
  explicit TextIndexer(ProjectSession& session, QObject* parent = nullptr)
      : QObject(parent), session_(session) {}

  /// Looks whether the open project has an index; builds it where it can be written.
  void start();
  /// The project was left.
  void stop() { ++generation_; }
  [[nodiscard]] bool is_ready() const { return ready_; }

 Q_SIGNALS:
  void progressed(std::size_t done, std::size_t all);
  /// It was built just now.
  void built();
  /// It was there when start() looked.
  void found_ready();

 private:
  void build_piece();
  void take(const TextIndexProgress& reached, std::chrono::nanoseconds taken);
  void settle();

  ProjectSession& session_;
  bool ready_ = false;
  std::size_t rows_ = 0;          ///< in the next piece
  std::size_t unsettled_ = 0;     ///< rows since settle()
  std::uint64_t generation_ = 0;  ///< counts starts and stops: what is older is dropped
};

}  // namespace noiseal::ui
