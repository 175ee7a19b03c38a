// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/labels.h"

#include "core/store/connection.h"

namespace noiseal {

Labels::Labels(std::shared_ptr<StoreConnection> connection) : connection_(std::move(connection)) {}

std::vector<Label> Labels::all() const {
  connection_->forget_labels();  // a reader sees what the writer added, here and in later calls
  std::vector<Label> labels;
  Query query(
      *connection_,
      "SELECT name, description, colour FROM label WHERE merged_into IS NULL ORDER BY name");
  while (query.step()) {
    labels.push_back({query.text(0), query.text(1), query.text(2)});
  }
  return labels;
}

std::vector<std::string> Labels::names() const {
  std::vector<std::string> names;
  for (Label& label : all()) {
    names.push_back(std::move(label.name));
  }
  return names;
}

std::optional<std::int32_t> Labels::find(std::string_view name) const {
  const std::string wanted(name);
  Query query(*connection_, "SELECT coalesce(merged_into, id) FROM label WHERE name = ?");
  query.bind_text(1, wanted);
  return query.step() ? std::optional(query.label(0)) : std::nullopt;
}

void Labels::set_description(std::int32_t label, const std::string& description) {
  Query query(*connection_, "UPDATE label SET description = ? WHERE id = ?");
  query.bind_text(1, description).bind_label(2, label).run();
}

void Labels::set_colour(std::int32_t label, const std::string& colour) {
  Query query(*connection_, "UPDATE label SET colour = ? WHERE id = ?");
  query.bind_text(1, colour).bind_label(2, label).run();
}

void Labels::merge(std::int32_t from, std::int32_t into) {
  StoreTransaction transaction(*connection_);
  for (const char* used :
       {"SELECT EXISTS(SELECT 1 FROM run)", "SELECT EXISTS(SELECT 1 FROM decision)",
        "SELECT EXISTS(SELECT 1 FROM experiment)"}) {
    Query query(*connection_, used);
    query.step();
    if (query.integer(0) != 0) {
      throw Error(
          "Labels can be merged until the first run, experiment or decision; remove the runs, or "
          "import the "
          "file into a new project.");
    }
  }
  for (const char* change :
       {"UPDATE row SET given = ?1 WHERE given = ?2", "UPDATE row SET gold = ?1 WHERE gold = ?2",
        "UPDATE label SET merged_into = ?1 WHERE id = ?2 OR merged_into = ?2"}) {
    Query query(*connection_, change);
    query.bind_label(1, into).bind_label(2, from).run();
  }
  transaction.commit();
  connection_->forget_labels();
}

std::int32_t Labels::add(const std::string& name) {
  Query query(*connection_, "INSERT INTO label(name) VALUES(?) ON CONFLICT(name) DO NOTHING");
  query.bind_text(1, name).run();
  connection_->forget_labels();
  return find(name).value();
}

}  // namespace noiseal
