// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <string>
#include <vector>

#include "core/pipeline/recipe.h"

namespace noiseal::ui {

/// How a key of the recipe is shown.
struct RecipeField {
  std::string key;
  QString name;               ///< "Warm-up epochs"
  QString explanation;        ///< what it means, its range and its key, in plain text
  QStringList choices;        ///< values to choose from; empty: typed
  bool only_choices = false;  ///< nothing else may be typed
  bool important = false;     ///< shown on top, not folded away
};

/// All keys but the preset, the important ones first. encoders: names of the installed ones.
std::vector<RecipeField> recipe_fields(const QStringList& encoders);

}  // namespace noiseal::ui
