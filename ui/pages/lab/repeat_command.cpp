// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/lab/repeat_command.h"

#include <QRegularExpression>
#include <algorithm>
#include <map>

#include "core/annotate/annotator_name.h"
#include "ui/pages/lab/lab_words.h"

namespace noiseal::ui {
namespace {

/// Each arm of these kinds has labels of its own.
bool names_its_noise(ExperimentKind kind) {
  return kind == ExperimentKind::robust_loss || kind == ExperimentKind::noise;
}

bool needs_annotator(ExperimentKind kind) {
  return kind == ExperimentKind::budget || kind == ExperimentKind::demonstrations;
}

/// The value that most arms have is what they were made from: they change what they compare.
std::string usual_value(const ExperimentPlan& plan, const std::string& key) {
  std::map<std::string, int> counts;
  for (const Arm& arm : plan.arms) {
    ++counts[recipe_value(arm.recipe, key)];
  }
  const auto most =
      std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
  return most->first;
}

Recipe base_recipe(const ExperimentPlan& plan) {
  Recipe base = preset_recipe(plan.arms.front().recipe.preset);
  for (const RecipeKey& key : recipe_keys()) {
    const std::string value = usual_value(plan, key.name);
    if (key.name != "preset" && recipe_value(base, key.name) != value) {
      set_recipe_value(base, key.name, value);
    }
  }
  base.seed = plan.seeds.front();
  return base;
}

bool makes_the_same_runs(const ExperimentOptions& options, const ExperimentPlan& plan) {
  // Without noise of the options' own, the arms have what the project has.
  const LabelFacts labels{.gold = true, .wrong = !options.noise};
  const ExperimentPlan again = make_plan(plan.kind, options, labels);
  return std::ranges::equal(again.arms, plan.arms, [&](const Arm& a, const Arm& b) {
    return a.name == b.name && a.noise == b.noise && a.demonstrations == b.demonstrations &&
           recipe_to_json(run_recipe(a, 1)) == recipe_to_json(run_recipe(b, 1));
  });
}

/// Leaves out what has no effect on this experiment.
void drop_what_has_no_effect(ExperimentOptions& options, const ExperimentPlan& plan) {
  const Recipe preset = preset_recipe(options.recipe.preset);
  for (const RecipeKey& key : recipe_keys()) {
    const std::string usual = recipe_value(preset, key.name);
    if (key.name == "preset" || key.name == "seed" ||
        recipe_value(options.recipe, key.name) == usual) {
      continue;
    }
    ExperimentOptions without = options;
    set_recipe_value(without.recipe, key.name, usual);
    if (makes_the_same_runs(without, plan)) {
      options = without;
    }
  }
}

/// Of an arm that is about somebody other than the neighbours.
const Arm& arm_with_annotator(const ExperimentPlan& plan) {
  const auto found = std::ranges::find_if(plan.arms, [](const Arm& arm) {
    const AnnotatorKind kind = parse_annotator(arm.recipe.annotator).kind;
    return kind != AnnotatorKind::neighbours && kind != AnnotatorKind::none;
  });
  return found == plan.arms.end() ? plan.arms.front() : *found;
}

std::vector<ModelOnServer> servers_of(const ExperimentPlan& plan) {
  std::vector<ModelOnServer> servers;
  if (plan.kind == ExperimentKind::annotators) {
    for (const Arm& arm : plan.arms) {
      if (arm.recipe.annotator == "llm") {
        servers.push_back({arm.recipe.llm_url, arm.recipe.llm_model});
      }
    }
  }
  return servers;
}

QString quoted(const QString& argument) {
  static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_./:=@%+,-]+$"));
  if (plain.match(argument).hasMatch()) {
    return argument;
  }
  QString inside = argument;
  inside.replace(QLatin1Char('\''), QStringLiteral("'\\''"));
  return QLatin1Char('\'') + inside + QLatin1Char('\'');
}

}  // namespace

ExperimentOptions options_of(const ExperimentPlan& plan) {
  ExperimentOptions options;
  options.recipe = base_recipe(plan);
  options.seeds = plan.seeds;
  const ArmNoise& noise = plan.arms.front().noise;
  if (!names_its_noise(plan.kind) && !noise.type.empty()) {
    options.noise = noise;
  }
  if (needs_annotator(plan.kind)) {
    const Arm& arm = arm_with_annotator(plan);
    options.annotator = arm.recipe.annotator;
    if (plan.kind == ExperimentKind::demonstrations) {
      options.sway = arm.demonstrations.sway;
    }
    if (options.annotator != "llm") {
      options.recipe.annotator = "none";
    }
  }
  options.servers = servers_of(plan);
  drop_what_has_no_effect(options, plan);
  return options;
}

QStringList repeat_arguments(const ExperimentPlan& plan, const QString& project) {
  const ExperimentOptions options = options_of(plan);
  const ExperimentOptions usual;
  QStringList arguments{QStringLiteral("experiment"), words(experiment_name(plan.kind)), project,
                        QStringLiteral("--seeds"), QString::number(plan.seeds.size())};
  const Recipe& recipe = options.recipe;
  const auto set = [&](const std::string& key) {
    arguments << QStringLiteral("--set")
              << QString::fromStdString(key + "=" + recipe_value(recipe, key));
  };
  if (recipe.preset != usual.recipe.preset) {
    set("preset");
  }
  const Recipe preset = preset_recipe(recipe.preset);
  for (const RecipeKey& key : recipe_keys()) {
    if (key.name != "preset" && recipe_value(recipe, key.name) != recipe_value(preset, key.name)) {
      set(key.name);
    }
  }
  if (options.noise) {
    arguments << QStringLiteral("--noise") << QString::fromStdString(options.noise->type)
              << QStringLiteral("--rate") << QString::number(options.noise->rate);
  }
  if (options.annotator != usual.annotator) {
    arguments << QStringLiteral("--annotator") << QString::fromStdString(options.annotator);
  }
  if (plan.kind == ExperimentKind::demonstrations && options.sway != usual.sway) {
    arguments << QStringLiteral("--sway") << QString::number(options.sway);
  }
  for (const ModelOnServer& server : options.servers) {
    arguments << QStringLiteral("--server") << QString::fromStdString(server.url)
              << QString::fromStdString(server.model);
  }
  return arguments;
}

QString repeat_command(const ExperimentPlan& plan, const QString& project) {
  QStringList typed{QStringLiteral("noiseal")};
  for (const QString& argument : repeat_arguments(plan, project)) {
    typed << quoted(argument);
  }
  return typed.join(QLatin1Char(' '));
}

}  // namespace noiseal::ui
