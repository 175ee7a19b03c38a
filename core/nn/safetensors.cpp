// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/safetensors.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>
#include <utility>

#include "core/base/error.h"

namespace noiseal {
namespace {

constexpr std::size_t kLengthField = 8;
constexpr std::size_t kLargestHeader = 100'000'000;  // as the reference implementation

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
  throw Error(fmt::format("{}: {}; fetch the file again.", file.string(), what));
}

std::size_t element_size(TensorType type) {
  switch (type) {
    case TensorType::f32:
      return 4;
    case TensorType::i64:
      return 8;
    default:
      return 2;
  }
}

std::optional<TensorType> type_of(const std::string& name) {
  if (name == "F32") {
    return TensorType::f32;
  }
  if (name == "F16") {
    return TensorType::f16;
  }
  if (name == "BF16") {
    return TensorType::bf16;
  }
  if (name == "I64") {
    return TensorType::i64;
  }
  return std::nullopt;
}

float from_half(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000U) << 16;
  const std::uint32_t exponent = (half >> 10) & 0x1fU;
  const std::uint32_t fraction = half & 0x3ffU;
  if (exponent == 0x1f) {
    return std::bit_cast<float>(sign | 0x7f800000U | (fraction << 13));
  }
  if (exponent == 0) {
    const float magnitude = static_cast<float>(fraction) * 0x1.0p-24F;
    return sign != 0 ? -magnitude : magnitude;
  }
  return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (fraction << 13));
}

float value_at(const TensorEntry& entry, std::size_t index) {
  const std::byte* at = entry.bytes.data() + index * element_size(entry.type);
  if (entry.type == TensorType::f32) {
    float value = 0;
    std::memcpy(&value, at, sizeof value);
    return value;
  }
  std::uint16_t bits = 0;
  std::memcpy(&bits, at, sizeof bits);
  return entry.type == TensorType::bf16
             ? std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16)
             : from_half(bits);
}

void copy_values(const TensorEntry& entry, std::size_t begin, std::span<float> destination) {
  if (entry.type == TensorType::f32) {
    std::memcpy(destination.data(), entry.bytes.data() + begin * sizeof(float),
                destination.size_bytes());
    return;
  }
  for (std::size_t i = 0; i < destination.size(); ++i) {
    destination[i] = value_at(entry, begin + i);
  }
}

std::string shape_text(std::span<const std::size_t> shape) {
  return fmt::format("[{}]", fmt::join(shape.begin(), shape.end(), ", "));
}

}  // namespace

std::size_t TensorEntry::elements() const {
  return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

SafetensorsFile::SafetensorsFile(const std::filesystem::path& file) : path_(file) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) {
    throw Error(
        fmt::format("The model's weights {} cannot be opened ({}); check the encoder's "
                    "folder.",
                    file.string(), std::generic_category().message(errno)));
  }
  struct stat status {};
  const bool regular = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
  const auto size = regular ? static_cast<std::size_t>(status.st_size) : std::size_t{0};
  void* data = size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0) : MAP_FAILED;
  ::close(descriptor);
  if (data == MAP_FAILED) {
    fail(file, regular && size == 0 ? "the file is empty" : "this is not a readable file");
  }
  file_ = {static_cast<const std::byte*>(data), size};
  try {
    parse();
  } catch (...) {
    ::munmap(data, size);
    throw;
  }
}

SafetensorsFile::~SafetensorsFile() {
  // munmap takes a void* though it changes nothing.
  ::munmap(const_cast<std::byte*>(file_.data()), file_.size());
}

