// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/review_samples.h"

#include <fmt/format.h>

#include "core/store/connection.h"
#include "core/store/utc_time.h"

namespace noiseal {
namespace {

std::string select_sample(const char* rest) {
  return std::string(
             "SELECT id, purpose, run, created, reviewer, threshold, seed, population, "
             "after_decision, batch FROM review_sample ") +
         rest;
}

ReviewSample read_sample(Query& query) {
  ReviewSample sample;
  sample.id = query.integer(0);
  sample.purpose = static_cast<SamplePurpose>(query.integer(1));
  sample.run = query.integer(2);
  sample.created = query.text(3);
  sample.reviewer = query.text(4);
  if (!query.is_null(5)) {
    sample.threshold = query.real(5);
  }
  sample.seed = static_cast<std::uint64_t>(query.integer(6));
  sample.population = static_cast<std::size_t>(query.integer(7));
  sample.after_decision = query.integer(8);
  sample.batch = query.integer(9);
  return sample;
}

}  // namespace

ReviewSamples::ReviewSamples(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

std::int64_t ReviewSamples::add(const ReviewSample& sample, const std::vector<SampleRow>& rows) {
  StoreTransaction transaction(*connection_);
  const std::string created = sample.created.empty() ? utc_now() : sample.created;
  Query insert(*connection_,
               "INSERT INTO review_sample(purpose, run, created, reviewer, threshold, seed, "
               "population, after_decision) VALUES(?, ?, ?, ?, ?, ?, ?, ?)");
  insert.bind(1, static_cast<std::int64_t>(sample.purpose))
      .bind(2, sample.run)
      .bind_text(3, created)
      .bind_text(4, sample.reviewer);
  sample.threshold ? insert.bind(5, *sample.threshold) : insert.bind_null(5);
  insert.bind(6, static_cast<std::int64_t>(sample.seed))
      .bind(7, static_cast<std::int64_t>(sample.population))
      .bind(8, sample.after_decision)
      .run();
  const std::int64_t id = connection_->database().getLastInsertRowid();
  Query insert_row(*connection_, "INSERT INTO review_sample_row VALUES(?, ?, ?, ?)");
  std::int64_t place = 0;
  for (const SampleRow& row : rows) {
    insert_row.bind(1, id).bind(2, place++).bind(3, row.row).bind_label(4, row.suggestion).run();
  }
  transaction.commit();
  return id;
}

std::vector<ReviewSample> ReviewSamples::all() const {
  std::vector<ReviewSample> samples;
  Query query(*connection_, select_sample("ORDER BY id").c_str());
  while (query.step()) {
    samples.push_back(read_sample(query));
  }
  return samples;
}

ReviewSample ReviewSamples::find(std::int64_t id) const {
  Query query(*connection_, select_sample("WHERE id = ?").c_str());
  query.bind(1, id);
  if (!query.step()) {
    throw Error(fmt::format("The project {} has no sample {}.", connection_->file().string(), id));
  }
  return read_sample(query);
}

std::optional<ReviewSample> ReviewSamples::newest(SamplePurpose purpose) const {
  Query query(*connection_, select_sample("WHERE purpose = ? ORDER BY id DESC LIMIT 1").c_str());
  query.bind(1, static_cast<std::int64_t>(purpose));
  return query.step() ? std::optional(read_sample(query)) : std::nullopt;
}

std::vector<SampleRow> ReviewSamples::rows(std::int64_t id) const {
  std::vector<SampleRow> rows;
  Query query(*connection_,
              "SELECT row, suggestion FROM review_sample_row WHERE sample = ? ORDER BY place");
  query.bind(1, id);
  while (query.step()) {
    rows.push_back({query.integer(0), query.label(1)});
  }
  return rows;
}

void ReviewSamples::set_batch(std::int64_t id, std::int64_t batch) {
  Query query(*connection_, "UPDATE review_sample SET batch = ? WHERE id = ?");
  query.bind(1, batch).bind(2, id).run();
}

}  // namespace noiseal
