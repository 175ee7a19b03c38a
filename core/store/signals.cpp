// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/store/signals.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <string_view>

#include "core/store/connection.h"

static_assert(std::endian::native == std::endian::little,
              "signals are stored as they lie in memory: little-endian machines alone");

namespace noiseal {
namespace {

/// Bytes of one value by stored type: float32, uint16, uint8, int32.
constexpr std::array<std::size_t, 4> kWidth = {4, 2, 1, 4};

template <typename T>
std::vector<T> from_bytes(const std::string& bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  return values;
}

SignalValues values_of(std::size_t type, const std::string& bytes) {
  switch (type) {
    case 0:
      return from_bytes<float>(bytes);
    case 1:
      return from_bytes<std::uint16_t>(bytes);
    case 2:
      return from_bytes<std::uint8_t>(bytes);
    default:
      return from_bytes<std::int32_t>(bytes);
  }
}

template <typename T>
double one_value(std::string_view bytes) {
  T value{};
  std::memcpy(&value, bytes.data(), sizeof(T));
  return static_cast<double>(value);
}

double value_of(std::size_t type, std::string_view bytes) {
  switch (type) {
    case 0:
      return one_value<float>(bytes);
    case 1:
      return one_value<std::uint16_t>(bytes);
    case 2:
      return one_value<std::uint8_t>(bytes);
    default:
      return one_value<std::int32_t>(bytes);
  }
}

}  // namespace

Signals::Signals(std::shared_ptr<StoreConnection> connection)
    : connection_(std::move(connection)) {}

void Signals::write(std::int64_t run, int epoch, const SignalColumn& column) {
  StoreTransaction transaction(*connection_);
  Query remove(*connection_,
               "DELETE FROM signal WHERE run = ? AND chunk = ? AND epoch = ? AND model = ? AND "
               "signal = ?");
  Query insert(*connection_,
               "INSERT INTO signal(run, chunk, epoch, model, signal, type, bytes) "
               "VALUES(?, ?, ?, ?, ?, ?, ?)");
  const std::size_t width = kWidth[column.values.index()];
  const std::string_view bytes = std::visit(
      [](const auto& values) {
        return std::string_view(reinterpret_cast<const char*>(values.data()), values.size_bytes());
      },
      column.values);
  const std::size_t chunk_bytes = kSignalChunkRows * width;
  // Every column of a run has the same length, so each old chunk is met by a new one.
  for (std::size_t begin = 0, chunk = 0; begin < bytes.size(); begin += chunk_bytes, ++chunk) {
    for (Query* query : {&remove, &insert}) {
      query->bind(1, run)
          .bind(2, static_cast<std::int64_t>(chunk))
          .bind(3, static_cast<std::int64_t>(epoch))
          .bind_text(4, column.model)
          .bind_text(5, column.signal);
    }
    insert.bind(6, static_cast<std::int64_t>(column.values.index()))
        .bind_blob(7, bytes.substr(begin, chunk_bytes));
    remove.run();
    insert.run();
  }
  transaction.commit();
}

std::optional<SignalValues> Signals::read(std::int64_t run, int epoch, const std::string& model,
                                          const std::string& signal) const {
  Query query(*connection_,
              "SELECT type, bytes FROM signal WHERE run = ? AND chunk = ? AND epoch = ? AND "
              "model = ? AND signal = ?");
  query.bind(1, run).bind(3, static_cast<std::int64_t>(epoch));
  query.bind_text(4, model).bind_text(5, signal);
  std::string bytes;
  std::size_t type = 0;
  for (std::int64_t chunk = 0;; ++chunk) {
    query.bind(2, chunk);
    if (!query.step()) {
      return chunk == 0 ? std::nullopt : std::optional(values_of(type, bytes));
    }
    type = static_cast<std::size_t>(query.integer(0));
    bytes.append(query.blob(1));
    query.reset();
  }
}

std::optional<std::vector<float>> Signals::read_float(std::int64_t run, int epoch,
                                                      const std::string& model,
                                                      const std::string& signal) const {
  std::optional<SignalValues> values = read(run, epoch, model, signal);
  if (!values) {
    return std::nullopt;
  }
  return std::visit(
      [](const auto& stored) {
        std::vector<float> floats(stored.size());
        std::transform(stored.begin(), stored.end(), floats.begin(),
                       [](auto value) { return static_cast<float>(value); });
        return floats;
      },
      *values);
}

std::vector<BiographyEntry> Signals::biography(std::int64_t run, std::size_t index) const {
  std::vector<BiographyEntry> entries;
  Query query(*connection_,
              "SELECT epoch, model, signal, type, bytes FROM signal WHERE run = ? AND chunk = ? "
              "ORDER BY epoch, model, signal");
  query.bind(1, run).bind(2, static_cast<std::int64_t>(index / kSignalChunkRows));
  while (query.step()) {
    const auto type = static_cast<std::size_t>(query.integer(3));
    const std::string_view bytes = query.blob(4);
    const std::size_t place = index % kSignalChunkRows * kWidth[type];
    if (place + kWidth[type] <= bytes.size()) {
      entries.push_back({static_cast<int>(query.integer(0)), query.text(1), query.text(2),
                         value_of(type, bytes.substr(place, kWidth[type]))});
    }
  }
  return entries;
}

}  // namespace noiseal
