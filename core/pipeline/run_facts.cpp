// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/run_facts.h"

#include <nlohmann/json.hpp>

namespace noiseal {

std::string run_facts_to_json(const RunFacts& facts) {
  const nlohmann::ordered_json json{{"device", facts.device},
                                    {"precision", facts.precision},
                                    {"warm_up_epochs", facts.warm_up_epochs},
                                    {"noise_aware_epochs", facts.noise_aware_epochs},
                                    {"added_warm_up_epochs", facts.added_warm_up_epochs},
                                    {"best_epoch", facts.best_epoch},
                                    {"clean_validation", facts.clean_validation},
                                    {"use_decisions", facts.use_decisions},
                                    {"newest_decision", facts.newest_decision},
                                    {"annotator", facts.annotator},
                                    {"simulated_annotator", facts.simulated_annotator},
                                    {"refused_by_witness", facts.refused_by_witness},
                                    {"fingerprint", facts.fingerprint},
                                    {"total_seconds", facts.total_seconds},
                                    {"setup_seconds", facts.setup_seconds},
                                    {"shared_epochs", facts.shared_epochs},
                                    {"shared_seconds", facts.shared_seconds}};
  return json.dump();
}

RunFacts run_facts_from_json(std::string_view json) {
  RunFacts facts;
  const auto object = nlohmann::ordered_json::parse(json, nullptr, false);
  if (!object.is_object()) {
    return facts;
  }
  facts.device = object.value("device", facts.device);
  facts.precision = object.value("precision", facts.precision);
  facts.warm_up_epochs = object.value("warm_up_epochs", facts.warm_up_epochs);
  facts.noise_aware_epochs = object.value("noise_aware_epochs", facts.noise_aware_epochs);
  facts.added_warm_up_epochs = object.value("added_warm_up_epochs", facts.added_warm_up_epochs);
  facts.best_epoch = object.value("best_epoch", facts.best_epoch);
  facts.clean_validation = object.value("clean_validation", facts.clean_validation);
  facts.use_decisions = object.value("use_decisions", facts.use_decisions);
  facts.newest_decision = object.value("newest_decision", facts.newest_decision);
  facts.annotator = object.value("annotator", facts.annotator);
  facts.simulated_annotator = object.value("simulated_annotator", facts.simulated_annotator);
  facts.refused_by_witness = object.value("refused_by_witness", facts.refused_by_witness);
  facts.fingerprint = object.value("fingerprint", facts.fingerprint);
  facts.total_seconds = object.value("total_seconds", facts.total_seconds);
  facts.setup_seconds = object.value("setup_seconds", facts.setup_seconds);
  facts.shared_epochs = object.value("shared_epochs", facts.shared_epochs);
  facts.shared_seconds = object.value("shared_seconds", facts.shared_seconds);
  return facts;
}

}  // namespace noiseal
