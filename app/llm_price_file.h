// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/annotate/llm_prices.h"
#include "core/pipeline/recipe.h"

namespace noiseal {

/// Where a person's own prices are kept: noiseal/llm_prices.json in the configuration folder; empty
/// where there is no home folder.
std::filesystem::path llm_prices_file();
/// The built-in prices with those of a file; a file that was not named need not be there.
PriceTable read_price_table(const std::filesystem::path& named);
/// Puts the model's price into the person's own file. Throws UsageError for a price below 0 or
/// without an end, Error where the file can't be written; the file is changed whole or not at all.
void keep_llm_price(const std::string& model, const ModelPrice& price);

/// The price of the recipe's model; 0 for a local server without one. Nothing where it is not
/// known. prices: as in read_price_table().
std::optional<ModelPrice> llm_price(const Recipe& recipe, const std::filesystem::path& prices);
bool is_free(const ModelPrice& price);

}  // namespace noiseal
