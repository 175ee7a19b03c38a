// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "core/pipeline/recipe.h"
#include "core/pipeline/training_run.h"
#include "tests/pipeline/fake_learners.h"
#include "tests/pipeline/project_files.h"

namespace noiseal::test {

/// Generated data: four labels whose words give them away, mixed with words that every text has.
struct NoisyData {
  std::size_t rows = 320;
  double valid_share = 0.15;        ///< 0: no validation split
  std::size_t test_rows = 80;       ///< 0: no test split
  std::string noise = "symmetric";  ///< empty: none, and no gold
  double rate = 0.3;
  std::uint64_t seed = 1;
};

/// The data imported into a project, noise added.
class NoisyProject {
 public:
  explicit NoisyProject(const NoisyData& data = {});
  /// The project, opened for writing; one at a time.
  [[nodiscard]] Project open() { return files_.project(); }
  [[nodiscard]] std::filesystem::path path() const { return files_.options.project; }

 private:
  ProjectFiles files_;
};

/// Two warm-up and three noise-aware epochs; every choice of the method spelled out.
Recipe small_recipe();

/// Parts with fake models; watch: null where nobody looks.
RunParts fake_parts(const std::shared_ptr<FakeWatch>& watch = nullptr);

/// Starts a run on fake models that is to end well; returns its id.
std::int64_t run_to_end(const Project& project, const Recipe& recipe,
                        const std::shared_ptr<FakeWatch>& watch = nullptr,
                        UseDecisions use_decisions = UseDecisions::no);

}  // namespace noiseal::test
