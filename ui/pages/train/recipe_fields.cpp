// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/train/recipe_fields.h"

#include <QCoreApplication>
#include <algorithm>
#include <array>

#include "core/base/error.h"

namespace noiseal::ui {
namespace {

struct Name {
  const char* key;
  const char* name;
};

// The few that matter, in the order in which they are shown.
constexpr std::array<Name, 13> kImportant{{
    {"encoder", QT_TRANSLATE_NOOP("RecipeFields", "Strong model")},
    {"warm_up_epochs", QT_TRANSLATE_NOOP("RecipeFields", "Warm-up epochs")},
    {"noise_aware_epochs", QT_TRANSLATE_NOOP("RecipeFields", "Epochs after it")},
    {"rule", QT_TRANSLATE_NOOP("RecipeFields", "Rule for the sets")},
    {"lambda", QT_TRANSLATE_NOOP("RecipeFields", "Threshold pace λ")},
    {"sigma", QT_TRANSLATE_NOOP("RecipeFields", "Purified offset σ")},
    {"annotator", QT_TRANSLATE_NOOP("RecipeFields", "Annotator")},
    {"llm_url", QT_TRANSLATE_NOOP("RecipeFields", "Server")},
    {"llm_model", QT_TRANSLATE_NOOP("RecipeFields", "Model")},
    {"budget_share", QT_TRANSLATE_NOOP("RecipeFields", "Share asked")},
    {"budget_money", QT_TRANSLATE_NOOP("RecipeFields", "Most money")},
    {"seed", QT_TRANSLATE_NOOP("RecipeFields", "Seed")},
    {"device", QT_TRANSLATE_NOOP("RecipeFields", "Device")},
}};

constexpr std::array<Name, 24> kOthers{{
    {"train_layers", QT_TRANSLATE_NOOP("RecipeFields", "Trained layers")},
    {"min_warm_up_steps", QT_TRANSLATE_NOOP("RecipeFields", "Least warm-up steps")},
    {"learning_rate", QT_TRANSLATE_NOOP("RecipeFields", "Learning rate")},
    {"weak_learning_rate", QT_TRANSLATE_NOOP("RecipeFields", "Weak learning rate")},
    {"schedule", QT_TRANSLATE_NOOP("RecipeFields", "Rate over the run")},
    {"batch", QT_TRANSLATE_NOOP("RecipeFields", "Rows in a step")},
    {"max_tokens", QT_TRANSLATE_NOOP("RecipeFields", "Longest text, tokens")},
    {"pooling", QT_TRANSLATE_NOOP("RecipeFields", "A text's vector")},
    {"weight_average", QT_TRANSLATE_NOOP("RecipeFields", "Weight average")},
    {"average_ramp", QT_TRANSLATE_NOOP("RecipeFields", "Average's start")},
    {"predictions_per_epoch", QT_TRANSLATE_NOOP("RecipeFields", "Predictions an epoch")},
    {"weak_input", QT_TRANSLATE_NOOP("RecipeFields", "Weak model reads")},
    {"second_model", QT_TRANSLATE_NOOP("RecipeFields", "Second model")},
    {"precision", QT_TRANSLATE_NOOP("RecipeFields", "Precision")},
    {"fixed_threshold", QT_TRANSLATE_NOOP("RecipeFields", "Fixed threshold")},
    {"acceptance", QT_TRANSLATE_NOOP("RecipeFields", "Answers count")},
    {"budget_rows", QT_TRANSLATE_NOOP("RecipeFields", "Most rows asked")},
    {"ask_order", QT_TRANSLATE_NOOP("RecipeFields", "Asked first")},
    {"demonstrations", QT_TRANSLATE_NOOP("RecipeFields", "Demonstrations")},
    {"p_loss", QT_TRANSLATE_NOOP("RecipeFields", "Loss, purified")},
    {"h_loss", QT_TRANSLATE_NOOP("RecipeFields", "Loss, hard")},
    {"h_target", QT_TRANSLATE_NOOP("RecipeFields", "Target, hard")},
    {"correction", QT_TRANSLATE_NOOP("RecipeFields", "Noise correction")},
    {"score", QT_TRANSLATE_NOOP("RecipeFields", "Error score")},
}};

QString shown_name(const std::string& key) {
  const auto translated = [&](const auto& names) -> const char* {
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const Name& name) { return key == name.key; });
    return found == names.end() ? nullptr : found->name;
  };
  const char* name = translated(kImportant);
  name = name == nullptr ? translated(kOthers) : name;
  if (name != nullptr) {
    return QCoreApplication::translate("RecipeFields", name);
  }
  // A key that is newer than this list.
  QString plain = QString::fromStdString(key).replace(QLatin1Char('_'), QLatin1Char(' '));
  plain[0] = plain[0].toUpper();
  return plain;
}

bool takes(const std::string& key, const QString& value) {
  Recipe recipe;
  try {
    set_recipe_value(recipe, key, value.toStdString());
  } catch (const Error&) {
    return false;
  }
  return true;
}

/// The values of a range that lists them, such as "mean, cls".
QStringList listed_values(const RecipeKey& key) {
  const QStringList parts =
      QString::fromStdString(key.range).split(QStringLiteral(", "), Qt::SkipEmptyParts);
  const bool all =
      parts.size() > 1 && std::all_of(parts.begin(), parts.end(),
                                      [&](const QString& part) { return takes(key.name, part); });
  return all ? parts : QStringList();
}

RecipeField field_of(const RecipeKey& key, const QStringList& encoders) {
  RecipeField field;
  field.key = key.name;
  field.name = shown_name(key.name);
  field.explanation = QCoreApplication::translate("RecipeFields", "%1: %2.\nTakes %3. Key: %4")
                          .arg(field.name, QString::fromStdString(key.meaning),
                               QString::fromStdString(key.range), QString::fromStdString(key.name));
  if (key.name == "encoder") {
    field.choices = encoders;
  } else if (key.name == "annotator") {
    field.choices = QStringList{QStringLiteral("none"), QStringLiteral("neighbours"),
                                QStringLiteral("simulated:0.85"), QStringLiteral("llm")};
  } else if (key.name == "llm_url") {
    field.choices = QStringList{QString(),
                                QStringLiteral("ollama"),
                                QStringLiteral("vllm"),
                                QStringLiteral("llama.cpp"),
                                QStringLiteral("lm-studio"),
                                QStringLiteral("openai")};
  } else {
    field.choices = listed_values(key);
    field.only_choices = !field.choices.isEmpty();
  }
  return field;
}

}  // namespace

std::vector<RecipeField> recipe_fields(const QStringList& encoders) {
  std::vector<RecipeField> fields;
  for (const Name& name : kImportant) {
    const auto& keys = recipe_keys();
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const RecipeKey& candidate) {
      return candidate.name == name.key;
    });
    if (key != keys.end()) {
      fields.push_back(field_of(*key, encoders));
      fields.back().important = true;
    }
  }
  for (const RecipeKey& key : recipe_keys()) {
    const bool known = std::any_of(fields.begin(), fields.end(),
                                   [&](const RecipeField& field) { return field.key == key.name; });
    if (!known && key.name != "preset") {
      fields.push_back(field_of(key, encoders));
    }
  }
  return fields;
}

}  // namespace noiseal::ui
