// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/nn/encoder_learner.h"
#include "core/nn/models.h"

namespace noiseal {

void export_encoder(Learner& encoder, const std::vector<std::string>& /*labels*/,
                    const std::filesystem::path& /*folder*/) {
  if (dynamic_cast<EncoderLearner*>(&encoder) == nullptr) {
    throw Error("Only the strong model can be exported.");
  }
  throw Error("The export of models is not there yet.");
}

}  // namespace noiseal
