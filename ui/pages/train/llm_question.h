// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "core/pipeline/llm_notice.h"

namespace noiseal::ui {

/// Asked before a run sends texts to an LLM server: where they go, the request for one row, and
/// the most it can cost. Accepted: the run may start.
class LlmQuestion : public QDialog {
  Q_OBJECT

 public:
  explicit LlmQuestion(const LlmNotice& notice, QWidget* parent = nullptr);
};

}  // namespace noiseal::ui
