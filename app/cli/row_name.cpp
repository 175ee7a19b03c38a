// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/row_name.h"

#include <fmt/format.h>

#include <charconv>

#include "core/base/error.h"
#include "core/base/printable.h"

namespace noiseal::cli {

std::int64_t row_named(const Project& project, const std::string& name) {
  const auto by_name = project.rows().ids_by_external_id();
  if (const auto found = by_name.find(name); found != by_name.end() && found->second > 0) {
    return found->second;
  }
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), id);
  if (error == std::errc() && end == name.data() + name.size() && project.rows().exists(id)) {
    return id;
  }
  throw Error(
      fmt::format("{} has no row \"{}\"; \"noiseal scores\" and \"noiseal review --list\" show "
                  "ids.",
                  project.path().string(), printable_start(name, 60)));
}

}  // namespace noiseal::cli
