// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include "app/cli/session.h"
#include "app/llm_price_file.h"
#include "core/annotate/llm_server.h"
#include "core/base/error.h"
#include "core/base/printable.h"
#include "core/net/key_store.h"
#include "core/net/server_check.h"

namespace noiseal::cli {
namespace {

/// Models that are listed at most.
constexpr std::size_t kListedModels = 40;

struct CheckArguments {
  std::string url;
  std::string model;
  int timeout = 60;
};

void check(const CheckArguments& arguments, const Control& control) {
  const LlmServer server = parse_llm_server(arguments.url);
  const LlmKey key = find_llm_key(server);
  const ServerCheck found = check_server(server, key.text, arguments.model,
                                         std::chrono::seconds(arguments.timeout), control);
  std::cout << "Server:  " << server.base_url << ", reachable, "
            << (key.text.empty() ? "no key" : "key from " + key.source) << '\n';
  std::cout << fmt::format("Models:  {}\n", found.models.empty()
                                                ? "the server lists none"
                                                : std::to_string(found.models.size()) + " listed");
  for (std::size_t i = 0; i < std::min(found.models.size(), kListedModels); ++i) {
    std::cout << "           " << printable(found.models[i]) << '\n';
  }
  if (found.model.empty()) {
    std::cout << "Trial:   none; name a model with --model\n";
    return;
  }
  if (!found.problem.empty()) {
    throw Error(fmt::format("The trial of {} failed: {}", found.model, found.problem));
  }
  std::cout << fmt::format("Trial:   {} answered in {:.2f} s", printable(found.model),
                           found.seconds);
  if (found.tokens_per_second > 0) {
    std::cout << fmt::format(", {:.1f} tokens/s", found.tokens_per_second);
  }
  std::cout << '\n';
  std::cout << (found.schema ? "Schema:  obeyed; take --set llm_answer=schema\n"
                             : "Schema:  not obeyed; answers are matched word by word "
                               "(llm_answer=label)\n");
}

void add_check(CLI::App& llm, Session& session) {
  CLI::App* command = llm.add_subcommand(
      "check",
      "Is the server reachable, what models has it, does it obey a schema, how fast is it.");
  const auto arguments = std::make_shared<CheckArguments>();
  command->add_option("URL", arguments->url, "a URL, or ollama, vllm, llama.cpp, lm-studio, openai")
      ->required();
  command->add_option("--model", arguments->model, "the model to try; the first listed without it");
  command->add_option("--timeout", arguments->timeout, "seconds that an answer may take")
      ->check(CLI::Range(1, 3600));
  command->callback([&session, arguments] {
    session.action = [&session, arguments] { check(*arguments, session.control); };
  });
}

struct PriceArguments {
  std::string model;
  double input = -1;
  double cached_input = -1;
  double output = -1;
};

void prices(const PriceArguments& arguments) {
  if (!arguments.model.empty()) {
    if (arguments.input < 0 || arguments.output < 0) {
      throw UsageError("A model's price is --input and --output, of a million tokens each.");
    }
    keep_llm_price(
        arguments.model,
        {.input = arguments.input,
         .cached_input = arguments.cached_input < 0 ? arguments.input : arguments.cached_input,
         .output = arguments.output});
  }
  const PriceTable table = read_price_table({});
  std::cout << fmt::format("{:<32} {:>10} {:>12} {:>10}\n", "a million tokens of", "input",
                           "cached input", "output");
  for (const auto& [model, price] : table.all()) {
    std::cout << fmt::format("{:<32} {:>10} {:>12} {:>10}\n", printable(model), price.input,
                             price.cached_input, price.output);
  }
  std::cerr << fmt::format(
      "Services change their prices: check them before you rely on them. Your own are in {}; local "
      "servers cost nothing.\n",
      llm_prices_file().string());
}

void add_prices(CLI::App& llm, Session& session) {
  CLI::App* command = llm.add_subcommand(
      "prices", "The price table; with a model and its prices, changes your own part of it.");
  const auto arguments = std::make_shared<PriceArguments>();
  command->add_option("MODEL", arguments->model, "the model, as the server names it");
  command->add_option("--input", arguments->input, "price of a million tokens of input");
  command->add_option("--cached-input", arguments->cached_input,
                      "of input that the server had in its cache; without it as --input");
  command->add_option("--output", arguments->output, "of a million tokens of output");
  command->callback(
      [&session, arguments] { session.action = [arguments] { prices(*arguments); }; });
}

struct KeyArguments {
  std::string url;
  bool store = false;
  bool forget = false;
};

void key(const KeyArguments& arguments) {
  const LlmServer server = parse_llm_server(arguments.url);
  if (arguments.store && arguments.forget) {
    throw UsageError("Give --store or --forget, not both.");
  }
  if (arguments.store) {
    std::string text;
    std::getline(std::cin, text);
    keep_llm_key(server, text);
    std::cerr << fmt::format("The key of {} is in the keychain.\n", server.host);
  } else if (arguments.forget) {
    forget_llm_key(server);
    std::cerr << fmt::format("The keychain has no key of {} any more.\n", server.host);
  } else {
    const LlmKey found = find_llm_key(server);
    std::cout << (found.text.empty() ? "no key\n" : "key from " + found.source + "\n");
  }
}

void add_key_command(CLI::App& llm, Session& session) {
  CLI::App* command = llm.add_subcommand(
      "key", "Where a server's key comes from: the system's keychain, else NOISEAL_LLM_KEY.");
  const auto arguments = std::make_shared<KeyArguments>();
  command->add_option("URL", arguments->url, "the server")->required();
  command->add_flag("--store", arguments->store,
                    "read the key from standard input and put it into the keychain");
  command->add_flag("--forget", arguments->forget, "take it out of the keychain");
  command->callback([&session, arguments] { session.action = [arguments] { key(*arguments); }; });
}

}  // namespace

void add_llm(CLI::App& program, Session& session) {
  CLI::App* llm =
      program.add_subcommand("llm", "Try a server of language models, and see what it would get.");
  llm->require_subcommand(1);
  add_check(*llm, session);
  add_llm_preview(*llm, session);
  add_prices(*llm, session);
  add_key_command(*llm, session);
}

}  // namespace noiseal::cli
