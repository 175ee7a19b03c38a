// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/recipe_fields.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "core/annotate/annotator_name.h"
#include "core/annotate/llm_server.h"
#include "core/data/utf8.h"

namespace noiseal {
namespace {

using JsonForm = RecipeField::JsonForm;

template <typename T>
std::optional<T> number(std::string_view text) {
  T value{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || stop != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

RecipeField integer(RecipeKey key, int Recipe::*member, int least, int most) {
  return {std::move(key), JsonForm::number,
          [=](Recipe& recipe, std::string_view text) {
            const auto value = number<int>(text);
            if (!value || *value < least || *value > most) {
              return false;
            }
            recipe.*member = *value;
            return true;
          },
          [=](const Recipe& recipe) { return std::to_string(recipe.*member); }};
}

/// Whether a range holds its lower end.
enum class LowerEnd : std::uint8_t { inside, outside };

RecipeField real(RecipeKey key, double Recipe::*member, double least, double most,
                 LowerEnd end = LowerEnd::inside) {
  return {std::move(key), JsonForm::number,
          [=](Recipe& recipe, std::string_view text) {
            const auto value = number<double>(text);
            if (!value || !std::isfinite(*value) || *value < least || *value > most ||
                (end == LowerEnd::outside && *value == least)) {
              return false;
            }
            recipe.*member = *value;
            return true;
          },
          [=](const Recipe& recipe) { return fmt::format("{}", recipe.*member); }};
}

template <typename E>
using Names = std::vector<std::pair<std::string, E>>;

template <typename E>
RecipeField choice(const std::string& name, E Recipe::*member, const Names<E>& names,
                   const std::string& meaning) {
  std::vector<std::string> allowed;
  for (const auto& [value_name, value] : names) {
    allowed.push_back(value_name);
  }
  return {{name, fmt::format("{}", fmt::join(allowed, ", ")), meaning},
          JsonForm::text,
          [=](Recipe& recipe, std::string_view text) {
            const auto found = std::find_if(names.begin(), names.end(),
                                            [&](const auto& entry) { return entry.first == text; });
            if (found == names.end()) {
              return false;
            }
            recipe.*member = found->second;
            return true;
          },
          [=](const Recipe& recipe) {
            const auto found = std::find_if(names.begin(), names.end(), [&](const auto& entry) {
              return entry.second == recipe.*member;
            });
            return found->first;
          }};
}

RecipeField preset_field() {
  RecipeField field = choice<Preset>(
      "preset", &Recipe::preset,
      {{"quick", Preset::quick}, {"standard", Preset::standard}, {"paper", Preset::paper}},
      "what all other keys start from");
  field.read = [read = field.read](Recipe& recipe, std::string_view text) {
    Recipe named;
    if (!read(named, text)) {
      return false;
    }
    recipe = preset_recipe(named.preset);
    return true;
  };
  return field;
}

RecipeField encoder_field() {
  return {{"encoder", "name or folder", "the strong model's pre-trained encoder"},
          JsonForm::text,
          [](Recipe& recipe, std::string_view text) {
            // A recipe is stored as JSON, which has no place for other bytes.
            if (text.empty() || first_invalid_utf8(text) != std::string_view::npos) {
              return false;
            }
            recipe.encoder = text;
            return true;
          },
          [](const Recipe& recipe) { return recipe.encoder; }};
}

RecipeField train_layers_field() {
  return {{"train_layers", "1..all", "encoder layers that are trained, from the top"},
          JsonForm::text,
          [](Recipe& recipe, std::string_view text) {
            const auto value = text == "all" ? std::optional<int>(0) : number<int>(text);
            if (!value || (*value == 0) != (text == "all") || *value < 0 || *value > 1000) {
              return false;
            }
            recipe.train_layers = *value;
            return true;
          },
          [](const Recipe& recipe) {
            return recipe.train_layers == 0 ? "all" : std::to_string(recipe.train_layers);
          }};
}

RecipeField annotator_field() {
  return {{"annotator", "none, neighbours, simulated:Q, simulated:Q:model, llm",
           "who relabels the purified rows"},
          JsonForm::text,
          [](Recipe& recipe, std::string_view text) {
            recipe.annotator = to_string(parse_annotator(text));
            return true;
          },
          [](const Recipe& recipe) { return recipe.annotator; }};
}

/// A text that JSON can hold; may be empty.
RecipeField llm_text(const std::string& name, std::string Recipe::*member,
                     const std::string& meaning) {
  return {{name, "text", meaning},
          JsonForm::text,
          [=](Recipe& recipe, std::string_view text) {
            if (first_invalid_utf8(text) != std::string_view::npos) {
              return false;
            }
            recipe.*member = text;
            return true;
          },
          [=](const Recipe& recipe) { return recipe.*member; }};
}

RecipeField llm_url_field() {
  RecipeField field = llm_text("llm_url", &Recipe::llm_url, "the annotator llm's server");
  field.key.range = "URL, or ollama, vllm, llama.cpp, lm-studio, openai";
  field.read = [](Recipe& recipe, std::string_view text) {
    recipe.llm_url = text.empty() ? std::string() : parse_llm_server(text).base_url;
    return true;
  };
  return field;
}

template <typename T>
RecipeField budget_field(const std::string& name, std::optional<T> Recipe::*member,
                         const std::string& meaning) {
  return {{name, "0 or more, or empty for no limit", meaning},
          JsonForm::number,
          [=](Recipe& recipe, std::string_view text) {
            if (text.empty()) {
              recipe.*member = std::nullopt;
              return true;
            }
            const auto value = number<T>(text);
            if (!value || !std::isfinite(static_cast<double>(*value)) || *value < T{}) {
              return false;
            }
            recipe.*member = *value;
            return true;
          },
          [=](const Recipe& recipe) {
            return recipe.*member ? fmt::format("{}", *(recipe.*member)) : std::string();
          }};
}

RecipeField seed_field() {
  return {{"seed", "0 or more", "of every random draw"},
          JsonForm::number,
          [](Recipe& recipe, std::string_view text) {
            const auto value = number<std::uint64_t>(text);
            recipe.seed = value.value_or(recipe.seed);
            return value.has_value();
          },
          [](const Recipe& recipe) { return std::to_string(recipe.seed); }};
}

std::vector<RecipeField> model_fields() {
  return {
      preset_field(),
      encoder_field(),
      train_layers_field(),
      integer({"warm_up_epochs", "0..50", "epochs on all given labels"}, &Recipe::warm_up_epochs, 0,
              50),
      integer({"noise_aware_epochs", "0..50", "epochs with selection and the sets' losses"},
              &Recipe::noise_aware_epochs, 0, 50),
      integer({"min_warm_up_steps", "0..1000000", "warm-up epochs are added up to so many steps"},
              &Recipe::min_warm_up_steps, 0, 1'000'000),
      real({"learning_rate", "above 0, up to 1", "of the strong model"}, &Recipe::learning_rate, 0,
           1, LowerEnd::outside),
      real({"weak_learning_rate", "above 0, up to 1", "of the weak model"},
           &Recipe::weak_learning_rate, 0, 1, LowerEnd::outside),
      choice<Schedule>("schedule", &Recipe::schedule,
                       {{"constant", Schedule::constant}, {"linear", Schedule::linear}},
                       "the learning rate over the run: unchanged, or falling to 0"),
      integer({"batch", "1..1024", "rows in a training step"}, &Recipe::batch, 1, 1024),
      integer({"max_tokens", "8..512", "longer texts are cut"}, &Recipe::max_tokens, 8, 512),
      choice<Pooling>("pooling", &Recipe::pooling, {{"mean", Pooling::mean}, {"cls", Pooling::cls}},
                      "what stands for a text: the mean of its tokens or [CLS]"),
      real({"weight_average", "0..1, below 1", "decay of the moving average of the weights"},
           &Recipe::weight_average, 0, 0.999999),
      real({"average_ramp", "1..1000", "the average spans at most step / average_ramp steps"},
           &Recipe::average_ramp, 1, 1000),
      integer({"predictions_per_epoch", "1..4", "predictions averaged within an epoch"},
              &Recipe::predictions_per_epoch, 1, 4),
      choice<WeakInput>("weak_input", &Recipe::weak_input,
                        {{"sentencepiece", WeakInput::sentencepiece},
                         {"strong-pieces", WeakInput::strong_pieces}},
                        "what the weak model reads: own pieces, or the encoder's frozen table"),
      choice<SecondModel>(
          "second_model", &Recipe::second_model,
          {{"bilstm", SecondModel::bilstm}, {"two-strong", SecondModel::two_strong}},
          "the second opinion: a weak BiLSTM, or a second copy of the strong model"),
      seed_field(),
      choice<Device>("device", &Recipe::device,
                     {{"auto", Device::automatic}, {"cpu", Device::cpu}, {"cuda", Device::cuda}},
                     "where the models are trained"),
      choice<Precision>(
          "precision", &Recipe::precision,
          {{"auto", Precision::automatic}, {"fp32", Precision::fp32}, {"bf16", Precision::bf16}},
          "of the matrix products"),
  };
}

std::vector<RecipeField> method_fields() {
  return {
      choice<Rule>("rule", &Recipe::rule,
                   {{"agreement", Rule::agreement},
                    {"given-label", Rule::given_label},
                    {"mixture", Rule::mixture},
                    {"fixed", Rule::fixed},
                    {"plain", Rule::plain}},
                   "how the rows are split into sets"),
      real({"lambda", "0..1", "weight of the newest confidence in a threshold"}, &Recipe::lambda, 0,
           1),
      real({"sigma", "0..1", "how far above the thresholds a purified row must be"}, &Recipe::sigma,
           0, 1),
      real({"fixed_threshold", "0..1", "the threshold of the rule fixed"}, &Recipe::fixed_threshold,
           0, 1),
      annotator_field(),
      choice<Acceptance>(
          "acceptance", &Recipe::acceptance,
          {{"overwrite", Acceptance::overwrite}, {"two-witness", Acceptance::two_witness}},
          "when an answer counts: always, or where the models or the given label agree"),
      real({"budget_share", "0..1", "share of each selection's pool that may be asked"},
           &Recipe::budget_share, 0, 1),
      budget_field<std::uint64_t>("budget_rows", &Recipe::budget_rows,
                                  "most rows asked in the whole run"),
      budget_field<double>("budget_money", &Recipe::budget_money,
                           "most money spent in the whole run"),
      choice<AskOrder>(
          "ask_order", &Recipe::ask_order,
          {{"spread", AskOrder::spread}, {"farthest-first", AskOrder::farthest_first}},
          "which rows are asked first: most suspicious over labels, or most different"),
      integer({"demonstrations", "0..50", "labelled rows shown with a question"},
              &Recipe::demonstrations, 0, 50),
      llm_url_field(),
      llm_text("llm_model", &Recipe::llm_model, "the model, as the server names it"),
      llm_text("llm_task", &Recipe::llm_task, "a sentence for the model on what the labels say"),
      choice<AnswerForm>("llm_answer", &Recipe::llm_answer,
                         {{"label", AnswerForm::label}, {"schema", AnswerForm::schema}},
                         "how the model answers: in words, or as JSON that the server enforces"),
      integer({"llm_text_tokens", "8..100000", "a longer text is cut for the model"},
              &Recipe::llm_text_tokens, 8, 100'000),
      integer({"llm_answer_tokens", "1..4096", "most tokens of an answer"},
              &Recipe::llm_answer_tokens, 1, 4096),
      integer({"llm_parallel", "1..64", "requests at once"}, &Recipe::llm_parallel, 1, 64),
      integer({"llm_timeout", "1..3600", "seconds that a request may take"}, &Recipe::llm_timeout,
              1, 3600),
      integer({"llm_ask_twice", "0..1000",
               "rows of each selection that are asked again with their examples reordered"},
              &Recipe::llm_ask_twice, 0, 1000),
      integer({"llm_requests_per_minute", "0..1000000", "most requests a minute; 0: any"},
              &Recipe::llm_requests_per_minute, 0, 1'000'000),
      integer({"llm_tokens_per_minute", "0..1000000000", "most tokens sent a minute; 0: any"},
              &Recipe::llm_tokens_per_minute, 0, 1'000'000'000),
      choice<PurifiedLoss>("p_loss", &Recipe::p_loss,
                           {{"rce", PurifiedLoss::rce},
                            {"ce", PurifiedLoss::ce},
                            {"accepted", PurifiedLoss::accepted},
                            {"given", PurifiedLoss::given},
                            {"off", PurifiedLoss::off}},
                           "loss of purified rows"),
      choice<HardLoss>("h_loss", &Recipe::h_loss,
                       {{"embmix", HardLoss::embmix},
                        {"soft", HardLoss::soft},
                        {"given", HardLoss::given},
                        {"off", HardLoss::off}},
                       "loss of hard rows"),
      choice<HardTarget>(
          "h_target", &Recipe::h_target,
          {{"sharpened", HardTarget::sharpened},
           {"posterior", HardTarget::posterior},
           {"mean-posterior", HardTarget::mean_posterior}},
          "soft targets of hard rows: the joint prediction, or with the given label as evidence"),
      choice<Correction>("correction", &Recipe::correction,
                         {{"none", Correction::none}, {"forward", Correction::forward}},
                         "whether given labels are trained on through the estimated noise"),
      choice<ScoreKind>("score", &Recipe::score,
                        {{"strong-margin", ScoreKind::strong_margin},
                         {"last-loss", ScoreKind::last_loss},
                         {"both-loss", ScoreKind::both_mean_loss},
                         {"mixed-margin", ScoreKind::mixed_margin},
                         {"transition-odds", ScoreKind::transition_odds},
                         {"class-adjusted", ScoreKind::class_adjusted}},
                        "what the error score is made of"),
  };
}

}  // namespace

const std::vector<RecipeField>& recipe_fields() {
  static const std::vector<RecipeField> all = [] {
    std::vector<RecipeField> list = model_fields();
    std::vector<RecipeField> more = method_fields();
    list.insert(list.end(), more.begin(), more.end());
    return list;
  }();
  return all;
}

}  // namespace noiseal
