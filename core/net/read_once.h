// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QIODevice>

namespace noiseal {

/// The body of a request, to be read a single time. When a connection breaks before an answer, Qt
/// sends the request again by itself, which the server might work on and bill twice; with a body
/// that can't be rewound it reports the broken connection instead.
class ReadOnce final : public QIODevice {
 public:
  explicit ReadOnce(QByteArray bytes, QObject* parent = nullptr);

  [[nodiscard]] bool isSequential() const override { return true; }
  [[nodiscard]] qint64 bytesAvailable() const override;
  [[nodiscard]] bool atEnd() const override { return bytesAvailable() == 0; }
  bool reset() override { return false; }

 protected:
  qint64 readData(char* to, qint64 most) override;
  qint64 writeData(const char* from, qint64 size) override;

 private:
  QByteArray bytes_;
  qint64 read_ = 0;
};

}  // namespace noiseal
