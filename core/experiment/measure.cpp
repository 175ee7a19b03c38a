// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/experiment/measure.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "core/annotate/annotator.h"
#include "core/experiment/standard_error.h"
#include "core/pipeline/chart_columns.h"
#include "core/pipeline/run_facts.h"
#include "core/pipeline/run_report.h"
#include "core/stats/histogram.h"
#include "core/stats/ranking.h"

namespace noiseal {
namespace {

using Json = nlohmann::json;

constexpr std::array kViews{View::strong, View::weak, View::both};
constexpr double kHighestLoss = 6;  // nats
constexpr std::size_t kBins = 40;
constexpr std::size_t kRocPoints = 60;

std::optional<double> number_at(const Json& json, const std::string& pointer) {
  const Json::json_pointer place(pointer);
  return json.contains(place) && json.at(place).is_number()
             ? std::optional(json.at(place).get<double>())
             : std::nullopt;
}

std::string pointer(const char* pattern, View view) {
  std::string text(pattern);
  return text.replace(text.find('*'), 1, view_name(view));
}

/// A finished run, as it is measured.
class MeasuredRun {
 public:
  MeasuredRun(const Project& project, std::int64_t run, const Control& control)
      : project_(project),
        run_(run),
        control_(control),
        labels_(read_run_labels(project, run, control)),
        report_(Json::parse(make_run_report(project, run))) {
    for (const EpochRecord& epoch : project.runs().epochs(run)) {
      epochs_.push_back(Json::parse(epoch.figures));
      outcome_.warm_up_epochs += epoch.phase == "warm-up" ? 1 : 0;
    }
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      known_ += labels_.gold[i] >= 0 ? 1U : 0U;
      wrong_ += labels_.gold[i] >= 0 && labels_.gold[i] != labels_.given[i] ? 1U : 0U;
    }
  }

  RunOutcome measure(KeepHistograms histograms) {
    take_facts();
    take_figures();
    take_answers();
    for (const View view : kViews) {
      take_curves(view);
      if (histograms == KeepHistograms::yes) {
        take_rocs(view);
        if (view != View::both) {
          take_histograms(view);
        }
      }
    }
    return std::move(outcome_);
  }

 private:
  void put(Figure figure, View view, const std::optional<double>& value, double error) {
    if (value) {
      outcome_.figures[figure_key(figure, view)] = {*value, error};
    }
  }
  /// A share of so many rows.
  void put_share(Figure figure, View view, const std::optional<double>& value, double rows) {
    put(figure, view, value, value ? error_of_share(*value, rows) : 0);
  }
  void put_area(Figure figure, View view, const std::optional<double>& value) {
    put(figure, view, value, value ? error_of_roc_auc(*value, wrong_, known_ - wrong_) : 0);
  }

  void take_facts() {
    const RunFacts facts = run_facts_from_json(project_.runs().run(run_).facts);
    outcome_.epochs = static_cast<int>(epochs_.size());
    outcome_.best_epoch = facts.best_epoch;
    outcome_.train_rows = labels_.size();
    outcome_.wrong_labels = wrong_;
    outcome_.seconds = facts.total_seconds;
    outcome_.shared_epochs = facts.shared_epochs;
    outcome_.shared_seconds = facts.shared_seconds;
    outcome_.simulated_annotator = facts.simulated_annotator;
    outcome_.device = facts.device;
    outcome_.precision = facts.precision;
    for (const RunNotice& notice : project_.runs().notices(run_)) {
      outcome_.signatures.push_back({notice.name, notice.epoch, notice.message});
    }
  }

  void take_figures() {
    const auto test_rows = number_at(report_, "/rows/test").value_or(0);
    const Json& last = epochs_.back();
    for (const View view : kViews) {
      put_share(Figure::test_best, view, number_at(report_, pointer("/test/*/best", view)),
                test_rows);
      put_share(Figure::test_last, view, number_at(report_, pointer("/test/*/last", view)),
                test_rows);
      put_share(Figure::f1_best, view, number_at(report_, pointer("/test/*/macro_f1_best", view)),
                test_rows);
      put_share(Figure::f1_last, view, number_at(report_, pointer("/test/*/macro_f1_last", view)),
                test_rows);
      put_area(Figure::roc_auc, view, number_at(report_, pointer("/separation/*/roc_auc", view)));
      put_share(Figure::average_precision, view,
                number_at(report_, pointer("/separation/*/average_precision", view)),
                static_cast<double>(wrong_));
      put_share(Figure::memorised, view, number_at(last, pointer("/memorised/*", view)),
                static_cast<double>(wrong_));
    }
    put_area(Figure::score_roc_auc, View::strong, number_at(report_, "/error_score/roc_auc"));
    put_share(Figure::suggestions_right, View::strong, number_at(report_, "/suggestions/accuracy"),
              number_at(report_, "/suggestions/count").value_or(0));
    const double reliable = number_at(last, "/sets/reliable").value_or(0);
    const double purified = number_at(last, "/sets/purified").value_or(0);
    put_share(Figure::reliable_noise, View::strong, number_at(last, "/noise/reliable"), reliable);
    put_share(Figure::purified_before, View::strong, number_at(last, "/noise/purified_before"),
              purified);
    put_share(Figure::purified_noise, View::strong, number_at(last, "/noise/purified_after"),
              purified);
  }

