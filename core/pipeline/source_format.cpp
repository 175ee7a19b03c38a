// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/source_format.h"

#include <nlohmann/json.hpp>

#include "core/base/error.h"

namespace noiseal {
namespace {

nlohmann::json place_or_null(const std::optional<std::size_t>& place) {
  return place ? nlohmann::json(*place) : nlohmann::json(nullptr);
}

std::optional<std::size_t> place_from(const nlohmann::json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<std::size_t>());
}

}  // namespace

std::string source_format_to_json(const SourceFormat& format) {
  const ColumnRoles& roles = format.roles;
  const nlohmann::json json = {{"file", nlohmann::json::parse(format_to_json(format.format))},
                               {"text", roles.text},
                               {"label", place_or_null(roles.label)},
                               {"gold", place_or_null(roles.gold)},
                               {"id", place_or_null(roles.id)},
                               {"split", place_or_null(roles.split)}};
  return json.dump();
}

SourceFormat source_format_from_json(std::string_view json) {
  try {
    const nlohmann::json value = nlohmann::json::parse(json);
    SourceFormat format;
    format.format = format_from_json(value.at("file").dump());
    format.roles.text = value.at("text").get<std::vector<std::size_t>>();
    format.roles.label = place_from(value.at("label"));
    format.roles.gold = place_from(value.at("gold"));
    format.roles.id = place_from(value.at("id"));
    format.roles.split = place_from(value.at("split"));
    return format;
  } catch (const nlohmann::json::exception&) {
    throw Error("The project does not say how its imported file is to be read; import it again.");
  }
}

}  // namespace noiseal
