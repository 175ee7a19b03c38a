// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>
#include <cstdint>

#include "core/pipeline/llm_notice.h"
#include "core/pipeline/run_parts.h"

class QCheckBox;

namespace noiseal::ui {

/// Whether the run's first 20 rows have been asked, by which the rest is forecast.
enum class PilotState : std::uint8_t { to_come, over };

/// Asked before a run sends texts to an LLM server: where they go, the request for one row, and
/// the most it can cost. Accepted: the run may start, and either waits for a second word after its
/// pilot or goes on by itself.
class LlmQuestion : public QDialog {
  Q_OBJECT

 public:
  explicit LlmQuestion(const LlmNotice& notice, PilotState pilot, QWidget* parent = nullptr);

  [[nodiscard]] AfterPilot after_pilot() const;

 private:
  QCheckBox* pilot_;
};

}  // namespace noiseal::ui
