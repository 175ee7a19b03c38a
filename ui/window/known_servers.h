// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace noiseal::ui {

/// A model on an LLM server that was chosen in this program before. Addresses and names alone are
/// kept with the person's settings, never a key.
struct KnownServer {
  std::string url;
  std::string model;
  friend bool operator==(const KnownServer&, const KnownServer&) = default;
};

/// The one chosen last comes first.
std::vector<KnownServer> known_servers();
/// No effect for an address that could hold a key, or is none.
void remember_server(const KnownServer& server);
void forget_server(const KnownServer& server);

}  // namespace noiseal::ui
