// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/charts_json.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace noiseal {
namespace {

using Json = nlohmann::ordered_json;

Json number(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json by_model(const ModelFigures& figures) {
  return {{"strong", number(figures.strong)},
          {"weak", number(figures.weak)},
          {"both", number(figures.both)}};
}

Json band(const std::optional<QuartileBand>& quartiles) {
  if (!quartiles) {
    return nullptr;
  }
  return {{"lower_quartile", quartiles->lower},
          {"median", quartiles->median},
          {"upper_quartile", quartiles->upper}};
}

Json sets(const SetCounts& counts) {
  return {
      {"reliable", counts[0]}, {"hard", counts[1]}, {"purified", counts[2]}, {"unused", counts[3]}};
}

Json point_json(const EpochPoint& point) {
  Json json;
  json["epoch"] = point.epoch;
  json["phase"] = point.warm_up ? "warm-up" : "noise-aware";
  json["threshold"] = {{"strong", band(point.threshold[0])}, {"weak", band(point.threshold[1])}};
  json["sets"] = point.sets ? sets(*point.sets) : Json(nullptr);
  json["valid_accuracy"] = by_model(point.valid_accuracy);
  json["test_accuracy"] = by_model(point.test_accuracy);
  json["separation"] = by_model(point.separation);
  json["loss_separation"] = {{"strong", number(point.loss_separation.strong)},
                             {"weak", number(point.loss_separation.weak)}};
  json["memorised"] = {{"strong", number(point.memorised.strong)},
                       {"weak", number(point.memorised.weak)}};
  json["noise"] = {{"train", number(point.noise.train)},
                   {"reliable", number(point.noise.reliable)},
                   {"hard", number(point.noise.hard)},
                   {"purified_before", number(point.noise.purified_before)},
                   {"purified_after", number(point.noise.purified_after)}};
  json["ks_distance"] = number(point.ks_distance);
  json["asked"] = point.asked;
  json["seconds"] = point.seconds;
  return json;
}

const char* grouping_name(Grouping grouping) {
  switch (grouping) {
    case Grouping::truth:
      return "truth";
    case Grouping::sets:
      return "sets";
    default:
      return "none";
  }
}

Json points(const std::vector<ChartPoint>& list) {
  Json json = Json::array();
  for (const ChartPoint& point : list) {
    json.push_back({point.x, point.y});
  }
  return json;
}

Json loss_json(const LossChart& chart) {
  Json groups;
  for (const GroupCounts& group : chart.groups) {
    groups[std::string(row_group_name(group.group))] = group.counts;
  }
  return {{"bins", chart.bins.count},
          {"bin_width", chart.bins.width()},
          {"told_apart_by", grouping_name(chart.grouping)},
          {"groups", groups},
          {"mixture_estimate", points(chart.mixture)},
          {"mixture_border", number(chart.mixture_border)}};
}

Json map_json(const ConfidenceMap& map) {
  Json cells = Json::array();
  for (const MapCell& cell : map.cells) {
    cells.push_back({{"group", row_group_name(cell.group)},
                     {"strong", cell.strong},
                     {"weak", cell.weak},
                     {"rows", cell.rows}});
  }
  return {{"told_apart_by", grouping_name(map.grouping)},
          {"median_threshold",
           {{"strong", number(map.strong_threshold)}, {"weak", number(map.weak_threshold)}}},
          {"cells", cells}};
}

Json flows_json(const std::optional<SetFlows>& flows) {
  if (!flows) {
    return nullptr;
  }
  Json json;
  for (std::size_t before = 0; before < flows->size(); ++before) {
    json[std::string(row_group_name(static_cast<RowGroup>(before)))] = sets(flows->at(before));
  }
  return json;
}

std::string shown(const std::optional<double>& value) {
  return value ? fmt::format("{:.3f}", *value) : "-";
}

std::string shown_band(const std::optional<QuartileBand>& quartiles) {
  return quartiles ? fmt::format("{:.2f} ({:.2f}-{:.2f})", quartiles->median, quartiles->lower,
                                 quartiles->upper)
                   : "-";
}

}  // namespace

std::string charts_to_json(const RunCurves& curves, const EpochCharts* epoch) {
  Json json;
  json["run"] = curves.run;
  json["name"] = curves.name;
  json["state"] = run_state_name(curves.state);
  json["rows"] = curves.rows;
  json["gold_known"] = curves.gold_known;
  json["labels_changed"] = curves.labels_changed;
  json["planned_epochs"] = curves.planned_epochs;
  json["best_epoch"] = curves.best_epoch;
  json["epochs"] = Json::array();
  for (const EpochPoint& point : curves.epochs) {
    json["epochs"].push_back(point_json(point));
  }
  json["notices"] = Json::array();
  for (const RunNotice& notice : curves.notices) {
    json["notices"].push_back(
        {{"epoch", notice.epoch}, {"name", notice.name}, {"message", notice.message}});
  }
  if (epoch != nullptr) {
    json["epoch"] = {
        {"epoch", epoch->epoch},
        {"loss", {{"strong", loss_json(epoch->loss[0])}, {"weak", loss_json(epoch->loss[1])}}},
        {"map", map_json(epoch->map)},
        {"flows", flows_json(epoch->flows)}};
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string charts_to_text(const RunCurves& curves, const EpochCharts* epoch) {
  std::string text =
      fmt::format("Run {} ({}), {} training rows\n{:>5}  {:<11} {:>18} {:>18} {:>8} {:>8} {:>8}\n",
                  curves.run, run_state_name(curves.state), curves.rows, "epoch", "phase",
                  "strong threshold", "weak threshold", "test", "detect", "repeats");
  for (const EpochPoint& point : curves.epochs) {
    text += fmt::format("{:>5}  {:<11} {:>18} {:>18} {:>8} {:>8} {:>8}\n", point.epoch,
                        point.warm_up ? "warm-up" : "noise-aware", shown_band(point.threshold[0]),
                        shown_band(point.threshold[1]), shown(point.test_accuracy.strong),
                        shown(point.separation.strong), shown(point.memorised.strong));
  }
  text +=
      "  thresholds: median and quartiles; test: accuracy of the strong model; detect: ROC-AUC of "
      "finding wrong labels; repeats: share of wrong labels that the strong model predicts\n";
  if (epoch != nullptr && epoch->flows) {
    text += fmt::format("\nFrom epoch {} (lines) to epoch {} (columns):\n{:>10}", epoch->epoch - 1,
                        epoch->epoch, "");
    for (std::size_t set = 0; set < 4; ++set) {
      text += fmt::format(" {:>10}", row_group_name(static_cast<RowGroup>(set)));
    }
    for (std::size_t before = 0; before < 4; ++before) {
      text += fmt::format("\n{:>10}", row_group_name(static_cast<RowGroup>(before)));
      for (const std::uint64_t count : epoch->flows->at(before)) {
        text += fmt::format(" {:>10}", count);
      }
    }
    text += '\n';
  }
  for (const RunNotice& notice : curves.notices) {
    text += fmt::format("Epoch {}: {}\n", notice.epoch, notice.message);
  }
  return text;
}

}  // namespace noiseal
