// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace noiseal::cpu {

/// The upper half of a float32; arithmetic on it is done in float32.
struct Bf16 {
  std::uint16_t bits;
};

/// Dropout of one place in the network. Element (row, column) is kept when a hash of
/// (key, row, column) says so, so that the backward pass finds the same mask without storing it.
struct Dropout {
  std::uint32_t key = 0;
  std::uint32_t threshold = 0;  ///< dropped when the 32-bit hash is below it; 0: nothing is
  float scale = 1;              ///< of what is kept
};

/// y = layer_norm(residual + dropout(z + bias)), row by row; hidden is a multiple of 16.
template <typename T>
struct NormForward {
  const T* z;             ///< [rows, hidden]
  const float* bias;      ///< [hidden]
  const float* residual;  ///< [rows, hidden]
  const float* gamma;
  const float* beta;
  float epsilon;
  Dropout dropout;
  std::size_t hidden;
  float* y;     ///< [rows, hidden]
  T* y_small;   ///< the same as T
  T* centred;   ///< (x - mean) / deviation, for the backward pass; null: not kept
  float* rstd;  ///< [rows] 1 / deviation; null: not kept
};

/// The way back. d holds the gradient of y, then that of the residual.
template <typename T>
struct NormBackward {
  float* d;       ///< [rows, hidden] in and out
  const T* more;  ///< [rows, hidden] added to d first; may be null
  const T* centred;
  const float* rstd;
  const float* gamma;
  Dropout dropout;
  std::size_t hidden;
  T* d_z;          ///< [rows, hidden]
  float* d_gamma;  ///< [hidden], added to; so are d_beta and d_bias
  float* d_beta;
  float* d_bias;
};

/// y = dropout(layer_norm(word + position + type)).
template <typename T>
struct EmbedForward {
  const float* word;
  const float* position;
  const float* type;               ///< one row; may be null
  const std::int32_t* word_rows;   ///< [rows]
  const std::int32_t* place_rows;  ///< [rows]
  const float* gamma;
  const float* beta;
  float epsilon;
  Dropout dropout;
  std::size_t hidden;
  float* y;
  T* y_small;
  T* centred;
  float* rstd;
};

/// d: gradient of y in, gradient of the sum of the embeddings out.
template <typename T>
struct EmbedBackward {
  float* d;
  const T* more;
  const T* centred;
  const float* rstd;
  const float* gamma;
  Dropout dropout;
  std::size_t hidden;
  float* d_gamma;
  float* d_beta;
};

/// 0 gelu by the error function, 1 gelu by tanh, 2 relu.
template <typename T>
struct ActivationPass {
  const T* z;         ///< [rows, columns] before the bias
  const float* bias;  ///< [columns], a multiple of 16
  std::size_t columns;
  int kind;
  T* value;       ///< forward: activation out; backward: its gradient in, gradient of z out
  float* d_bias;  ///< backward: [columns], added to
};

/// Attention within each text, texts packed end to end.
template <typename T>
struct AttentionPass {
  const T* qkv;              ///< [rows, 3 * hidden] before the bias
  const float* bias;         ///< [3 * hidden]
  const std::size_t* start;  ///< [texts + 1] first row of each text
  std::size_t hidden;
  std::size_t heads;
  std::size_t width;  ///< of a head, a multiple of 16
  Dropout dropout;
  T* context;          ///< forward out [rows, hidden]
  const T* d_context;  ///< backward in [rows, hidden]
  T* d_qkv;            ///< backward out [rows, 3 * hidden]
  float* scratch;      ///< attention_scratch() floats, aligned to 64 bytes
};

/// One piece of the optimiser's step; all arrays of n floats.
template <typename G>
struct AdamPass {
  float* value;
  G* gradient;
  float* moment1;
  float* moment2;
  float* average;  ///< null: none
  Bf16* small;     ///< copy of the value for the matrix products; null: none
  std::size_t n;
  float gradient_scale;
  float learning_rate;
  float decay;        ///< learning rate times weight decay
  float correction1;  ///< 1 - 0.9^step
  float correction2;  ///< sqrt(1 - 0.999^step)
  float average_decay;
};

/// One step of an LSTM for the texts that have a token at a position. Gates lie in the order
/// input, forget, cell, output.
struct LstmStep {
  std::size_t hidden;        ///< a multiple of 16
  std::size_t rows;          ///< texts
  std::size_t continued;     ///< of these, from the first on: with a state of the step before
  const float* bias;         ///< [4 * hidden]
  const float* recurrent;    ///< [continued, 4 * hidden]
  const float* cell_before;  ///< [continued, hidden]
  float* gates;              ///< [rows, 4 * hidden] in: the input's share; out: the gates
  float* cell;               ///< [rows, hidden]
  float* squashed;           ///< its tanh
  float* output;
};

/// The way back.
struct LstmBackStep {
  std::size_t hidden;
  std::size_t rows;
  std::size_t continued;
  std::size_t handed;  ///< texts, from the first on, with a gradient from the step after
  const float* gates;
  const float* squashed;
  const float* cell_before;  ///< [continued, hidden]
  const float* d_output;     ///< [rows, hidden] from outside
  const float* d_handed;     ///< [handed, hidden] of the output, from the step after
  float* d_cell;             ///< [rows, hidden] from the step after in, for the step before out
  float* d_gates;            ///< [rows, 4 * hidden] before their activation
};

struct LstmKernels {
  void (*forward)(const LstmStep&);
  void (*backward)(const LstmBackStep&);
};

template <typename T>
struct TypedKernels {
  void (*norm_forward)(const NormForward<T>&, std::size_t begin, std::size_t end);
  void (*norm_backward)(const NormBackward<T>&, std::size_t begin, std::size_t end);
  void (*embed_forward)(const EmbedForward<T>&, std::size_t begin, std::size_t end);
  void (*embed_backward)(const EmbedBackward<T>&, std::size_t begin, std::size_t end);
  void (*activation_forward)(const ActivationPass<T>&, std::size_t begin, std::size_t end);
  void (*activation_backward)(const ActivationPass<T>&, std::size_t begin, std::size_t end);
  void (*attention_forward)(const AttentionPass<T>&, std::size_t text, std::size_t head);
  void (*attention_backward)(const AttentionPass<T>&, std::size_t text, std::size_t head);
  /// Adds the columns of rows begin .. end of values [rows, columns] to sum.
  void (*column_sum)(const T* values, std::size_t columns, float* sum, std::size_t begin,
                     std::size_t end);
  double (*sum_of_squares)(const T* values, std::size_t n);
  void (*adam)(const AdamPass<T>&);
  void (*from_float)(const float* from, T* to, std::size_t n);
  void (*to_float)(const T* from, float* to, std::size_t n);
};

struct Kernels {
  TypedKernels<float> f32;
  TypedKernels<Bf16> bf16;
  LstmKernels lstm;
};

/// Floats of scratch memory that attention on a text of `longest` tokens needs.
std::size_t attention_scratch(std::size_t longest, std::size_t width);

/// The kernels for the instruction set of this processor.
const Kernels& kernels();

// One copy of cpu_kernels.inc per instruction set.
Kernels kernels_baseline();
Kernels kernels_x86_64_v3();
Kernels kernels_x86_64_v4();

template <typename T>
const TypedKernels<T>& typed_kernels();
template <>
inline const TypedKernels<float>& typed_kernels<float>() {
  return kernels().f32;
}
template <>
inline const TypedKernels<Bf16>& typed_kernels<Bf16>() {
  return kernels().bf16;
}

}  // namespace noiseal::cpu
