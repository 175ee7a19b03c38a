// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/project_checks.h"

#include <string>
#include <vector>

namespace noiseal {

DataReport check_project(const Project& project, const Control& control) {
  const std::vector<std::string> names = project.labels().names();
  DataChecks checks;
  project.rows().for_each([&](const Row& row) {
    control.check_point();
    checks.add({row.id, row.text,
                row.given >= 0 ? std::string_view(names.at(static_cast<std::size_t>(row.given)))
                               : std::string_view(),
                static_cast<DataPart>(row.split)});
  });
  return checks.report();
}

}  // namespace noiseal
