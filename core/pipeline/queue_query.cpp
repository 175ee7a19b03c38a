// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/queue_query.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

namespace noiseal {
namespace {

using Json = nlohmann::json;

constexpr std::array<const char*, 6> kOrders = {"spread",    "score", "disagreement",
                                                "annotator", "pair",  "newest"};
constexpr std::array<const char*, 3> kStates = {"any", "undecided", "decided"};
constexpr int kSets = 4;

template <typename Names>
std::optional<std::size_t> place_of(const Names& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  return found != names.end() ? std::optional(static_cast<std::size_t>(found - names.begin()))
                              : std::nullopt;
}

std::optional<std::string> text_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_string() ? std::optional(found->get<std::string>())
                                                   : std::nullopt;
}

std::optional<double> number_at(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found != json.end() && found->is_number() ? std::optional(found->get<double>())
                                                   : std::nullopt;
}

std::optional<std::int32_t> label_at(const Json& json, const char* key,
                                     const std::vector<std::string>& labels) {
  const auto name = text_at(json, key);
  const auto place = name ? place_of(labels, *name) : std::nullopt;
  return place ? std::optional(static_cast<std::int32_t>(*place)) : std::nullopt;
}

}  // namespace

std::string_view queue_order_name(QueueOrder order) {
  return kOrders.at(static_cast<std::size_t>(order));
}

std::optional<QueueOrder> queue_order_named(std::string_view name) {
  const auto place = place_of(kOrders, name);
  return place ? std::optional(static_cast<QueueOrder>(*place)) : std::nullopt;
}

std::vector<std::string> queue_order_names() {
  return {kOrders.begin(), kOrders.end()};
}

std::string queue_query_to_json(const QueueQuery& query, const std::vector<std::string>& labels) {
  Json json;
  json["order"] = queue_order_name(query.order);
  json["state"] = kStates.at(static_cast<std::size_t>(query.state));
  const auto put_label = [&](const char* key, const std::optional<std::int32_t>& label) {
    if (label && *label >= 0 && static_cast<std::size_t>(*label) < labels.size()) {
      json[key] = labels[static_cast<std::size_t>(*label)];
    }
  };
  put_label("given", query.given);
  put_label("suggestion", query.suggestion);
  put_label("decided", query.decided);
  put_label("annotator", query.annotator);
  if (query.set) {
    json["set"] = *query.set;
  }
  if (query.min_score) {
    json["min_score"] = *query.min_score;
  }
  if (query.max_score) {
    json["max_score"] = *query.max_score;
  }
  if (query.changed_only) {
    json["changed_only"] = true;
  }
  if (query.flagged_only) {
    json["flagged_only"] = true;
  }
  if (!query.not_yet_by.empty()) {
    json["not_yet_by"] = query.not_yet_by;
  }
  if (!query.text.empty()) {
    json["text"] = query.text;
  }
  if (!query.rows.empty()) {
    json["rows"] = query.rows;
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

QueueQuery queue_query_from_json(std::string_view text, const std::vector<std::string>& labels) {
  QueueQuery query;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    return query;
  }
  query.order = queue_order_named(text_at(json, "order").value_or("")).value_or(query.order);
  if (const auto state = place_of(kStates, text_at(json, "state").value_or(""))) {
    query.state = static_cast<QueueState>(*state);
  }
  query.given = label_at(json, "given", labels);
  query.suggestion = label_at(json, "suggestion", labels);
  query.decided = label_at(json, "decided", labels);
  query.annotator = label_at(json, "annotator", labels);
  if (const auto set = number_at(json, "set"); set && *set >= 0 && *set < kSets) {
    query.set = static_cast<std::uint8_t>(*set);
  }
  query.min_score = number_at(json, "min_score");
  query.max_score = number_at(json, "max_score");
  query.changed_only = json.value("changed_only", Json()) == true;
  query.flagged_only = json.value("flagged_only", Json()) == true;
  query.not_yet_by = text_at(json, "not_yet_by").value_or("");
  query.text = text_at(json, "text").value_or("");
  if (const auto rows = json.find("rows"); rows != json.end() && rows->is_array()) {
    for (const Json& row : *rows) {
      if (row.is_number_integer()) {
        query.rows.push_back(row.get<std::int64_t>());
      }
    }
  }
  return query;
}

}  // namespace noiseal
