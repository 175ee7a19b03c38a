// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/control.h"
#include "core/experiment/plan.h"
#include "core/stats/matrix.h"
#include "core/store/project.h"

namespace noiseal {

/// What noise that depends on the row needs; both are asked with a project whose gold labels are
/// known (METHOD.md section 7).
struct NoiseEvidence {
  /// Instance A: a small model's probabilities [n_train, n_labels], rows in order of row id.
  std::function<MatrixF(const Project&, std::uint64_t seed, const Control&)> probabilities;
  /// Instance B: frozen vectors of the rows [n_train, n_dimensions].
  std::function<MatrixF(const Project&, const Control&)> vectors;
};

/// A copy of a project's texts and labels that experiments may do anything to: a hidden file beside
/// the project, ".NAME.lab", removed when this object goes. What a killed program has left there is
/// removed by the next. Rows keep their ids.
class ScratchProject {
 public:
  static std::filesystem::path path_for(const std::filesystem::path& project);

  /// Throws Error when it can't be written, Interrupted after a stop.
  ScratchProject(const Project& original, const Control& control);
  ~ScratchProject();
  ScratchProject(const ScratchProject&) = delete;
  ScratchProject& operator=(const ScratchProject&) = delete;

  [[nodiscard]] const Project& project() const { return *project_; }
  /// Gives the training rows an arm's labels; the same noise and seed give the same labels.
  void set_noise(const ArmNoise& noise, std::uint64_t seed, const NoiseEvidence& evidence,
                 const Control& control);

 private:
  void remove_files() const;
  void restore_labels();
  [[nodiscard]] MatrixF stated_matrix(double rate) const;

  std::filesystem::path path_;
  std::optional<Project> project_;
  SplitLabels original_;
  std::optional<MatrixF> vectors_;  ///< the same for every seed
  std::optional<std::uint64_t> probabilities_seed_;
  MatrixF probabilities_;
};

/// What the noise "matrix" of an experiment is: of the wrong labels of each class three quarters
/// are the next label's and one quarter is spread evenly over the others.
inline constexpr double kMatrixNextShare = 0.75;

}  // namespace noiseal
