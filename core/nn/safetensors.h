// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace noiseal {

/// Element types that can be read; everything is handed out as float or int64.
enum class TensorType : std::uint8_t { f32, f16, bf16, i64 };

/// Where one tensor lies in a safetensors file.
struct TensorEntry {
  TensorType type = TensorType::f32;
  std::vector<std::size_t> shape;
  std::span<const std::byte> bytes;  ///< in the mapped file
  [[nodiscard]] std::size_t elements() const;
};

/// A safetensors file, mapped into memory and checked before any of its data is touched: length
/// of the header, types, shapes, offsets inside the file, no overlap. Never reads pickles.
/// Every failure is an Error naming the file.
class SafetensorsFile {
 public:
  explicit SafetensorsFile(const std::filesystem::path& file);
  ~SafetensorsFile();
  SafetensorsFile(const SafetensorsFile&) = delete;
  SafetensorsFile& operator=(const SafetensorsFile&) = delete;

  [[nodiscard]] const std::map<std::string, TensorEntry>& tensors() const { return tensors_; }
  [[nodiscard]] bool has(const std::string& name) const { return tensors_.contains(name); }
  /// Copies a floating-point tensor as float; its shape must be the given one.
  void read(const std::string& name, std::span<const std::size_t> shape,
            std::span<float> destination) const;
  /// Rows of a two-dimensional tensor [any number of rows, columns], as float,
  /// destination [rows.size(), columns].
  void read_rows(const std::string& name, std::span<const std::int32_t> rows, std::size_t columns,
                 std::span<float> destination) const;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  [[nodiscard]] const TensorEntry& entry(const std::string& name) const;
  void parse();

  std::filesystem::path path_;
  std::span<const std::byte> file_;
  std::map<std::string, TensorEntry> tensors_;
};

/// One float tensor to be written.
struct TensorToWrite {
  std::string name;
  std::vector<std::size_t> shape;
  std::span<const float> values;
};

/// Writes fp32 tensors with the metadata {"format": "pt"} that Hugging Face expects.
void write_safetensors(const std::filesystem::path& file,
                       const std::vector<TensorToWrite>& tensors);

}  // namespace noiseal
