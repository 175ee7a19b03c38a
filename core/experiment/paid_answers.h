// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/store/project.h"

namespace noiseal {

// Answers of language models cost money: what experiments have got in a scratch project is kept in
// the project, and what the project has is not asked again.

/// Gives the scratch project every answer that the project has, of runs and of experiments.
void give_known_answers(const Project& project, const Project& scratch);

/// Keeps in the project what a killed program has left in its scratch file.
void keep_left_answers(const Project& project);

/// Keeps in the project, when it goes, what the scratch project's runs have got meanwhile.
class KeptOnTheWay {
 public:
  KeptOnTheWay(const Project& scratch, const Project& project)
      : scratch_(scratch), project_(project) {}
  ~KeptOnTheWay();
  KeptOnTheWay(const KeptOnTheWay&) = delete;
  KeptOnTheWay& operator=(const KeptOnTheWay&) = delete;

 private:
  const Project& scratch_;
  const Project& project_;
};

}  // namespace noiseal
