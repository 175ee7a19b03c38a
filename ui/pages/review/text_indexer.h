// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <cstdint>

#include "core/store/text_index.h"
#include "ui/bridge/project_session.h"

namespace noiseal::ui {

/// Builds the index of the texts in the background when a project lacks it, in pieces between which
/// decisions are stored.
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

 private:
  void build_piece();

  ProjectSession& session_;
  bool ready_ = false;
  std::uint64_t generation_ = 0;  ///< counts starts and stops: what is older is dropped
};

}  // namespace noiseal::ui
