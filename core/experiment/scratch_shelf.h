// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "core/pipeline/trial.h"
#include "core/store/project.h"

namespace noiseal {

/// Keeps warm-ups in a scratch project, each as long as a run that is still to come begins alike.
/// Runs that are expected to begin alike are known by a name of the caller's before they start;
/// what they find is decided by the key of their real rows and recipe.
class ScratchShelf final : public WarmUpShelf {
 public:
  explicit ScratchShelf(const Project& scratch) : scratch_(scratch) {}

  /// One more run that begins so will come.
  void expect(const std::string& name) { ++expected_[name]; }
  /// The next calls come from a run that begins so; it is no longer expected.
  void begin_run(const std::string& name);
  /// Drops what no run will ask for any more.
  void end_run();

  std::optional<SharedWarmUp> find(const std::string& key) override;
  [[nodiscard]] bool wants(const std::string& key) const override;
  void keep(const std::string& key, SharedWarmUp warm_up) override;

 private:
  const Project& scratch_;
  std::map<std::string, std::size_t> expected_;
  std::map<std::string, std::int64_t> kept_;    ///< by key, the record that holds it
  std::map<std::string, std::string> keys_of_;  ///< by name, the key that its runs had
  std::string name_;                            ///< of the run at work
};

}  // namespace noiseal
