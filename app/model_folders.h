// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace noiseal {

/// Where encoders are looked for, in this order; folders that don't exist included:
/// $NOISEAL_MODELS; models/ among the libraries of the build tree this program was built in;
/// share/noiseal/models beside the folder of the program; ~/.local/share/noiseal/models.
std::vector<std::filesystem::path> model_folders();

/// Every encoder there: folders with a config.json, by name; the first of a name counts.
std::vector<std::filesystem::path> installed_encoders();

/// The folder of an encoder named in a recipe: a path to a folder, else the name of an installed
/// one ("MiniLM" means all-MiniLM-L6-v2; case is ignored). Throws Error that lists the installed
/// ones.
std::filesystem::path find_encoder(const std::string& name);

}  // namespace noiseal
