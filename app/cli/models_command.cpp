// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <filesystem>
#include <iostream>

#include "app/cli/session.h"
#include "app/model_folders.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/nn/models.h"

namespace noiseal::cli {
namespace {

std::string description(const std::filesystem::path& folder) {
  try {
    const EncoderFacts facts = read_encoder_facts(folder);
    return fmt::format("{}, {} layers of {}, {} pieces", facts.model_type, facts.layers,
                       facts.hidden, facts.vocabulary);
  } catch (const Error& error) {
    return fmt::format("can't be used: {}", error.what());
  }
}

void list_models() {
  for (const std::filesystem::path& folder : installed_encoders()) {
    std::cout << printable(fmt::format("{}  ({})  {}", folder.filename().string(),
                                       description(folder), folder.string()))
              << '\n';
  }
}

void print_folders() {
  for (const std::filesystem::path& folder : model_folders()) {
    std::cout << printable(folder.string()) << '\n';
  }
}

}  // namespace

void add_models(CLI::App& program, Session& session) {
  CLI::App* command = program.add_subcommand("models", "Show the encoders that can be used.");
  command->require_subcommand(1);
  command->add_subcommand("list", "every installed encoder")->callback([&session] {
    session.action = list_models;
  });
  command->add_subcommand("path", "the folders where encoders are looked for, first one first")
      ->callback([&session] { session.action = print_folders; });
}

}  // namespace noiseal::cli
