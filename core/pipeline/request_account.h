// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/annotate/budget.h"
#include "core/annotate/request_ledger.h"
#include "core/store/project.h"

namespace noiseal {

/// The answer of a row that was asked twice, its demonstrations in another order.
struct SecondAnswer {
  Answer answer;
  bool changed = false;  ///< it is not what the row's first answer was
};

/// Money of a run that its rows' answers do not account for: requests that are open or were lost,
/// and second answers.
double reserved_money(const Project& project, std::int64_t run);

/// Rows of a run that were asked twice, and of these, those whose answer changed.
struct AskedTwice {
  std::size_t asked = 0;
  std::size_t changed = 0;
};
AskedTwice asked_twice(const Project& project, std::int64_t run);

/// The ledger of a run's requests, kept in the project: what is reserved is stored before anything
/// is sent, so that it counts after a kill.
class RequestAccount final : public RequestLedger {
 public:
  /// used: what the run has spent on stored answers; grows by what earlier requests lost.
  RequestAccount(const Project& project, std::int64_t run, const Budget& budget, BudgetUse& used);

  /// Takes what is stored as open for lost: nobody waits for those answers any more.
  void restore();
  bool reserve(std::uint32_t row, double worst_cost) override;
  void release(std::uint32_t row) override;
  std::optional<Answer> recall(const std::string& request_hash) override;
  std::optional<Answer> recall_failure(const std::string& request_hash) override;
  void together(const std::function<void()>& work) override;
  /// The row has its answer: frees its money and keeps the answer for recall().
  void settle(const Answer& answer);
  /// The same for a row that was asked a second time; together() stores it.
  void settle_again(const SecondAnswer& second);

 private:
  void read_known();
  void learn(Answer answer, std::int64_t run);
  void store();

  const Project& project_;
  std::int64_t run_;
  Budget budget_;
  BudgetUse& used_;
  double lost_ = 0;
  double open_sum_ = 0;
  std::map<std::uint32_t, double> open_;  ///< worst cost by row, where it is not 0
  bool changed_ = false;
  bool known_read_ = false;
  std::unordered_map<std::string, Answer> known_;     ///< by request hash
  std::unordered_map<std::string, Answer> failures_;  ///< by request hash
  std::vector<SecondAnswer> second_;
};

}  // namespace noiseal
