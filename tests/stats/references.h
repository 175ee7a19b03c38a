// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

namespace noiseal::test {

/// tests/fixtures/stats/references.json: values recorded with NumPy, SciPy and scikit-learn by
/// record_references.py beside it.
const nlohmann::json& references();

}  // namespace noiseal::test
