// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace noiseal::demo {

/// One invented request to a shop's support.
struct Request {
  std::string text;
  std::string label;
};

/// The 8 labels, in byte order.
const std::vector<std::string>& labels();

/// Invented requests, no text twice, labels nearly balanced and in random order: the same on every
/// machine for the same count and seed. Many mention a second matter that is settled or was asked
/// before, some have typing errors: counting words is not enough to tell the labels apart.
std::vector<Request> make_requests(std::size_t count, std::uint64_t seed);

/// The requests as CSV with the header line "id,text,label"; first_id: of the first request.
std::string to_csv(const std::vector<Request>& requests, std::size_t first_id);

}  // namespace noiseal::demo
