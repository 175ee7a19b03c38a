// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/annotate/llm_prices.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/printable.h"

namespace noiseal {
namespace {

using Json = nlohmann::ordered_json;

double price_of(const Json& entry, const char* key, const std::string& model,
                std::string_view where) {
  const bool good = entry.contains(key) && entry[key].is_number() &&
                    std::isfinite(entry[key].get<double>()) && entry[key].get<double>() >= 0;
  if (!good) {
    throw UsageError(fmt::format(
        "{}: the model \"{}\" needs a number of 0 or more as \"{}\" (price of a million "
        "tokens).",
        where, printable_start(model, 60), key));
  }
  return entry[key].get<double>();
}

}  // namespace

double cost_of(const TokenUse& use, const ModelPrice& price) {
  const auto cached = static_cast<double>(std::clamp<std::int64_t>(use.cached_in, 0, use.in));
  const double fresh = static_cast<double>(use.in) - cached;
  return (fresh * price.input + cached * price.cached_input +
          static_cast<double>(use.out) * price.output) /
         1e6;
}

PriceTable PriceTable::built_in() {
  PriceTable table;
  table.prices_ = {{"gpt-3.5-turbo", {0.5, 0.5, 1.5}},  {"gpt-4o", {2.5, 1.25, 10}},
                   {"gpt-4o-mini", {0.15, 0.075, 0.6}}, {"gpt-4.1", {2, 0.5, 8}},
                   {"gpt-4.1-mini", {0.4, 0.1, 1.6}},   {"gpt-4.1-nano", {0.1, 0.025, 0.4}}};
  return table;
}

void PriceTable::add_json(std::string_view json, std::string_view where) {
  const Json object = Json::parse(json, nullptr, false);
  if (!object.is_object()) {
    throw UsageError(fmt::format(
        "{} is no price table; it is one JSON object such as {{\"MODEL\": {{\"input\": 0.15, "
        "\"cached_input\": 0.075, \"output\": 0.6}}}}.",
        where));
  }
  for (const auto& [model, entry] : object.items()) {
    if (!entry.is_object()) {
      throw UsageError(fmt::format("{}: the price of \"{}\" must be an object.", where,
                                   printable_start(model, 60)));
    }
    ModelPrice price;
    price.input = price_of(entry, "input", model, where);
    price.output = price_of(entry, "output", model, where);
    price.cached_input = entry.contains("cached_input")
                             ? price_of(entry, "cached_input", model, where)
                             : price.input;
    prices_[model] = price;
  }
}

std::optional<ModelPrice> PriceTable::find(const std::string& model) const {
  const auto found = prices_.find(model);
  return found == prices_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace noiseal
