// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <cstddef>
#include <string>

#include "core/annotate/chat_fault.h"

namespace noiseal {

/// What Qt's network has to know about every request to a server: no redirects, no cookies, no
/// cache, no stored authentication.
QNetworkRequest server_request(const std::string& url, const std::string& key, int timeout_ms);

/// The system's proxy for the URL; none for a server that is local.
QNetworkProxy proxy_for(const std::string& url);

/// A finished reply as it is read further. body: what has arrived.
HttpResult result_of(const QNetworkReply& reply, const QByteArray& body);

}  // namespace noiseal
