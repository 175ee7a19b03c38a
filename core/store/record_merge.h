// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "core/store/connection.h"
#include "core/store/sources.h"

namespace noiseal {

/// Visits a source's records in their order: rows as the query gives them, and the others merged in
/// between by their place. rows: already bound; its first five columns are ordinal, line, place,
/// size and id, in order of id. Private to core/store.
void merge_records(StoreConnection& connection, std::int64_t source, Query& rows,
                   const std::function<void(const RecordView&)>& visit);

}  // namespace noiseal