  void take_answers() {
    if (report_.at("annotator").at("name") == "none") {
      return;
    }
    std::size_t known = 0;
    std::size_t right = 0;
    std::size_t asked = 0;
    for (const AnswerRecord& answer : project_.answers().all(run_)) {
      ++asked;
      const std::int32_t gold = labels_.gold.at(answer.index);
      if (static_cast<AnswerState>(answer.state) == AnswerState::answered && gold >= 0) {
        ++known;
        right += answer.label == gold ? 1U : 0U;
      }
    }
    put(Figure::asked, View::strong, static_cast<double>(asked), 0);
    put(Figure::cost, View::strong, number_at(report_, "/annotator/cost"), 0);
    if (known > 0) {
      put_share(Figure::answers_right, View::strong,
                static_cast<double>(right) / static_cast<double>(known),
                static_cast<double>(known));
    }
  }

  /// The margins against the given label at an epoch's end; of both models their mean.
  std::vector<float> margins(View view, int epoch) const {
    if (view != View::both) {
      return project_.signals()
          .read_float(run_, epoch, std::string(view_name(view)), "margin")
          .value();
    }
    std::vector<float> mean = margins(View::strong, epoch);
    const std::vector<float> weak = margins(View::weak, epoch);
    std::transform(mean.begin(), mean.end(), weak.begin(), mean.begin(),
                   [](float a, float b) { return 0.5F * (a + b); });
    return mean;
  }

  /// Values and truth of the rows whose gold is known.
  struct Judged {
    std::vector<float> values;
    std::vector<std::uint8_t> wrong;
  };
  Judged judged(const std::vector<float>& values) const {
    Judged result;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (const int wrong = wrong_label(labels_, i); wrong >= 0) {
        result.values.push_back(values[i]);
        result.wrong.push_back(static_cast<std::uint8_t>(wrong));
      }
    }
    return result;
  }

  void take_curves(View view) {
    OutcomeCurve accuracy{"test_accuracy", view, {}};
    OutcomeCurve memorised{"memorised", view, {}};
    OutcomeCurve area{"roc_auc", view, {}};
    OutcomeCurve precision{"average_precision", view, {}};
    OutcomeCurve reliable{"reliable_noise", view, {}};
    OutcomeCurve purified{"purified_noise", view, {}};
    for (std::size_t i = 0; i < epochs_.size(); ++i) {
      control_.check_point();
      accuracy.values.push_back(number_at(epochs_[i], pointer("/test/*/accuracy", view)));
      memorised.values.push_back(number_at(epochs_[i], pointer("/memorised/*", view)));
      reliable.values.push_back(number_at(epochs_[i], "/noise/reliable"));
      purified.values.push_back(number_at(epochs_[i], "/noise/purified_after"));
      const Judged rows = judged(margins(view, static_cast<int>(i) + 1));
      area.values.push_back(roc_auc(rows.values, rows.wrong));
      precision.values.push_back(average_precision(rows.values, rows.wrong));
    }
    for (OutcomeCurve* curve : {&accuracy, &memorised, &area, &precision, &reliable, &purified}) {
      if (std::ranges::any_of(curve->values, [](const auto& value) { return value.has_value(); })) {
        outcome_.curves.push_back(std::move(*curve));
      }
    }
  }

  void take_rocs(View view) {
    for (int epoch = 1; epoch <= static_cast<int>(epochs_.size()); ++epoch) {
      const Judged rows = judged(margins(view, epoch));
      OutcomeRoc roc;
      roc.view = view;
      roc.epoch = epoch;
      for (const CurvePoint& point : roc_curve(rows.values, rows.wrong, kRocPoints)) {
        roc.x.push_back(point.x);
        roc.y.push_back(point.y);
      }
      if (!roc.x.empty()) {
        outcome_.rocs.push_back(std::move(roc));
      }
    }
  }

  void take_histograms(View view) {
    const std::string model(view_name(view));
    for (int epoch = 1; epoch <= static_cast<int>(epochs_.size()); ++epoch) {
      control_.check_point();
      add_histogram("loss", view, epoch, kHighestLoss,
                    project_.signals().read_float(run_, epoch, model, "loss").value());
      add_histogram("confidence", view, epoch, 1,
                    project_.signals().read_float(run_, epoch, model, "p_max").value());
    }
  }

  void add_histogram(const char* quantity, View view, int epoch, double high,
                     const std::vector<float>& values) {
    std::array<Histogram, 2> groups{Histogram(0, high, kBins), Histogram(0, high, kBins)};
    const Judged rows = judged(values);
    for (std::size_t i = 0; i < rows.values.size(); ++i) {
      groups.at(rows.wrong[i]).add(static_cast<double>(rows.values[i]));
    }
    outcome_.histograms.push_back(
        {quantity, view, epoch, 0, high, groups[0].counts(), groups[1].counts()});
  }

  const Project& project_;
  std::int64_t run_;
  const Control& control_;
  RunLabels labels_;
  Json report_;
  std::vector<Json> epochs_;  ///< figures of each
  std::uint64_t known_ = 0;
  std::uint64_t wrong_ = 0;
  RunOutcome outcome_;
};

}  // namespace

RunOutcome measure_run(const Project& project, std::int64_t run, KeepHistograms histograms,
                       const Control& control) {
  return MeasuredRun(project, run, control).measure(histograms);
}

}  // namespace noiseal
