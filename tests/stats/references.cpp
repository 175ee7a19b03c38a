// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/stats/references.h"

#include <fstream>

#include "tests/support/test_data.h"

namespace noiseal::test {

const nlohmann::json& references() {
  static const nlohmann::json values = [] {
    std::ifstream file(fixtures() / "stats/references.json");
    return nlohmann::json::parse(file);
  }();
  return values;
}

}  // namespace noiseal::test
