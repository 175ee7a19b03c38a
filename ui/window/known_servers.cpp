// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/known_servers.h"

#include <QSettings>
#include <algorithm>

#include "core/annotate/llm_server.h"
#include "core/base/error.h"

namespace noiseal::ui {
namespace {

constexpr std::size_t kMostKept = 20;
constexpr const char* kKey = "llm_servers";

void keep(const std::vector<KnownServer>& servers) {
  QSettings settings;
  settings.remove(QLatin1String(kKey));
  settings.beginWriteArray(QLatin1String(kKey));
  for (std::size_t i = 0; i < std::min(servers.size(), kMostKept); ++i) {
    settings.setArrayIndex(static_cast<int>(i));
    settings.setValue(QStringLiteral("url"), QString::fromStdString(servers[i].url));
    settings.setValue(QStringLiteral("model"), QString::fromStdString(servers[i].model));
  }
  settings.endArray();
}

}  // namespace

std::vector<KnownServer> known_servers() {
  std::vector<KnownServer> servers;
  QSettings settings;
  const int count = settings.beginReadArray(QLatin1String(kKey));
  for (int i = 0; i < count; ++i) {
    settings.setArrayIndex(i);
    KnownServer server{settings.value(QStringLiteral("url")).toString().toStdString(),
                       settings.value(QStringLiteral("model")).toString().toStdString()};
    if (!server.url.empty() && !server.model.empty()) {
      servers.push_back(std::move(server));
    }
  }
  settings.endArray();
  return servers;
}

void remember_server(const KnownServer& server) {
  try {
    static_cast<void>(parse_llm_server(server.url));
  } catch (const Error&) {
    return;
  }
  if (server.model.empty()) {
    return;
  }
  std::vector<KnownServer> servers = known_servers();
  std::erase(servers, server);
  servers.insert(servers.begin(), server);
  keep(servers);
}

void forget_server(const KnownServer& server) {
  std::vector<KnownServer> servers = known_servers();
  std::erase(servers, server);
  keep(servers);
}

}  // namespace noiseal::ui
