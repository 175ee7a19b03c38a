// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <new>
#include <regex>
#include <utility>
#include <vector>

#include "app/cli/labels_command.h"
#include "app/cli/session.h"
#include "app/version.h"
#include "core/base/error.h"
#include "core/base/nearest_name.h"
#include "core/base/printable.h"

namespace noiseal::cli {
namespace {

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUse = 2;
constexpr int kInterrupted = 130;

int exit_status(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::usage:
      return kWrongUse;
    case ErrorKind::interrupted:
      return kInterrupted;
    default:
      return kFailed;
  }
}

/// One line, whatever the message quotes from files and arguments.
void say_error(const std::string& sentence) {
  std::cerr << "noiseal: " << printable(sentence) << std::endl;
}

/// The command that was being parsed: the program itself when none was named.
const CLI::App& parsed_command(const CLI::App& program) {
  const std::vector<CLI::App*> commands = program.get_subcommands();
  return commands.empty() ? program : *commands.front();
}

std::vector<std::string> command_names(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    names.push_back(command->get_name());
  }
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    for (const std::string& name : option->get_lnames()) {
      names.push_back("--" + name);
    }
  }
  return names;
}

std::string meant(const std::string& nearest) {
  return nearest.empty() ? std::string() : fmt::format("you may have meant {}, and ", nearest);
}

std::string help_command(const CLI::App& program) {
  const CLI::App& command = parsed_command(program);
  return &command == &program ? "noiseal --help"
                              : fmt::format("noiseal {} --help", command.get_name());
}

/// The first argument that nothing wanted, as a sentence.
std::string unexpected_argument(const CLI::App& program) {
  const std::vector<std::string> rest = program.remaining(true);
  const std::string first = rest.empty() ? std::string() : rest.front();
  const CLI::App& command = parsed_command(program);
  if (&command == &program && !first.starts_with('-')) {
    return fmt::format("There is no command \"{}\"; {}noiseal --help lists all.", first,
                       meant(nearest_name(first, command_names(program))));
  }
  if (first.starts_with('-')) {
    const std::string name = first.substr(0, first.find('='));
    return fmt::format("{} has no option {}; {}{} lists all.",
                       &command == &program ? "noiseal" : command.get_name(), name,
                       meant(nearest_name(name, option_names(command))), help_command(program));
  }
  return fmt::format("{} has no use for the argument \"{}\"; {} says what it takes.",
                     command.get_name(), first, help_command(program));
}

/// The parser's words in ours, where its own are hard to understand.
std::string in_plain_words(const std::string& message) {
  static const std::vector<std::pair<std::regex, const char*>> sentences{
      {std::regex("Could not convert: (.*)"), "$1 is not a value that it takes"},
      {std::regex("(.*): At Most 1 required but received .*"), "$1 is given more than once"},
      {std::regex("(.*): [0-9]+ required .* missing"), "$1 has no value"}};
  for (const auto& [theirs, ours] : sentences) {
    if (std::regex_match(message, theirs)) {
      return std::regex_replace(message, theirs, ours, std::regex_constants::format_first_only);
    }
  }
  return message;
}

/// What the parser found wrong, as one sentence that says what to do.
std::string parse_sentence(const CLI::App& program, const CLI::ParseError& error) {
  const bool extras = dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr;
  if (extras || (program.get_subcommands().empty() && !program.remaining(true).empty())) {
    return unexpected_argument(program);
  }
  if (program.get_subcommands().empty()) {
    return "A command is needed, such as demo or import; noiseal --help lists all.";
  }
  std::string message = in_plain_words(error.what());
  while (!message.empty() && (message.back() == '.' || message.back() == '\n')) {
    message.pop_back();
  }
  return fmt::format("{}: {}; {} says more.", parsed_command(program).get_name(), message,
                     help_command(program));
}

void add_all(CLI::App& program, Session& session) {
  add_import(program, session);
  add_labels(program, session);
  add_noise(program, session);
  add_run(program, session);
  add_report(program, session);
  add_charts(program, session);
  add_scores(program, session);
  add_review(program, session);
  add_export(program, session);
  add_export_model(program, session);
  add_demo(program, session);
  add_models(program, session);
  add_compact(program, session);
  add_experiment(program, session);
  add_llm(program, session);
}

/// Names of files that every command with such an argument needs.
void refuse_empty_names(CLI::App& program) {
  const auto refuse_empty = [](const std::string& value) {
    return value.empty() ? std::string("the name is empty") : std::string();
  };
  for (CLI::App* command : program.get_subcommands([](CLI::App*) { return true; })) {
    for (const char* name : {"PROJECT", "FILE", "--output"}) {
      if (CLI::Option* option = command->get_option_no_throw(name)) {
        option->check(refuse_empty);
      }
    }
  }
}

int parse_and_run(int argc, const char* const* argv, Session& session) {
  CLI::App program("Finds and repairs wrong labels in text data.", "noiseal");
  program.set_version_flag("--version", std::string("noiseal ") + kVersion);
  program.require_subcommand(1);
  program.footer(
      "noiseal COMMAND --help says more about a command. noiseal alone opens the window, noiseal "
      "PROJECT.noiseal opens a project in it.");
  add_all(program, session);
  refuse_empty_names(program);
  for (CLI::App* command : program.get_subcommands([](const CLI::App*) { return true; })) {
    command->fallthrough(false);
  }
  try {
    program.parse(argc, argv);
  } catch (const CLI::Success& success) {
    program.exit(success);
    return kDone;
  } catch (const CLI::ParseError& error) {
    throw UsageError(parse_sentence(program, error));
  }
  session.action();
  return kDone;
}

}  // namespace

std::string refuse_negative(const std::string& value) {
  return value.starts_with('-') ? value + " is below 0" : std::string();
}

int run_command_line(int argc, const char* const* argv, Session& session) {
  int status = kFailed;
  try {
    status = parse_and_run(argc, argv, session);
    if (!std::cout.flush() || std::fflush(stdout) != 0) {
      say_error("The output could not be written; check that its target has space.");
      status = kFailed;
    }
  } catch (const Interrupted&) {  // by a command that can't be resumed
    say_error("Stopped on request; nothing was changed, give the command again to start anew.");
    status = kInterrupted;
  } catch (const Error& error) {
    say_error(error.what());
    status = exit_status(error.kind());
  } catch (const std::bad_alloc&) {
    say_error("There is not enough memory; close other programs or use fewer or shorter texts.");
  } catch (const std::exception& error) {
    say_error(fmt::format("Something unforeseen went wrong, please report it: {}", error.what()));
  }
  return status;
}

}  // namespace noiseal::cli
