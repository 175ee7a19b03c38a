// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSslConfiguration>

namespace noiseal::test {

/// A server's side of TLS with a key of this process and a certificate that nobody else has signed.
QSslConfiguration self_signed_configuration();

}  // namespace noiseal::test
