// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>

#include "core/base/rng.h"
#include "tests/net/asked_rows.h"
#include "tests/net/loopback_server.h"

namespace noiseal::test {
namespace {

constexpr ModelPrice kPrice = {.input = 2000, .cached_input = 1000, .output = 9000};

/// A service that bills whatever it has worked on, whether or not the answer arrives.
class PaidService {
 public:
  explicit PaidService(std::uint64_t seed) : seed_(seed) {}

  Reaction operator()(const SeenRequest& request) {
    Rng rng({seed_, request.number});
    Reaction reaction = says(parity(number_in(request.last_text())));
    const auto tokens = static_cast<std::int64_t>(request.body.size() / 4);
    const std::int64_t out = 1 + static_cast<std::int64_t>(rng.below(16));
    reaction.body = "{\"choices\":[{\"message\":{\"content\":\"" +
                    parity(number_in(request.last_text())) +
                    "\"}}],\"usage\":{\"prompt_tokens\":" + std::to_string(tokens) +
                    ",\"completion_tokens\":" + std::to_string(out) + "}}";
    switch (rng.below(10)) {
      case 0:
        reaction.ending = Reaction::Ending::close_unanswered;
        break;
      case 1:
        reaction.ending = Reaction::Ending::reset;
        break;
      case 2:
        reaction.status = 500;
        break;
      case 3:
        return fails(429);  // refused: not billed
      case 4:
        reaction.delay = std::chrono::milliseconds(rng.below(80));  // beyond the deadline, or not
        break;
      default:
        break;
    }
    const std::lock_guard lock(mutex_);
    billed_ += cost_of({.in = tokens, .cached_in = 0, .out = out}, kPrice);
    return reaction;
  }
  [[nodiscard]] double billed() const {
    const std::lock_guard lock(mutex_);
    return billed_;
  }

 private:
  std::uint64_t seed_;
  mutable std::mutex mutex_;
  double billed_ = 0;
};

TEST(Money, IsNeverOverrunByWhatTheServiceBillsWhateverFails) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    PaidService service(seed);
    const LoopbackServer server([&](const SeenRequest& request) { return service(request); });
    HttpChatOptions client = quick_client(server.url());
    client.parallel = 8;
    client.transfer_timeout = std::chrono::milliseconds(50);
    client.retry.first_wait = std::chrono::milliseconds(1);
    client.retry.longest_wait = std::chrono::milliseconds(4);
    AskedRows rows(120);
    const double money = 5.0 * static_cast<double>(seed);
    static_cast<void>(rows.ask(client, kPrice, money));
    EXPECT_LE(service.billed(), money) << "seed " << seed;
    EXPECT_LE(service.billed(), rows.money() + 1e-9) << "seed " << seed;
    EXPECT_LE(rows.largest_money(), money + 1e-9) << "seed " << seed;
    EXPECT_GT(rows.answers().size(), 0U) << "seed " << seed;
  }
}

TEST(Money, LeftIsLessThanAQuestionMayCost) {
  const LoopbackServer server(
      [](const SeenRequest& request) { return says(parity(number_in(request.last_text()))); });
  AskedRows rows(400);
  EXPECT_EQ(rows.ask(quick_client(server.url()), kPrice, 20), "");
  EXPECT_LT(rows.answers().size(), 400U);
  // Worst case: three attempts of about 600 bytes.
  EXPECT_GT(rows.money(), 20 - 3 * 2.0);
  EXPECT_LE(rows.money(), 20);
}

}  // namespace
}  // namespace noiseal::test
