// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/pipeline/recipe.h"
#include "tests/pipeline/project_files.h"

namespace noiseal {
namespace {

using test::error_of;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

/// What setting the value says; "no error" where it is taken.
std::string refusal(const std::string& key, const std::string& value) {
  Recipe recipe;
  return error_of([&] { set_recipe_value(recipe, key, value); });
}

std::string json_refusal(const std::string& json) {
  return error_of([&] { recipe_from_json(json, "my.json"); });
}

std::string value_in(Preset preset, const std::string& key) {
  return recipe_value(preset_recipe(preset), key);
}

struct KeyDefaults {
  const char* key;
  const char* quick;
  const char* standard;
  const char* paper;
};

TEST(Recipe, HasEveryKeyOfTheMethodWithItsDefaults) {
  const KeyDefaults expected[] = {
      {"preset", "quick", "standard", "paper"},
      {"encoder", "MiniLM", "MiniLM", "bert-base-uncased"},
      {"train_layers", "2", "all", "all"},
      {"warm_up_epochs", "2", "2", "2"},
      {"noise_aware_epochs", "3", "4", "4"},
      {"min_warm_up_steps", "300", "300", "0"},
      {"lambda", "0.5", "0.5", "0.5"},
      {"sigma", "0", "0", "0.2"},
      {"budget_share", "1", "1", "1"},
      {"budget_rows", "", "", ""},
      {"budget_money", "", "", ""},
      {"demonstrations", "10", "10", "10"},
      {"learning_rate", "0.0001", "5e-05", "2e-05"},
      {"weak_learning_rate", "0.001", "0.001", "0.001"},
      {"schedule", "constant", "constant", "constant"},
      {"p_loss", "given", "accepted", "rce"},
      {"h_loss", "given", "embmix", "embmix"},
      {"batch", "32", "32", "32"},
      {"max_tokens", "128", "128", "256"},
      {"pooling", "mean", "mean", "cls"},
      {"second_model", "bilstm", "bilstm", "bilstm"},
      {"seed", "1", "1", "1"},
      {"device", "auto", "auto", "auto"},
      {"precision", "auto", "auto", "auto"},
  };
  for (const KeyDefaults& entry : expected) {
    EXPECT_EQ(value_in(Preset::quick, entry.key), entry.quick) << entry.key;
    EXPECT_EQ(value_in(Preset::standard, entry.key), entry.standard) << entry.key;
    EXPECT_EQ(value_in(Preset::paper, entry.key), entry.paper) << entry.key;
  }
}

TEST(Recipe, FollowsThePaperInItsPreset) {
  const std::pair<const char*, const char*> expected[] = {
      {"rule", "agreement"},  {"annotator", "llm"},      {"acceptance", "overwrite"},
      {"p_loss", "rce"},      {"h_loss", "embmix"},      {"weight_average", "0"},
      {"correction", "none"}, {"h_target", "sharpened"}, {"weak_input", "sentencepiece"},
  };
  for (const auto& [key, value] : expected) {
    EXPECT_EQ(value_in(Preset::paper, key), value) << key;
  }
}

TEST(Recipe, NamesEveryKeyOnceWithItsRangeAndMeaning) {
  std::vector<std::string> names;
  for (const RecipeKey& key : recipe_keys()) {
    EXPECT_FALSE(key.range.empty()) << key.name;
    EXPECT_FALSE(key.meaning.empty()) << key.name;
    EXPECT_THAT(names, Not(Contains(key.name)));
    names.push_back(key.name);
    Recipe recipe;
    set_recipe_value(recipe, key.name, recipe_value(recipe, key.name));
    EXPECT_EQ(recipe_to_json(recipe), recipe_to_json(Recipe())) << key.name;
  }
}

TEST(Recipe, TakesTheEndsOfItsRangesAndNothingBeyond) {
  struct Range {
    const char* key;
    std::vector<std::string> inside;
    std::vector<std::string> outside;
    const char* said;
  };
  const Range ranges[] = {
      {"train_layers", {"1", "all"}, {"0", "-1", "All", "2.5"}, "1..all"},
      {"warm_up_epochs", {"0", "50"}, {"-1", "51", "2.0"}, "0..50"},
      {"noise_aware_epochs", {"0", "50"}, {"-1", "51"}, "0..50"},
      {"min_warm_up_steps", {"0", "1000"}, {"-1", "1000001"}, "0.."},
      {"lambda", {"0", "1", "0.25"}, {"-0.01", "1.01"}, "0..1"},
      {"sigma", {"0", "1"}, {"-0.01", "1.01"}, "0..1"},
      {"fixed_threshold", {"0", "1"}, {"-0.01", "1.01"}, "0..1"},
      {"budget_share", {"0", "1"}, {"-0.01", "1.01"}, "0..1"},
      {"budget_rows", {"0", "123", ""}, {"-1", "1.5"}, "0 or more"},
      {"budget_money", {"0", "1.5", ""}, {"-1"}, "0 or more"},
      {"demonstrations", {"0", "50"}, {"-1", "51"}, "0..50"},
      {"learning_rate", {"1e-9", "1"}, {"0", "-1", "1.1"}, "above 0"},
      {"weak_learning_rate", {"1e-9", "1"}, {"0", "-1", "1.1"}, "above 0"},
      {"batch", {"1", "1024"}, {"0", "1025"}, "1..1024"},
      {"max_tokens", {"8", "512"}, {"7", "513"}, "8..512"},
      {"weight_average", {"0", "0.995"}, {"-0.1", "1", "1.5"}, "0..1"},
      {"average_ramp", {"1", "2.5", "1000"}, {"0", "0.9", "1001"}, "1..1000"},
      {"predictions_per_epoch", {"1", "4"}, {"0", "5"}, "1..4"},
      {"seed", {"0", "18446744073709551615"}, {"-1", "18446744073709551616"}, "0 or more"},
  };
  for (const Range& range : ranges) {
    for (const std::string& value : range.inside) {
      EXPECT_EQ(refusal(range.key, value), "no error") << range.key << "=" << value;
    }
    for (const std::string& value : range.outside) {
      EXPECT_THAT(refusal(range.key, value),
                  AllOf(HasSubstr(range.key), HasSubstr(value), HasSubstr(range.said)));
    }
  }
}

TEST(Recipe, TakesNamedValuesOnlyByTheirNames) {
  const std::pair<const char*, std::vector<std::string>> choices[] = {
      {"rule", {"agreement", "given-label", "mixture", "fixed", "plain"}},
      {"acceptance", {"overwrite", "two-witness"}},
      {"p_loss", {"rce", "ce", "off"}},
      {"h_loss", {"embmix", "soft", "off"}},
      {"schedule", {"constant", "linear"}},
      {"pooling", {"mean", "cls"}},
      {"weak_input", {"sentencepiece", "strong-pieces"}},
      {"second_model", {"bilstm", "two-strong"}},
      {"device", {"auto", "cpu", "cuda"}},
      {"precision", {"auto", "fp32", "bf16"}},
  };
  for (const auto& [key, names] : choices) {
    for (const std::string& name : names) {
      Recipe recipe;
      set_recipe_value(recipe, key, name);
      EXPECT_EQ(recipe_value(recipe, key), name);
      EXPECT_THAT(refusal(key, "nonsense"), HasSubstr(name));
    }
    EXPECT_NE(refusal(key, names.front() + " "), "no error");
  }
  for (const char* name : {"none", "neighbours", "llm", "simulated:0.85", "simulated:1:model"}) {
    Recipe recipe;
    set_recipe_value(recipe, "annotator", name);
    EXPECT_EQ(recipe.annotator, name);
  }
  EXPECT_THAT(refusal("annotator", "simulated:1.5"), HasSubstr("from 0 to 1"));
  EXPECT_THAT(refusal("annotator", "gpt"), AllOf(HasSubstr("gpt"), HasSubstr("neighbours")));
}

TEST(Recipe, RefusesWhatIsNoNumberAndLeavesTheRecipeAsItWas) {
  for (const RecipeKey& key : recipe_keys()) {
    for (const char* value : {"nan", "inf", "-inf", "1e999", "-99999999999999999999999", "0x10",
                              " 1", "1 ", "1,5", "--", "\n"}) {
      if (key.name == "encoder" || key.name == "llm_model" || key.name == "llm_task") {
        continue;  // any text may be a name
      }
      Recipe recipe;
      EXPECT_THROW(set_recipe_value(recipe, key.name, value), UsageError) << key.name << value;
      EXPECT_EQ(recipe_to_json(recipe), recipe_to_json(Recipe())) << key.name;
    }
  }
}

TEST(Recipe, RefusesEmptyValuesButForBudgetsWithoutLimit) {
  for (const RecipeKey& key : recipe_keys()) {
    Recipe recipe;
    if (key.name == "budget_rows" || key.name == "budget_money") {
      set_recipe_value(recipe, key.name, "7");
      set_recipe_value(recipe, key.name, "");
      EXPECT_EQ(recipe_value(recipe, key.name), "");
    } else if (key.name == "llm_url" || key.name == "llm_model" || key.name == "llm_task") {
      set_recipe_value(recipe, key.name, "");
      EXPECT_EQ(recipe_value(recipe, key.name), "");
    } else {
      EXPECT_THROW(set_recipe_value(recipe, key.name, ""), UsageError) << key.name;
      EXPECT_EQ(recipe_to_json(recipe), recipe_to_json(Recipe())) << key.name;
    }
  }
}

TEST(Recipe, RefusesAnEncoderThatCouldNotBeStored) {
  EXPECT_THAT(refusal("encoder", "models/\xff"), AllOf(HasSubstr("encoder"), HasSubstr("\\xff")));
}

TEST(Recipe, NamesTheNearestKey) {
  EXPECT_THAT(refusal("lamda", "0.5"), AllOf(HasSubstr("\"lamda\""), HasSubstr("lambda")));
  EXPECT_THAT(refusal("learning-rate", "1"), HasSubstr("learning_rate"));
  EXPECT_THAT(refusal("warmup_epochs", "1"), HasSubstr("warm_up_epochs"));
  EXPECT_THAT(refusal("zzzzzzzz", "1"), HasSubstr("run --help"));
  EXPECT_THAT(refusal("", "1"), HasSubstr("no key"));
}

TEST(Recipe, AnEmptyOrStrangeKeyIsOneLine) {
  EXPECT_THAT(refusal("a\nb\x1b[31m", "1"), AllOf(Not(HasSubstr("\n")), Not(HasSubstr("\x1b"))));
  EXPECT_LT(refusal(std::string(100'000, 'x'), "1").size(), 500U);
  EXPECT_LT(refusal("batch", std::string(100'000, '9')).size(), 500U);
}

TEST(Recipe, APresetReplacesWhatWasSetBefore) {
  Recipe recipe;
  set_recipe_value(recipe, "batch", "7");
  set_recipe_value(recipe, "seed", "9");
  set_recipe_value(recipe, "preset", "paper");
  EXPECT_EQ(recipe_to_json(recipe), recipe_to_json(preset_recipe(Preset::paper)));
}

std::string one_of(const std::vector<std::string>& values, Rng& rng) {
  return values[rng.below(values.size())];
}

/// The names in a range such as "rce, ce, off".
std::vector<std::string> named_values(const std::string& range) {
  std::vector<std::string> names;
  for (std::size_t begin = 0; begin < range.size();) {
    const std::size_t end = std::min(range.find(", ", begin), range.size());
    names.push_back(range.substr(begin, end - begin));
    begin = end + 2;
  }
  return names;
}

/// A value that the key takes, drawn at random, as recipe_value() writes it.
std::string random_value(const RecipeKey& key, Rng& rng) {
  static const std::set<std::string> reals{"lambda",        "sigma",         "fixed_threshold",
                                           "budget_share",  "learning_rate", "weak_learning_rate",
                                           "weight_average"};
  if (key.name == "encoder") {
    return one_of({"MiniLM", "/models/größe \"x\"", "a\\b", "日本"}, rng);
  }
  if (key.name == "annotator") {
    return one_of({"none", "neighbours", "llm", "simulated:0.123456789", "simulated:1:model"}, rng);
  }
  if (key.name == "average_ramp") {
    return nlohmann::json(1 + rng.uniform()).dump();
  }
  if (key.name == "llm_url") {
    return one_of({"", "http://localhost:8000/v1", "https://a.example/b"}, rng);
  }
  if (key.name == "llm_model" || key.name == "llm_task") {
    return one_of({"", "größe \"x\"", "日本"}, rng);
  }
  if (key.name == "seed") {
    return std::to_string(rng());
  }
  if (key.name == "train_layers") {
    return one_of({"all", "1", "12"}, rng);
  }
  if (key.name == "budget_rows" || key.name == "budget_money") {
    return one_of({"", "0", "123456"}, rng);
  }
  if (reals.contains(key.name)) {
    return nlohmann::json((1 + rng.uniform()) / 2.1).dump();
  }
  if (key.range.find("..") != std::string::npos) {
    return std::to_string(key.name == "predictions_per_epoch" ? 1 + rng.below(4)
                                                              : 8 + rng.below(20));
  }
  return one_of(named_values(key.range), rng);
}

TEST(RecipeJson, GivesBackEveryRecipe) {
  for (std::uint64_t trial = 0; trial < 200; ++trial) {
    Rng rng({trial, 0x52});
    Recipe recipe;
    for (const RecipeKey& key : recipe_keys()) {
      const std::string value = random_value(key, rng);
      set_recipe_value(recipe, key.name, value);
      EXPECT_EQ(recipe_value(recipe, key.name), value) << key.name;
    }
    const std::string json = recipe_to_json(recipe);
    const Recipe back = recipe_from_json(json, "it");
    EXPECT_EQ(recipe_to_json(back), json);
    for (const RecipeKey& key : recipe_keys()) {
      EXPECT_EQ(recipe_value(back, key.name), recipe_value(recipe, key.name)) << key.name;
    }
  }
}

TEST(RecipeJson, HasNumbersAsNumbersAndNoBudgetAsNull) {
  const auto json = nlohmann::json::parse(recipe_to_json(Recipe()));
  EXPECT_TRUE(json.at("batch").is_number_integer());
  EXPECT_TRUE(json.at("learning_rate").is_number_float());
  EXPECT_TRUE(json.at("rule").is_string());
  EXPECT_TRUE(json.at("budget_rows").is_null());
  EXPECT_EQ(json.size(), recipe_keys().size());
}

TEST(RecipeJson, AppliesThePresetFirstWhereverItStands) {
  const Recipe recipe = recipe_from_json(R"({"batch": 7, "preset": "paper"})", "it");
  EXPECT_EQ(recipe.batch, 7);
  EXPECT_EQ(recipe.pooling, Pooling::cls);
  const Recipe bare = recipe_from_json("{}", "it");
  EXPECT_EQ(recipe_to_json(bare), recipe_to_json(preset_recipe(Preset::standard)));
}

TEST(RecipeJson, TakesNumbersAsTextToo) {
  EXPECT_EQ(recipe_from_json(R"({"batch": "7", "train_layers": 2})", "it").batch, 7);
  EXPECT_EQ(recipe_from_json(R"({"train_layers": 2})", "it").train_layers, 2);
}

TEST(RecipeJson, RefusesWhatIsNoRecipeInOneSentence) {
  for (const char* json : {"", "{", "batch: 7", "[]", "[{\"batch\": 7}]", "7", "\"paper\"", "null",
                           "{\"batch\": 1e999}", "{\"batch\": 7} x", "\xff\xfe"}) {
    EXPECT_THAT(json_refusal(json),
                AllOf(HasSubstr("my.json"), HasSubstr("recipe"), Not(HasSubstr("exception"))));
  }
}

TEST(RecipeJson, SaysWhichFileAndKeyIsWrongOnce) {
  const std::pair<const char*, const char*> wrong[] = {
      {R"({"batch": [7]})", "batch"},         {R"({"batch": {"of": 7}})", "batch"},
      {R"({"batch": true})", "batch"},        {R"({"batch": null})", "batch"},
      {R"({"batch": 7.5})", "1..1024"},       {R"({"batch": 0})", "1..1024"},
      {R"({"lamda": 0.5})", "lambda"},        {R"({"preset": "fast"})", "standard"},
      {R"({"preset": ["quick"]})", "preset"}, {R"({"preset": null})", "preset"},
      {R"({"annotator": 5})", "annotator"},   {R"({"seed": -1})", "seed"},
  };
  for (const auto& [json, said] : wrong) {
    const std::string message = json_refusal(json);
    EXPECT_THAT(message, AllOf(HasSubstr("my.json"), HasSubstr(said), Not(HasSubstr("exception"))));
    EXPECT_EQ(message.find("my.json"), message.rfind("my.json")) << message;
  }
}

}  // namespace
}  // namespace noiseal
