// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/read_once.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace noiseal {

ReadOnce::ReadOnce(QByteArray bytes, QObject* parent)
    : QIODevice(parent), bytes_(std::move(bytes)) {
  open(QIODevice::ReadOnly | QIODevice::Unbuffered);
}

qint64 ReadOnce::bytesAvailable() const {
  return bytes_.size() - read_ + QIODevice::bytesAvailable();
}

qint64 ReadOnce::readData(char* to, qint64 most) {
  const qint64 size = std::min<qint64>(most, bytes_.size() - read_);
  if (size <= 0) {
    return -1;
  }
  std::memcpy(to, bytes_.constData() + read_, static_cast<std::size_t>(size));
  read_ += size;
  return size;
}

qint64 ReadOnce::writeData(const char* /*from*/, qint64 /*size*/) {
  return -1;
}

}  // namespace noiseal
