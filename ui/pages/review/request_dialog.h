// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "core/pipeline/sent_request.h"

class QVBoxLayout;

namespace noiseal::ui {

/// The request that the annotator's answer came from: message by message, and what came back.
class RequestDialog : public QDialog {
  Q_OBJECT

 public:
  RequestDialog(const SentRequest& request, const ReviewCard& card, QWidget* parent = nullptr);

 private:
  /// One message with who it is from above it.
  void add_message(QVBoxLayout* column, const QString& title, const QString& text);
};

}  // namespace noiseal::ui
