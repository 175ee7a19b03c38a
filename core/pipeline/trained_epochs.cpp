// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/trained_epochs.h"

#include "core/pipeline/value_bytes.h"

namespace noiseal {

std::string save_trained_epochs(const std::vector<TrainedEpoch>& epochs) {
  ValueWriter out;
  out.value<std::uint64_t>(epochs.size());
  for (const TrainedEpoch& epoch : epochs) {
    for (const MatrixF* matrix : {&epoch.strong, &epoch.weak, &epoch.valid.strong,
                                  &epoch.valid.weak, &epoch.test.strong, &epoch.test.weak}) {
      out.matrix(*matrix);
    }
    out.value(epoch.seconds);
  }
  return out.take();
}

std::vector<TrainedEpoch> load_trained_epochs(std::string_view bytes) {
  ValueReader in(bytes);
  std::vector<TrainedEpoch> epochs;
  const auto count = in.value<std::uint64_t>();
  for (std::uint64_t i = 0; i < count; ++i) {
    TrainedEpoch& epoch = epochs.emplace_back();
    for (MatrixF* matrix : {&epoch.strong, &epoch.weak, &epoch.valid.strong, &epoch.valid.weak,
                            &epoch.test.strong, &epoch.test.weak}) {
      *matrix = in.matrix();
    }
    epoch.seconds = in.value<double>();
  }
  in.end();
  return epochs;
}

}  // namespace noiseal
