// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "core/base/control.h"

namespace noiseal::cli {

/// What a command works with. The parser sets the action; it runs once parsing has succeeded.
struct Session {
  Control control;
  std::function<void()> action;
};

/// A check for options without sign: what is wrong, else nothing. The parser itself would take -1
/// for a very large number.
std::string refuse_negative(const std::string& value);

// Each adds its command to the program's parser.
void add_import(CLI::App& program, Session& session);
void add_noise(CLI::App& program, Session& session);
void add_run(CLI::App& program, Session& session);
void add_report(CLI::App& program, Session& session);
void add_charts(CLI::App& program, Session& session);
void add_scores(CLI::App& program, Session& session);
void add_review(CLI::App& program, Session& session);
void add_export(CLI::App& program, Session& session);
void add_export_model(CLI::App& program, Session& session);
void add_demo(CLI::App& program, Session& session);
void add_models(CLI::App& program, Session& session);
void add_compact(CLI::App& program, Session& session);
void add_experiment(CLI::App& program, Session& session);
void add_llm(CLI::App& program, Session& session);
/// `llm preview`.
void add_llm_preview(CLI::App& llm, Session& session);

/// Parses, runs and reports: the exit status 0, 1, 2 or 130.
int run_command_line(int argc, const char* const* argv, Session& session);

}  // namespace noiseal::cli
