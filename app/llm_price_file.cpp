// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/llm_price_file.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <system_error>

#include "core/annotate/llm_server.h"
#include "core/base/error.h"
#include "core/pipeline/whole_file.h"

namespace noiseal {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

bool is_price(double value) {
  return std::isfinite(value) && value >= 0;
}

}  // namespace

fs::path llm_prices_file() {
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config != nullptr && *config == '/') {
    return fs::path(config) / "noiseal/llm_prices.json";
  }
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? fs::path(home) / ".config/noiseal/llm_prices.json"
                                         : fs::path();
}

PriceTable read_price_table(const fs::path& named) {
  PriceTable table = PriceTable::built_in();
  const fs::path file = named.empty() ? llm_prices_file() : named;
  std::error_code ignored;
  if (file.empty() || (named.empty() && !fs::exists(file, ignored))) {
    return table;
  }
  std::ifstream in(file, std::ios::binary);
  std::ostringstream bytes;
  if (!in || !(bytes << in.rdbuf())) {
    throw Error(fmt::format("The price table {} can't be read; check the name and its permissions.",
                            file.string()));
  }
  table.add_json(bytes.str(), file.string());
  return table;
}

void keep_llm_price(const std::string& model, const ModelPrice& price) {
  if (model.empty() || !is_price(price.input) || !is_price(price.cached_input) ||
      !is_price(price.output)) {
    throw UsageError("A model's price is three numbers from 0 on, of a million tokens each.");
  }
  const fs::path file = llm_prices_file();
  if (file.empty()) {
    throw Error("There is no home folder to keep prices in; give a table with --llm-prices.");
  }
  Json own = Json::object();
  std::error_code ignored;
  if (fs::exists(file, ignored)) {
    static_cast<void>(read_price_table(file));  // says what is wrong with it
    std::ifstream in(file, std::ios::binary);
    own = Json::parse(in);
  }
  own[model] = {
      {"input", price.input}, {"cached_input", price.cached_input}, {"output", price.output}};
  fs::create_directories(file.parent_path());
  WholeFile table(file);
  table.write(own.dump(2) + "\n");
  table.finish();
  table.publish();
}

std::optional<ModelPrice> llm_price(const Recipe& recipe, const fs::path& prices) {
  if (const auto price = read_price_table(prices).find(recipe.llm_model)) {
    return price;
  }
  return parse_llm_server(recipe.llm_url).local ? std::optional(ModelPrice()) : std::nullopt;
}

bool is_free(const ModelPrice& price) {
  return price.input <= 0 && price.cached_input <= 0 && price.output <= 0;
}

}  // namespace noiseal
