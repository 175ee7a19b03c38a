// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pipeline/review_card.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "core/data/record_parser.h"
#include "core/pipeline/source_format.h"

namespace noiseal {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// A source as it is read again.
struct OpenSource {
  std::string file_name;
  SourceFormat format;
  std::unique_ptr<RecordParser> parser;  ///< null: the format is not known
};

OpenSource open_source(const SourceFile& source) {
  OpenSource opened;
  opened.file_name = source.file_name;
  try {
    opened.format = source_format_from_json(source.format);
    opened.parser = std::make_unique<RecordParser>(opened.format.format);
  } catch (const std::exception&) {
    opened.parser.reset();  // the other columns are then left out
  }
  return opened;
}

bool is_other(const ColumnRoles& roles, std::size_t column) {
  return roles.label != column && roles.gold != column && roles.id != column &&
         std::find(roles.text.begin(), roles.text.end(), column) == roles.text.end();
}

std::vector<OtherColumn> other_columns(const OpenSource& source, const std::string& raw) {
  std::vector<OtherColumn> others;
  if (!source.parser) {
    return others;
  }
  const Record& record = source.parser->parse(raw);
  if (record.state != RecordState::good) {
    return others;
  }
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    if (is_other(source.format.roles, i) && !record.fields[i].text.empty()) {
      others.push_back({source.format.format.columns.at(i), std::string(record.fields[i].text)});
    }
  }
  return others;
}

/// Values of one signal by epoch, 1-based epochs at place epoch - 1.
std::vector<double> column_of(const std::vector<BiographyEntry>& entries, std::size_t epochs,
                              const std::string& model, const std::string& signal) {
  std::vector<double> values(epochs, kNone);
  for (const BiographyEntry& entry : entries) {
    if (entry.model == model && entry.signal == signal && entry.epoch >= 1 &&
        static_cast<std::size_t>(entry.epoch) <= epochs) {
      values[static_cast<std::size_t>(entry.epoch) - 1] = entry.value;
    }
  }
  return values;
}

ModelView view_of(const std::vector<BiographyEntry>& entries, std::size_t epochs,
                  const std::string& model) {
  ModelView view;
  const std::vector<double> labels = column_of(entries, epochs, model, "argmax");
  const std::vector<double> best = column_of(entries, epochs, model, "p_max");
  const std::vector<double> given = column_of(entries, epochs, model, "p_given");
  if (epochs == 0 || !std::isfinite(labels.back())) {
    return view;
  }
  view.label = static_cast<std::int32_t>(labels.back());
  view.probability = std::isfinite(best.back()) ? best.back() : 0;
  view.given_probability = std::isfinite(given.back()) ? given.back() : 0;
  std::size_t first = epochs;
  while (first > 0 && labels[first - 1] == labels.back()) {
    --first;
  }
  view.since_epoch = static_cast<int>(first) + 1;
  return view;
}

}  // namespace

struct ReviewCards::State {
  Project project;
  std::int64_t run = 0;
  std::size_t epochs = 0;
  std::vector<std::int64_t> row_ids;  ///< in the run's order
  std::vector<std::uint32_t> by_id;   ///< places in row_ids, sorted by id
  std::vector<std::int32_t> labels;   ///< the run's label index -> the project's
  std::map<std::int64_t, OpenSource> sources;

  [[nodiscard]] std::optional<std::uint32_t> index_of(std::int64_t row) const {
    const auto found = std::lower_bound(
        by_id.begin(), by_id.end(), row,
        [this](std::uint32_t place, std::int64_t id) { return row_ids[place] < id; });
    return found != by_id.end() && row_ids[*found] == row ? std::optional(*found) : std::nullopt;
  }
  [[nodiscard]] std::int32_t label_now(std::int32_t label) const {
    return label >= 0 && static_cast<std::size_t>(label) < labels.size()
               ? labels[static_cast<std::size_t>(label)]
               : -1;
  }
};

ReviewCards::ReviewCards(const Project& project, std::int64_t run)
    : state_(std::make_unique<State>(State{project, run, 0, {}, {}, {}, {}})) {
  const RunRecord record = project.runs().run(run);
  state_->epochs = static_cast<std::size_t>(std::max(0, record.last_epoch));
  state_->row_ids = project.runs().row_ids(run);
  state_->by_id.resize(state_->row_ids.size());
  for (std::uint32_t i = 0; i < state_->by_id.size(); ++i) {
    state_->by_id[i] = i;
  }
  std::sort(state_->by_id.begin(), state_->by_id.end(), [this](std::uint32_t a, std::uint32_t b) {
    return state_->row_ids[a] < state_->row_ids[b];
  });
  for (const std::string& name : record.labels) {
    state_->labels.push_back(project.labels().find(name).value_or(-1));
  }
  for (const SourceFile& source : project.sources().all()) {
    state_->sources.emplace(source.id, open_source(source));
  }
}

ReviewCards::~ReviewCards() = default;
ReviewCards::ReviewCards(ReviewCards&&) noexcept = default;
ReviewCards& ReviewCards::operator=(ReviewCards&&) noexcept = default;

ReviewCard ReviewCards::read(std::int64_t row) const {
  const Project& project = state_->project;
  ReviewCard card;
  card.row = project.rows().row(row);
  if (const auto source = state_->sources.find(card.row.source); source != state_->sources.end()) {
    card.file_name = source->second.file_name;
    card.others = other_columns(source->second, project.sources().raw_record(row));
  }
  card.score = project.scores().get(state_->run, row);
  card.history = project.decisions().history(row);
  if (!card.history.empty()) {
    card.decision = project.decisions().current(row);
    card.flagged = project.decisions().flagged(row);
  }
  const std::optional<std::uint32_t> index = state_->index_of(row);
  if (!index) {
    return card;
  }
  const std::vector<BiographyEntry> entries = project.signals().biography(state_->run, *index);
  card.strong = view_of(entries, state_->epochs, "strong");
  card.weak = view_of(entries, state_->epochs, "weak");
  card.strong.label = state_->label_now(card.strong.label);
  card.weak.label = state_->label_now(card.weak.label);
  card.biography.strong_given = column_of(entries, state_->epochs, "strong", "p_given");
  card.biography.strong_best = column_of(entries, state_->epochs, "strong", "p_max");
  card.biography.weak_given = column_of(entries, state_->epochs, "weak", "p_given");
  card.biography.weak_best = column_of(entries, state_->epochs, "weak", "p_max");
  for (const double set : column_of(entries, state_->epochs, "joint", "set")) {
    card.biography.set.push_back(std::isfinite(set) ? static_cast<int>(set) : -1);
  }
  card.answer = project.answers().find(state_->run, *index);
  if (card.answer) {
    const auto shown = nlohmann::json::parse(card.answer->demonstrations, nullptr, false);
    for (const auto& entry : shown.is_array() ? shown : nlohmann::json::array()) {
      const std::int64_t place = entry.value("row", std::int64_t{-1});
      if (place < 0 || static_cast<std::size_t>(place) >= state_->row_ids.size()) {
        continue;
      }
      ShownDemonstration demonstration;
      demonstration.row = state_->row_ids[static_cast<std::size_t>(place)];
      demonstration.run_label = entry.value("label", -1);
      demonstration.label = state_->label_now(demonstration.run_label);
      demonstration.similarity = entry.value("similarity", 0.0);
      demonstration.text = project.rows().row(demonstration.row).text;
      card.demonstrations.push_back(std::move(demonstration));
    }
  }
  return card;
}

}  // namespace noiseal
