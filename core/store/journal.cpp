// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/journal.h"

#include "core/store/connection.h"

namespace noiseal {

void settle_journal(const std::filesystem::path& project) {
  StoreConnection connection(project, ConnectionKind::read, nullptr);
  if (!connection.on_network()) {  // there every commit goes into the file
    connection.execute("PRAGMA wal_checkpoint(PASSIVE)");
  }
}

}  // namespace noiseal
