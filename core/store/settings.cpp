// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/settings.h"

#include <bit>

#include "core/store/connection.h"
#include "core/store/utc_time.h"

namespace noiseal {

Settings::Settings(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

std::optional<std::string> Settings::get(const std::string& key) const {
  Query query(*connection_, "SELECT value FROM setting WHERE key = ?");
  query.bind_text(1, key);
  return query.step() ? std::optional(query.text(0)) : std::nullopt;
}

void Settings::set(const std::string& key, const std::string& value) {
  Query query(*connection_,
              "INSERT INTO setting(key, value) VALUES(?, ?) "
              "ON CONFLICT(key) DO UPDATE SET value = excluded.value");
  query.bind_text(1, key).bind_text(2, value).run();
}

void Settings::remove(const std::string& key) {
  Query query(*connection_, "DELETE FROM setting WHERE key = ?");
  query.bind_text(1, key).run();
}

std::int64_t Settings::add_noise(const NoiseRecord& noise) {
  const std::string created = noise.created.empty() ? utc_now() : noise.created;
  Query query(*connection_,
              "INSERT INTO noise(created, type, rate, seed, changed, details) "
              "VALUES(?, ?, ?, ?, ?, ?)");
  query.bind_text(1, created)
      .bind_text(2, noise.type)
      .bind(3, noise.rate)
      .bind(4, std::bit_cast<std::int64_t>(noise.seed))
      .bind(5, noise.changed)
      .bind_text(6, noise.details)
      .run();
  return connection_->database().getLastInsertRowid();
}

std::vector<NoiseRecord> Settings::noise_history() const {
  std::vector<NoiseRecord> history;
  Query query(*connection_,
              "SELECT id, created, type, rate, seed, changed, details FROM noise ORDER BY id");
  while (query.step()) {
    history.push_back({query.integer(0), query.text(1), query.text(2), query.real(3),
                       std::bit_cast<std::uint64_t>(query.integer(4)), query.integer(5),
                       query.text(6)});
  }
  return history;
}

}  // namespace noiseal
