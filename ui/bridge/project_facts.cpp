// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/project_facts.h"

namespace noiseal::ui {

ProjectFacts read_facts(const Project& project) {
  ProjectFacts facts;
  facts.file = project.path();
  for (const Split split : {Split::train, Split::valid, Split::test}) {
    facts.rows.at(static_cast<std::size_t>(split)) = project.rows().count(split);
  }
  facts.labels = project.labels().all();
  facts.runs = project.runs().all();
  facts.decided = project.decisions().decided_count();
  facts.on_network = project.on_network();
  return facts;
}

}  // namespace noiseal::ui