void SafetensorsFile::parse() {
  std::uint64_t header_length = 0;
  if (file_.size() < kLengthField) {
    fail(path_, "the file is too short to be a safetensors file");
  }
  std::memcpy(&header_length, file_.data(), kLengthField);
  if (header_length > kLargestHeader || header_length > file_.size() - kLengthField) {
    fail(path_, "this is not a safetensors file, or it is cut off within its header");
  }
  const auto* text = reinterpret_cast<const char*>(file_.data() + kLengthField);
  const auto header = nlohmann::json::parse(text, text + header_length, nullptr, false);
  if (!header.is_object()) {
    fail(path_, "its header is not valid JSON");
  }
  const std::span<const std::byte> data = file_.subspan(kLengthField + header_length);
  std::vector<std::pair<std::size_t, std::size_t>> ranges;
  for (const auto& [name, value] : header.items()) {
    if (name == "__metadata__") {
      continue;
    }
    const auto whole = [](const nlohmann::json& list) {
      return list.is_array() && std::all_of(list.begin(), list.end(),
                                            [](const auto& v) { return v.is_number_unsigned(); });
    };
    if (!value.is_object() || !value.contains("dtype") || !value["dtype"].is_string() ||
        !value.contains("shape") || !whole(value["shape"]) || !value.contains("data_offsets") ||
        !whole(value["data_offsets"]) || value["data_offsets"].size() != 2) {
      fail(path_, fmt::format("its header describes the tensor {} in a wrong way", name));
    }
    const auto type = type_of(value["dtype"].get<std::string>());
    if (!type) {
      throw Error(
          fmt::format("{}: the tensor {} has the element type {}, which cannot be read; "
                      "convert the model to F32, F16 or BF16.",
                      path_.string(), name, value["dtype"].get<std::string>()));
    }
    TensorEntry entry{*type, value["shape"].get<std::vector<std::size_t>>(), {}};
    const auto begin = value["data_offsets"][0].get<std::size_t>();
    const auto end = value["data_offsets"][1].get<std::size_t>();
    if (begin > end || end > data.size()) {
      fail(path_, fmt::format("the file is cut off: the tensor {} ends beyond it", name));
    }
    std::size_t bytes = element_size(*type);
    for (const std::size_t dimension : entry.shape) {
      if (dimension != 0 && bytes > std::numeric_limits<std::size_t>::max() / dimension) {
        fail(path_, fmt::format("the tensor {} has an impossible shape", name));
      }
      bytes *= dimension;
    }
    if (bytes != end - begin) {
      fail(path_, fmt::format("the tensor {} has another size than its shape says", name));
    }
    entry.bytes = data.subspan(begin, end - begin);
    if (end > begin) {
      ranges.emplace_back(begin, end);
    }
    tensors_.emplace(name, std::move(entry));
  }
  std::sort(ranges.begin(), ranges.end());
  for (std::size_t i = 1; i < ranges.size(); ++i) {
    if (ranges[i].first < ranges[i - 1].second) {
      fail(path_, "two tensors overlap in the file");
    }
  }
}

const TensorEntry& SafetensorsFile::entry(const std::string& name) const {
  const auto found = tensors_.find(name);
  if (found == tensors_.end()) {
    fail(path_, fmt::format("the tensor {} is missing", name));
  }
  if (found->second.type == TensorType::i64) {
    fail(path_, fmt::format("the tensor {} holds whole numbers where weights belong", name));
  }
  return found->second;
}

void SafetensorsFile::read(const std::string& name, std::span<const std::size_t> shape,
                           std::span<float> destination) const {
  const TensorEntry& tensor = entry(name);
  if (!std::equal(shape.begin(), shape.end(), tensor.shape.begin(), tensor.shape.end()) ||
      tensor.elements() != destination.size()) {
    throw Error(
        fmt::format("{}: the tensor {} has the shape {}, but config.json asks for {}; the "
                    "two files do not belong together.",
                    path_.string(), name, shape_text(tensor.shape), shape_text(shape)));
  }
  copy_values(tensor, 0, destination);
}

void SafetensorsFile::read_rows(const std::string& name, std::span<const std::int32_t> rows,
                                std::size_t columns, std::span<float> destination) const {
  const TensorEntry& tensor = entry(name);
  if (tensor.shape.size() != 2 || tensor.shape[1] != columns) {
    throw Error(
        fmt::format("{}: the tensor {} has the shape {}, but config.json asks for {} "
                    "columns; the two files do not belong together.",
                    path_.string(), name, shape_text(tensor.shape), columns));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = static_cast<std::size_t>(rows[i]);
    if (rows[i] < 0 || row >= tensor.shape[0]) {
      throw Error(
          fmt::format("{}: the tensor {} has {} rows, but row {} is needed; the tokenizer "
                      "has a wrong vocabulary size for this model.",
                      path_.string(), name, tensor.shape[0], rows[i]));
    }
    copy_values(tensor, row * columns, destination.subspan(i * columns, columns));
  }
}

void write_safetensors(const std::filesystem::path& file,
                       const std::vector<TensorToWrite>& tensors) {
  nlohmann::ordered_json header;
  header["__metadata__"] = {{"format", "pt"}};
  std::size_t offset = 0;
  for (const TensorToWrite& tensor : tensors) {
    const std::size_t end = offset + tensor.values.size_bytes();
    header[tensor.name] = {
        {"dtype", "F32"}, {"shape", tensor.shape}, {"data_offsets", {offset, end}}};
    offset = end;
  }
  std::string text = header.dump();
  text.append((8 - text.size() % 8) % 8, ' ');
  const std::uint64_t length = text.size();
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(reinterpret_cast<const char*>(&length), sizeof length);
  out.write(text.data(), static_cast<std::streamsize>(text.size()));
  for (const TensorToWrite& tensor : tensors) {
    out.write(reinterpret_cast<const char*>(tensor.values.data()),
              static_cast<std::streamsize>(tensor.values.size_bytes()));
  }
  out.close();
  if (!out) {
    throw Error(
        fmt::format("{} cannot be written; check the free space and the folder's "
                    "permissions.",
                    file.string()));
  }
}

}  // namespace noiseal
