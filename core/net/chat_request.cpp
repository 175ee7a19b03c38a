// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/chat_request.h"

#include <QUrl>

#include "core/annotate/llm_server.h"

namespace noiseal {
namespace {

using Trouble = HttpResult::Trouble;

Trouble trouble_of(QNetworkReply::NetworkError error) {
  switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::ProxyConnectionRefusedError:
      return Trouble::refused;
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::ProxyNotFoundError:
      return Trouble::unknown_host;
    case QNetworkReply::SslHandshakeFailedError:
      return Trouble::tls;
    case QNetworkReply::OperationCanceledError:
    case QNetworkReply::TimeoutError:
      return Trouble::timeout;
    default:
      return Trouble::broken;
  }
}

/// An answer that was not given in time is none, whatever its status.
bool is_late(QNetworkReply::NetworkError error) {
  return trouble_of(error) == Trouble::timeout;
}

}  // namespace

QNetworkRequest server_request(const std::string& url, const std::string& key, int timeout_ms) {
  QNetworkRequest request{QUrl(QString::fromStdString(url))};
  request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                       QNetworkRequest::ManualRedirectPolicy);
  request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
  request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
  request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
  request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
  request.setRawHeader("Connection", "close");
  request.setHeader(QNetworkRequest::UserAgentHeader, QByteArrayLiteral("noiseal"));
  request.setRawHeader("Accept", "application/json");
  request.setRawHeader("Accept-Language", "*");  // else it would tell the person's own
  request.setTransferTimeout(timeout_ms);
  if (!key.empty()) {
    request.setRawHeader("Authorization",
                         QByteArrayLiteral("Bearer ") + QByteArray::fromStdString(key));
  }
  return request;
}

QNetworkProxy proxy_for(const std::string& url) {
  if (parse_llm_server(url).local) {
    return QNetworkProxy(QNetworkProxy::NoProxy);
  }
  const QList<QNetworkProxy> proxies = QNetworkProxyFactory::systemProxyForQuery(
      QNetworkProxyQuery(QUrl(QString::fromStdString(url))));
  return proxies.isEmpty() ? QNetworkProxy(QNetworkProxy::NoProxy) : proxies.front();
}

HttpResult result_of(const QNetworkReply& reply, const QByteArray& body) {
  HttpResult result;
  result.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
  result.body = body.toStdString();
  result.retry_after = reply.rawHeader("Retry-After").trimmed().toStdString();
  const QNetworkReply::NetworkError error = reply.error();
  // Qt makes an error of every such status; the status says more, even where its body broke off.
  const bool status_says_it = result.status >= 300 && !is_late(error);
  if (error != QNetworkReply::NoError && !status_says_it) {
    result.trouble = trouble_of(error);
    if (result.trouble == Trouble::tls) {
      result.detail = reply.errorString().toStdString();
    }
  }
  return result;
}

}  // namespace noiseal
