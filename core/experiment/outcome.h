// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/experiment/figure.h"
#include "core/selection/signatures.h"

namespace noiseal {

/// A figure of one run.
struct Measured {
  double value = 0;
  /// From the finite number of rows that it was measured on; 0: not known. Differences between
  /// single runs are judged by it.
  double standard_error = 0;
};

/// A value for each epoch of a run, from the first on; nothing where it is not known.
struct OutcomeCurve {
  std::string name;  ///< "test_accuracy", "roc_auc", "average_precision", "memorised",
                     ///< "purified_noise", "reliable_noise"
  View view = View::strong;
  std::vector<std::optional<double>> values;  ///< [epochs]
};

/// Rows by a value, clean and noisy apart.
struct OutcomeHistogram {
  std::string quantity;  ///< "loss" (of the given label, nats) or "confidence" (largest p)
  View view = View::strong;
  int epoch = 1;
  double low = 0;
  double high = 1;                   ///< what lies above is counted in the last bin
  std::vector<std::uint64_t> clean;  ///< [bins]
  std::vector<std::uint64_t> noisy;  ///< [bins]
};

/// The ROC curve of an epoch's margins as a sign of wrong labels.
struct OutcomeRoc {
  View view = View::strong;
  int epoch = 1;
  std::vector<double> x;  ///< false-positive rates from 0 to 1, at most 60
  std::vector<double> y;  ///< true-positive rates
};

/// Everything that an experiment keeps of one run.
struct RunOutcome {
  std::map<std::string, Measured> figures;  ///< by figure_key
  std::vector<OutcomeCurve> curves;
  std::vector<OutcomeHistogram> histograms;
  std::vector<OutcomeRoc> rocs;
  std::vector<Signature> signatures;
  int epochs = 0;
  int warm_up_epochs = 0;  ///< of these
  int best_epoch = 0;
  std::uint64_t train_rows = 0;
  std::uint64_t wrong_labels = 0;  ///< training rows whose given label is not the gold one
  double seconds = 0;              ///< that it took
  int shared_epochs = 0;           ///< of its epochs, not trained: another run began alike
  double shared_seconds = 0;       ///< that they took that other run
  bool simulated_annotator = false;
  std::string device;
  std::string precision;

  [[nodiscard]] std::optional<Measured> figure(Figure figure, View view) const;
};

std::string outcome_to_json(const RunOutcome& outcome);
/// Throws Error when the JSON is damaged.
RunOutcome outcome_from_json(std::string_view json);

}  // namespace noiseal
