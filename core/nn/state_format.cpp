// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/state_format.h"

#include <cstring>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/base/error.h"

namespace noiseal {
namespace {

constexpr std::string_view kMagic = "NALSTATE";
constexpr std::size_t kPrelude = 16;

}  // namespace

StateWriter::StateWriter(const std::string& kind, const std::string& fingerprint,
                         std::int64_t step) {
  const nlohmann::json header{
      {"format", 1}, {"kind", kind}, {"model", fingerprint}, {"step", step}};
  const std::string text = header.dump();
  const std::uint64_t length = text.size();
  bytes_.append(kMagic);
  bytes_.append(reinterpret_cast<const char*>(&length), sizeof length);
  bytes_.append(text);
}

void StateWriter::add(std::span<const float> values) {
  bytes_.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

std::string StateWriter::finish() && {
  return std::move(bytes_);
}

StateReader::StateReader(std::string_view bytes, const std::string& kind,
                         const std::string& fingerprint, std::size_t tensor_size,
                         std::size_t tensors)
    : tensor_size_(tensor_size) {
  const Error damaged("The stored state of the model is damaged; start the run again.");
  std::uint64_t length = 0;
  if (bytes.size() < kPrelude || bytes.substr(0, kMagic.size()) != kMagic) {
    throw damaged;
  }
  std::memcpy(&length, bytes.data() + kMagic.size(), sizeof length);
  if (length > bytes.size() - kPrelude) {
    throw damaged;
  }
  const auto header = nlohmann::json::parse(bytes.substr(kPrelude, length), nullptr, false);
  if (!header.is_object() || header.value("kind", "") != kind || !header.contains("step") ||
      !header["step"].is_number_integer()) {
    throw damaged;
  }
  if (header.value("format", 0) != 1 || header.value("model", "") != fingerprint) {
    throw Error(
        "The stored state belongs to another model or other texts; use the recipe and the data "
        "that it was stored with.");
  }
  step_ = header["step"].get<std::int64_t>();
  data_ = bytes.substr(kPrelude + length);
  if (data_.size() != tensors * tensor_size * sizeof(float)) {
    throw damaged;
  }
}

std::vector<float> StateReader::tensor(std::size_t index) const {
  std::vector<float> values(tensor_size_);
  std::memcpy(values.data(), data_.data() + index * tensor_size_ * sizeof(float),
              tensor_size_ * sizeof(float));
  return values;
}

}  // namespace noiseal
