// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "app/cli/progress.h"
#include "core/experiment/event.h"

namespace noiseal::cli {

/// Shows on stderr how far experiments are.
class ExperimentOutput {
 public:
  void show(const ExperimentEvent& event);
  void clear() { progress_->clear(); }

 private:
  struct Run {
    std::string name;
    std::size_t place = 0;
    std::size_t runs = 0;
  };

  std::unique_ptr<Progress> progress_ = std::make_unique<Progress>();  ///< of one experiment
  std::string experiment_;
  Run run_;
};

}  // namespace noiseal::cli
