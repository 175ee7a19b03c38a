// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <utility>

namespace noiseal {

/// Zeroed memory in whole pages, big pages where the system has them; past a size it lies in an
/// unlinked temporary file, so that the system can write it out instead of running out of memory.
class MemoryBlock {
 public:
  MemoryBlock() = default;
  explicit MemoryBlock(std::size_t bytes, bool may_use_file = false);
  ~MemoryBlock();
  MemoryBlock(MemoryBlock&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  MemoryBlock& operator=(MemoryBlock&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  MemoryBlock(const MemoryBlock&) = delete;
  MemoryBlock& operator=(const MemoryBlock&) = delete;

  [[nodiscard]] void* data() const { return data_; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  void* data_ = nullptr;
  std::size_t bytes_ = 0;
};

/// An array in a MemoryBlock, aligned to pages, zero at first. grow() loses what is in it.
template <typename T>
class Buffer {
 public:
  Buffer() = default;
  explicit Buffer(std::size_t n, bool may_use_file = false)
      : block_(n * sizeof(T), may_use_file), size_(n) {}
  void grow(std::size_t n) {
    if (n > size_) {
      *this = Buffer();
      *this = Buffer(n);
    }
  }
  [[nodiscard]] T* data() const { return static_cast<T*>(block_.data()); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<T> values() const { return {data(), size_}; }
  T& operator[](std::size_t i) const { return data()[i]; }

 private:
  MemoryBlock block_;
  std::size_t size_ = 0;
};

}  // namespace noiseal
