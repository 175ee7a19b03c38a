// SPDX-License-Identifier: GPL-3.0-or-later
#include <sqlite3.h>

#include "core/store/connection.h"

namespace noiseal {

StoreTransaction::StoreTransaction(StoreConnection& connection) : connection_(connection) {
  if (connection_.transaction_depth_ == 0) {
    connection_.execute("BEGIN IMMEDIATE");
    connection_.transaction_doomed_ = false;
  }
  ++connection_.transaction_depth_;
}

StoreTransaction::~StoreTransaction() {
  if (!open_) {
    return;
  }
  connection_.transaction_doomed_ = true;
  if (--connection_.transaction_depth_ == 0) {
    // SQLite itself has rolled back after some failures (disk full): then there is nothing to do.
    connection_.database().tryExec("ROLLBACK");
    connection_.forget_labels();
  }
}

void StoreTransaction::commit() {
  if (connection_.transaction_doomed_) {
    throw Error("A change that belongs to a larger one failed; nothing of it was stored.");
  }
  if (connection_.transaction_depth_ == 1) {
    connection_.execute("COMMIT");  // when it throws, the destructor rolls back
  }
  --connection_.transaction_depth_;
  open_ = false;
}

}  // namespace noiseal
