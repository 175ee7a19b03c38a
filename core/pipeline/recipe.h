// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/annotate/acceptance.h"
#include "core/annotate/answer_parsing.h"
#include "core/annotate/budget.h"
#include "core/nn/models.h"
#include "core/selection/epoch_plan.h"
#include "core/selection/evidence.h"
#include "core/selection/selection.h"

namespace noiseal {

enum class Preset : std::uint8_t { quick, standard, paper };
enum class Schedule : std::uint8_t { constant, linear };
enum class WeakInput : std::uint8_t { sentencepiece, strong_pieces };
enum class SecondModel : std::uint8_t { bilstm, two_strong };
/// What the soft targets of H are.
enum class HardTarget : std::uint8_t {
  sharpened,       ///< the joint prediction, sharpened (METHOD.md section 5)
  posterior,       ///< P(gold | text, given label) under the estimated noise transition
  mean_posterior,  ///< the same from the mean prediction of the epochs that count so far
};

/// Everything that decides what a run computes (METHOD.md section 12). Stored with every run.
/// Each field is a key of the same name in JSON and for `--set key=value`. The defaults are those
/// of the preset standard, chosen by tests/bench/quality.py on validation data.
struct Recipe {
  Preset preset = Preset::standard;
  std::string encoder = "MiniLM";  ///< name of an installed one, or a folder
  int train_layers = 0;            ///< from the top; 0: all and the embeddings ("all")
  int warm_up_epochs = 2;
  int noise_aware_epochs = 4;
  int min_warm_up_steps = 300;  ///< more warm-up epochs until there are so many steps
  Rule rule = Rule::agreement;
  double lambda = 0.5;
  double sigma = 0;
  double fixed_threshold = 0.9;  ///< rule fixed
  std::string annotator = "none";
  Acceptance acceptance = Acceptance::two_witness;
  double budget_share = 1;
  std::optional<std::uint64_t> budget_rows;
  std::optional<double> budget_money;
  AskOrder ask_order = AskOrder::spread;
  int demonstrations = 10;
  std::string llm_url;    ///< base URL of the annotator llm; empty: none. Never with a key
  std::string llm_model;  ///< as the server names it
  std::string llm_task;   ///< a sentence on what the labels are about, for the model; may be empty
  AnswerForm llm_answer = AnswerForm::label;
  int llm_text_tokens = 1000;       ///< estimated tokens beyond which a text is cut for the model
  int llm_answer_tokens = 64;       ///< most tokens of an answer
  int llm_parallel = 8;             ///< requests at once
  int llm_timeout = 180;            ///< seconds that one request may take
  int llm_ask_twice = 0;            ///< rows of each selection asked again, examples reordered
  int llm_requests_per_minute = 0;  ///< 0: no limit
  int llm_tokens_per_minute = 0;    ///< 0: no limit
  PurifiedLoss p_loss = PurifiedLoss::accepted;
  HardLoss h_loss = HardLoss::embmix;
  HardTarget h_target = HardTarget::posterior;
  Correction correction = Correction::forward;
  double learning_rate = 5e-5;
  double weak_learning_rate = 1e-3;
  Schedule schedule = Schedule::constant;
  int batch = 32;
  int max_tokens = 128;
  Pooling pooling = Pooling::mean;
  double weight_average = 0.999;  ///< 0..1, decay of the moving average of the weights
  double average_ramp = 4;  ///< 1..1000; step t averages with (1 + t) / (average_ramp + t) at most
  int predictions_per_epoch = 1;  ///< evenly spaced; their mean is the epoch's prediction
  ScoreKind score = ScoreKind::strong_margin;
  WeakInput weak_input = WeakInput::strong_pieces;
  SecondModel second_model = SecondModel::bilstm;
  std::uint64_t seed = 1;
  Device device = Device::automatic;
  Precision precision = Precision::automatic;
};

Recipe preset_recipe(Preset preset);

/// What a key means, for help and the window.
struct RecipeKey {
  std::string name;
  std::string range;    ///< e.g. "0..1"
  std::string meaning;  ///< a short sentence
};
const std::vector<RecipeKey>& recipe_keys();

/// Sets one key from text. `preset` replaces every other key by the preset's. Throws UsageError
/// that names the nearest key, or the range.
void set_recipe_value(Recipe& recipe, std::string_view key, std::string_view value);
/// A value as text, as set_recipe_value reads it; "" for a budget that is not set.
std::string recipe_value(const Recipe& recipe, std::string_view key);

/// One JSON object with every key; unset budgets are null.
std::string recipe_to_json(const Recipe& recipe);
/// Keys that are missing keep the preset's value (standard without one). Throws UsageError that
/// says what is wrong; where: the file's name, for the message.
Recipe recipe_from_json(std::string_view json, std::string_view where);

}  // namespace noiseal
