// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "tests/cli/program.h"

namespace noiseal::test {

/// Short texts of three topics as CSV with the columns id, text and label; the label is the topic.
std::string topics_csv(std::size_t rows, std::uint64_t seed, std::size_t first_id = 1);

/// A tiny encoder with random weights whose vocabulary covers the topics' words.
void write_topics_encoder(const std::filesystem::path& folder);

/// In a folder: train.csv (240 rows), valid.csv and test.csv (60 each) and encoder/.
void write_small_data(const std::filesystem::path& folder);

/// "import train.csv -o p.noiseal" with the validation and test files.
Arguments import_small_data();

/// "run p.noiseal" with the tiny encoder and one epoch of each kind, and more arguments.
Arguments short_run(const Arguments& more = {});

/// A folder with the small data, imported as p.noiseal. Made by the program, once a process.
const std::filesystem::path& imported_folder();

/// The same with 30 % wrong labels, a finished run and two decisions.
const std::filesystem::path& reviewed_folder();

/// Runs the program where a failure is a fault of the test; throws with what it said.
Outcome must_succeed(const std::filesystem::path& folder, const Arguments& arguments);

}  // namespace noiseal::test
