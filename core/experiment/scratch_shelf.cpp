// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/scratch_shelf.h"

#include "core/pipeline/trained_epochs.h"

namespace noiseal {
namespace {

constexpr const char* kKind = "branch";

}  // namespace

void ScratchShelf::begin_run(const std::string& name) {
  name_ = name;
  if (const auto found = expected_.find(name); found != expected_.end() && found->second > 0) {
    --found->second;
  }
}

void ScratchShelf::end_run() {
  const auto key = keys_of_.find(name_);
  if (key == keys_of_.end() || expected_[name_] > 0) {
    return;
  }
  if (const auto kept = kept_.find(key->second); kept != kept_.end()) {
    scratch_.runs().remove(kept->second);
    kept_.erase(kept);
  }
  keys_of_.erase(key);
}

std::optional<SharedWarmUp> ScratchShelf::find(const std::string& key) {
  const auto kept = kept_.find(key);
  if (kept == kept_.end()) {
    return std::nullopt;
  }
  const Checkpoints checkpoints = scratch_.checkpoints();
  SharedWarmUp warm_up;
  warm_up.epochs = load_trained_epochs(checkpoints.read(kept->second, kKind, "epochs"));
  warm_up.strong = checkpoints.read(kept->second, kKind, "strong");
  warm_up.weak = checkpoints.read(kept->second, kKind, "weak");
  return warm_up;
}

bool ScratchShelf::wants(const std::string& key) const {
  const auto found = expected_.find(name_);
  return found != expected_.end() && found->second > 0 && !kept_.contains(key);
}

void ScratchShelf::keep(const std::string& key, SharedWarmUp warm_up) {
  RunRecord record;
  record.name = "warm-up";
  const std::int64_t id = scratch_.runs().add(record, {});
  const std::string epochs = save_trained_epochs(warm_up.epochs);
  scratch_.checkpoints().write(
      id, {kKind,
           static_cast<int>(warm_up.epochs.size()),
           {{"epochs", epochs}, {"strong", warm_up.strong}, {"weak", warm_up.weak}}});
  kept_[key] = id;
  keys_of_[name_] = key;
}

}  // namespace noiseal
