// SPDX-License-Identifier: GPL-3.0-or-later
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>

#include "core/store/connection.h"

namespace noiseal {

Query::Query(StoreConnection& connection, const char* sql) : connection_(connection) {
  try {
    statement_ = std::make_unique<SQLite::Statement>(connection.database(), sql);
  } catch (const SQLite::Exception& failure) {
    throw connection_.error(failure);
  }
}

Query& Query::bind(int place, std::int64_t value) {
  statement_->bind(place, value);
  return *this;
}

Query& Query::bind(int place, double value) {
  statement_->bind(place, value);
  return *this;
}

Query& Query::bind(const char* name, std::int64_t value) {
  statement_->bind(name, value);
  return *this;
}

Query& Query::bind_null(int place) {
  statement_->bind(place);
  return *this;
}

Query& Query::bind_text(int place, const std::string& text) {
  try {
    statement_->bindNoCopy(place, text);
  } catch (const SQLite::Exception& failure) {
    throw connection_.error(failure);
  }
  return *this;
}

Query& Query::bind_blob(int place, std::string_view bytes) {
  try {
    // A null pointer would bind NULL.
    statement_->bindNoCopy(place, static_cast<const void*>(bytes.empty() ? "" : bytes.data()),
                           static_cast<int>(bytes.size()));
  } catch (const SQLite::Exception& failure) {
    throw connection_.error(failure);
  }
  return *this;
}

Query& Query::bind_label(int place, std::int32_t index) {
  const std::optional<std::int64_t> id = connection_.label_id(index);
  return id ? bind(place, *id) : bind_null(place);
}

bool Query::step() {
  try {
    return statement_->executeStep();
  } catch (const SQLite::Exception& failure) {
    throw connection_.error(failure);
  }
}

void Query::run() {
  try {
    statement_->exec();
    statement_->reset();
  } catch (const SQLite::Exception& failure) {
    const Error error = connection_.error(failure);
    statement_->tryReset();
    throw error;
  }
}

void Query::reset() {
  statement_->tryReset();
}

std::int64_t Query::integer(int column) {
  return statement_->getColumn(column).getInt64();
}

double Query::real(int column) {
  return statement_->getColumn(column).getDouble();
}

std::string Query::text(int column) {
  return statement_->getColumn(column).getString();
}

std::string_view Query::blob(int column) {
  const SQLite::Column value = statement_->getColumn(column);
  const void* bytes = value.getBlob();
  const int size = value.getBytes();
  return size > 0
             ? std::string_view(static_cast<const char*>(bytes), static_cast<std::size_t>(size))
             : std::string_view();
}

bool Query::is_null(int column) {
  return statement_->isColumnNull(column);
}

std::int32_t Query::label(int column) {
  return is_null(column) ? -1 : connection_.label_index(integer(column));
}

}  // namespace noiseal
