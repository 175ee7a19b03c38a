// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/model_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <system_error>

#include "core/base/error.h"
#include "core/base/nearest_name.h"

namespace noiseal {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDefaultEncoder = "all-MiniLM-L6-v2";

bool is_encoder(const fs::path& folder) {
  std::error_code ignored;
  return fs::is_regular_file(folder / "config.json", ignored);
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
    return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  });
  return text;
}

}  // namespace

std::vector<fs::path> model_folders() {
  std::vector<fs::path> folders;
  if (const char* own = std::getenv("NOISEAL_MODELS"); own != nullptr && *own != '\0') {
    folders.emplace_back(own);
  }
  folders.emplace_back(NOISEAL_BUILD_MODELS);
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (!error) {
    folders.push_back(program.parent_path().parent_path() / "share/noiseal/models");
  }
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/') {
    folders.push_back(fs::path(data) / "noiseal/models");
  } else if (const char* home = std::getenv("HOME"); home != nullptr && *home == '/') {
    folders.push_back(fs::path(home) / ".local/share/noiseal/models");
  }
  return folders;
}

std::vector<fs::path> installed_encoders() {
  std::vector<fs::path> encoders;
  for (const fs::path& folder : model_folders()) {
    std::error_code ignored;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
      const bool known = std::any_of(encoders.begin(), encoders.end(), [&](const fs::path& other) {
        return other.filename() == entry.path().filename();
      });
      if (!known && is_encoder(entry.path())) {
        encoders.push_back(entry.path());
      }
    }
  }
  std::sort(encoders.begin(), encoders.end(),
            [](const fs::path& a, const fs::path& b) { return a.filename() < b.filename(); });
  return encoders;
}

fs::path find_encoder(const std::string& name) {
  std::error_code ignored;
  if (fs::is_directory(name, ignored)) {
    return fs::absolute(name);
  }
  if (name.find('/') != std::string::npos) {
    throw Error(fmt::format("There is no folder {} with an encoder; check its name.", name));
  }
  const std::string wanted = lower_case(name) == "minilm" ? kDefaultEncoder : name;
  std::vector<std::string> names;
  for (const fs::path& encoder : installed_encoders()) {
    if (lower_case(encoder.filename().string()) == lower_case(wanted)) {
      return encoder;
    }
    names.push_back(encoder.filename().string());
  }
  const std::string nearest = nearest_name(wanted, names);
  throw Error(fmt::format(
      "There is no encoder \"{}\"; {}give a folder in Hugging Face layout or one of: {}.", name,
      nearest.empty() ? std::string() : fmt::format("you may have meant {}, or ", nearest),
      names.empty() ? "none is installed" : fmt::format("{}", fmt::join(names, ", "))));
}

}  // namespace noiseal
