// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace noiseal {

/// What a model's tokens cost, per million, in the table's currency.
struct ModelPrice {
  double input = 0;
  double cached_input = 0;  ///< input that the server had in its cache
  double output = 0;
};

/// Tokens of one answer as the server counts them.
struct TokenUse {
  std::int64_t in = 0;         ///< cached ones included
  std::int64_t cached_in = 0;  ///< of these
  std::int64_t out = 0;
};

double cost_of(const TokenUse& use, const ModelPrice& price);

/// Prices by model name. A person edits them as JSON:
/// {"gpt-4o-mini": {"input": 0.15, "cached_input": 0.075, "output": 0.6}}.
class PriceTable {
 public:
  /// Prices of well-known models in US dollars when this version was made; services change them.
  static PriceTable built_in();

  /// Adds or replaces a person's own prices. where: the file's name, for the message. Throws
  /// UsageError when it is no such table or a price is below 0.
  void add_json(std::string_view json, std::string_view where);
  /// Nothing where the model has no price.
  [[nodiscard]] std::optional<ModelPrice> find(const std::string& model) const;
  [[nodiscard]] const std::map<std::string, ModelPrice>& all() const { return prices_; }

 private:
  std::map<std::string, ModelPrice> prices_;
};

}  // namespace noiseal
