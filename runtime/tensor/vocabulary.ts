// The operators by name and signature: what layers, losses and gradient rules are written in.
// Generic in the value so that it depends on no graph; graph.ts ties the knot.
import type { Tensor } from './tensor.js'
import type { Axis, ElementType, TensorType } from './tensor-type.js'

/** Window options of a convolution over one or two spatial axes; pads are `[begin…, end…]` as in ONNX. */
export type Window = {
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly pads: readonly number[]
}

/** A convolution's window and its number of channel groups. */
export type ConvWindow = Window & { readonly groups: number }

/** A pooling window: `kernel` has one length for each spatial axis. */
export type PoolWindow = Window & { readonly kernel: readonly number[] }

/** A transposed convolution's window; `outputPads` are lengths added at the end of each axis of the result. */
export type TransposedWindow = Partial<ConvWindow> & { readonly outputPads?: readonly number[] }

/** A pooling window whose means count the pads as zeros, or leave them out. */
export type MeanWindow = Partial<PoolWindow> & Pick<PoolWindow, 'kernel'> & { readonly countPads?: boolean }

/** `matmul` of transposed operands (the last two axes swap), without a copy where the provider can. */
export type MatmulOptions = { readonly transposeLeft?: boolean; readonly transposeRight?: boolean }

/** Element type in which products of float32 values are taken. */
export type Products = 'float16' | 'float32'

/** One stretch of an axis: entries `start`, `start + step`, … below `end`; negative counts from the end. */
export type Stretch = {
  readonly axis: number
  readonly start: number
  readonly end: number
  readonly step?: number
}

/** Direction of a running sum, and whether an entry is left out of its own sum. */
export type RunningOptions = { readonly exclusive?: boolean; readonly reverse?: boolean }

/** Whether the last step of a sequence comes first. */
export type RunOptions = { readonly reverse?: boolean }

/** A linear recurrence along a run, or its transpose, which goes against it. */
export type LinearizedOptions = RunOptions & { readonly adjoint?: boolean }

/** Which keys a query may see (all, unless told), and what scores are multiplied by before the softmax. */
export type AttentionOptions<V> = {
  readonly causal?: boolean
  readonly mask?: V
  readonly scale?: number
}

/** Leaves of a graph. */
export interface Leaves<V> {
  /** A value fed at run time. Names are unique in a graph. */
  input(name: string, type: TensorType): V
  /** A trained value: fed as state while training, an initializer in an exported model. */
  parameter(name: string, type: TensorType): V
  /** A literal tensor. */
  constant(tensor: Tensor): V
  /** A literal scalar, float32 unless told. */
  scalar(value: number, element?: ElementType): V
}

/** Elementwise operators. Shapes broadcast; a plain number takes the element type of its partner. */
export interface Elementwise<V> {
  add(left: V | number, right: V | number): V
  subtract(left: V | number, right: V | number): V
  multiply(left: V | number, right: V | number): V
  /** For uint32, int32 and int64 the quotient is truncated. */
  divide(left: V | number, right: V | number): V
  power(base: V | number, exponent: V | number): V
  /** What division leaves, with the sign of the divisor: −1 modulo 3 is 2. */
  modulo(left: V | number, right: V | number): V
  minimum(left: V | number, right: V | number): V
  maximum(left: V | number, right: V | number): V
  negate(x: V): V
  reciprocal(x: V): V
  sqrt(x: V): V
  exp(x: V): V
  log(x: V): V
  /** eˣ − 1, accurate near 0. */
  expm1(x: V): V
  /** log(1 + x), accurate near 0. */
  log1p(x: V): V
  sin(x: V): V
  cos(x: V): V
  tan(x: V): V
  asin(x: V): V
  acos(x: V): V
  atan(x: V): V
  sinh(x: V): V
  cosh(x: V): V
  asinh(x: V): V
  acosh(x: V): V
  atanh(x: V): V
  erf(x: V): V
  tanh(x: V): V
  sigmoid(x: V): V
  relu(x: V): V
  /** log(1 + eˣ), safe for large |x|. */
  softplus(x: V): V
  /** x·Φ(x), with Φ the standard normal distribution: ½·x·(1 + erf(x / √2)). */
  gelu(x: V): V
  abs(x: V): V
  /** −1, 0 or 1; gradient 0. */
  sign(x: V): V
  floor(x: V): V
  ceil(x: V): V
  /** The nearest integer, of two equally near ones the even one. */
  round(x: V): V
  /** x held between two bounds; outside them the gradient is 0. */
  clip(x: V, low: number, high: number): V
  /** The first where the condition holds, else the second. */
  where(condition: V, yes: V | number, no: V | number): V
  equal(left: V | number, right: V | number): V
  greater(left: V | number, right: V | number): V
  greaterOrEqual(left: V | number, right: V | number): V
  less(left: V | number, right: V | number): V
  lessOrEqual(left: V | number, right: V | number): V
  not(x: V): V
  and(left: V, right: V): V
  or(left: V, right: V): V
  xor(left: V, right: V): V
  isNan(x: V): V
  cast(x: V, to: ElementType): V
  /** uint32 divided by 2^bits. */
  shiftRight(x: V, bits: number): V
  /** The same numbers, through which no gradient flows. */
  stopGradient(x: V): V
  /** The value, whose whole gradient flows to the source as if it were it. */
  straightThrough(value: V, source: V): V
  /** `centred·(scale·gain)`, whose gradient flows to x and gain alone: what normalizations end with. The gain has the shape of the scale. */
  standardized(x: V, centred: V, scale: V, of: StandardizedOptions, gain?: V): V
}

/** Operators that move entries. Axes may be counted from the end. */
export interface Shaping<V> {
  /** Axes in the given order; without one, reversed. */
  transpose(x: V, order?: readonly number[]): V
  /** Same entries, another shape; at most one −1 is worked out. */
  reshape(x: V, shape: readonly Axis[]): V
  /** Axes from `axis` on become one. */
  flatten(x: V, axis?: number): V
  squeeze(x: V, axes: readonly number[]): V
  /** New axes of length 1 at these places of the result. */
  unsqueeze(x: V, axes: readonly number[]): V
  expand(x: V, shape: readonly Axis[]): V
  concat(values: readonly V[], axis: number): V
  slice(x: V, stretches: readonly Stretch[]): V
  split(x: V, axis: number, lengths: readonly number[]): readonly V[]
  /** A constant around x: one length for each axis at its begin and at its end. */
  pad(x: V, before: readonly number[], after: readonly number[], value?: number): V
  /** Entries of one axis by index (int32 or int64): `[A, n, B], [I…] → [A, I…, B]`. */
  gather(x: V, indices: V, axis: number): V
  /** `out[i][j] = x[indices[i][j]][j]` (axis 0), like ONNX GatherElements. */
  gatherElements(x: V, indices: V, axis: number): V
  /** `out = x; out[indices[i][j]][j] += updates[i][j]` (axis 0), like ONNX ScatterElements with add. */
  scatterAdd(x: V, indices: V, updates: V, axis: number): V
  /** Entries or slices by tuples: `x [A₁ … A_k, B…], indices [I…, k] → [I…, B…]`. */
  gatherNd(x: V, indices: V): V
  /** The transpose of `gatherNd`: `out = x; out[indices[i…]] += updates[i…]`. */
  scatterNdAdd(x: V, indices: V, updates: V): V
  /** The transpose of `gather`: `out = x; out[…, indices[i], …] += updates[…, i, …]`. */
  indexAdd(x: V, indices: V, updates: V, axis: number): V
  /** `[I…] → [I…, depth]`, 1 at the index; an index outside gives a row of zeros. */
  oneHot(indices: V, depth: number, element?: ElementType): V
}

/** Operators along axes. `axes` absent means all; `keep` leaves axes of length 1. */
export interface Reducing<V> {
  reduceSum(x: V, axes?: readonly number[], keep?: boolean): V
  reduceMean(x: V, axes?: readonly number[], keep?: boolean): V
  reduceMax(x: V, axes?: readonly number[], keep?: boolean): V
  reduceMin(x: V, axes?: readonly number[], keep?: boolean): V
  reduceProd(x: V, axes?: readonly number[], keep?: boolean): V
  /** √Σx²; its gradient at 0 is 0. */
  reduceL2(x: V, axes?: readonly number[], keep?: boolean): V
  /** log Σ eˣ, safe for large |x|. */
  logSumExp(x: V, axes?: readonly number[], keep?: boolean): V
  /** Index (int64) of the first largest entry. */
  argMax(x: V, axis: number, keep?: boolean): V
  /** `y[i] = x[0] + … + x[i]`; exclusive: without x[i]; reverse: from the end. */
  cumulativeSum(x: V, axis: number, options?: RunningOptions): V
  /** The largest entries, largest first, and their indices (int64); of equal ones the first comes first. */
  topK(
    x: V,
    count: number,
    axis: number,
    options?: { readonly smallest?: boolean },
  ): readonly [values: V, places: V]
  softmax(x: V, axis: number): V
  logSoftmax(x: V, axis: number): V
  /** −Σ codes·log softmax(x) over the last axis; each row of codes sums to 1 and gets no gradient. */
  crossEntropy(x: V, codes: V): V
}

/** Products, convolutions and pooling. */
export interface Linear<V> {
  /** `[…, M, K] × […, K, N] → […, M, N]`; leading axes broadcast. */
  matmul(left: V, right: V, options?: MatmulOptions): V
  /**
   * `x [N, C, …], w [O, C/groups, …] → [N, O, …]` over one or two spatial axes. A bias `[O]` given here costs
   * next to nothing, an `add` of its own a pass over the result.
   */
  conv(x: V, weights: V, window?: Partial<ConvWindow>, bias?: V): V
  /** What `conv` sends back to its input of the given spatial lengths: also a transposed convolution. */
  convInputGradient(upstream: V, weights: V, spatial: readonly number[], window?: Partial<ConvWindow>): V
  /** What `conv` sends back to its weights with the given kernel lengths. */
  convWeightGradient(x: V, upstream: V, kernel: readonly number[], window?: Partial<ConvWindow>): V
  /** Largest entry of each window over one or two spatial axes; padding never wins. Strides default to the kernel. */
  maxPool(x: V, window: Partial<PoolWindow> & Pick<PoolWindow, 'kernel'>): V
  /** The same, and where in the flattened x each was found (int64). */
  maxPoolWithPlaces(
    x: V,
    window: Partial<PoolWindow> & Pick<PoolWindow, 'kernel'>,
  ): readonly [values: V, places: V]
  /** Values added at the places that a max pooling of an input with these spatial lengths found. */
  maxUnpool(values: V, places: V, spatial: readonly number[], window: PoolWindow): V
  /** The larger of two neighbours on an axis of length 2, which goes, and whether the first one is at least as large. */
  pairMax(x: V, axis: number): readonly [values: V, isFirst: V]
  /** The reverse: a new axis of length 2 that holds the value in its first place where `isFirst`, else in its second. */
  pairSpread(values: V, isFirst: V, axis: number): V
  /** Mean of each window; padding is not counted unless told, there is no dilation. Strides default to the kernel. */
  averagePool(x: V, window: MeanWindow): V
  /** What `averagePool` sends back to its input of the given spatial lengths. */
  averageUnpool(upstream: V, spatial: readonly number[], window: PoolWindow): V
  /** `[N, C, …] → [N, C]`. */
  globalAveragePool(x: V): V
  /** `[N, C, …] → [N, C]`. */
  globalMaxPool(x: V): V
}

/** Operators that go through the steps of a sequence `[T, N, …]` one by one. */
export interface Recurrent<V> {
  /** States of gated recurrent units: `projected [T, N, 3H], weights [H, 3H], bias [H] → [T, N, H]`. */
  gru(projected: V, weights: V, bias: V, options?: RunOptions): V
  /** Small changes of these states, or what is sent back through them: `[T, N, H] → [T, N, H]`; and the latter by gate. */
  linearizedGru(changes: V, keep: V, slopes: V, weights: V, options?: LinearizedOptions): readonly V[]
  /** States and memory of long short-term memory: `projected [T, N, 4H], weights [H, 4H] → [T, N, H]` twice. */
  lstm(projected: V, weights: V, options?: RunOptions): readonly [states: V, memory: V]
  /** Small changes of these, or what is sent back through them: `[T, N, H]` twice; and the latter by gate. */
  linearizedLstm(
    changes: { readonly states: V; readonly memory?: V | undefined },
    slopes: { readonly forget: V; readonly gates: V; readonly memory: V },
    weights: V,
    options?: LinearizedOptions,
  ): readonly V[]
}

/** What operators exist for. */
export interface Primitive<V>
  extends Leaves<V>, Elementwise<V>, Shaping<V>, Reducing<V>, Linear<V>, Recurrent<V> {}

/** Functions written in operators (functions/), so differentiated, batched and run like these. */
export interface Composed<V> {
  /** Sums of products by labels: `einsum('bij,bjk->bik', x, y)`. Repeated labels are diagonals, `...` is any axes. */
  einsum(expression: string, ...values: readonly V[]): V
  /** Shares of the keys for each query: `[…, T, D], […, S, D] → […, T, S]`, each row sums to 1. */
  attentionShares(query: V, key: V, options?: AttentionOptions<V>): V
  /** x·W (+ b) over the last axis: `[…, K], [K, N], [N] → […, N]`. */
  linear(x: V, weights: V, bias?: V): V
  /** (x − mean x)/√(variance of x + ε) over these axes; not centred: x/√(mean x² + ε). ε counts as a constant. */
  standardize(x: V, axes: readonly number[], epsilon: V | number, options?: { readonly centred?: boolean }): V
  /** Scaled dot-product attention: `[…, T, D], […, S, D], […, S, E] → […, T, E]`. */
  attention(query: V, key: V, value: V, options?: AttentionOptions<V>): V
  /** `[A, B], [C, D] → [A·C, B·D]`, and so on for any rank. */
  kronecker(left: V, right: V): V
  /** Walsh–Hadamard transform of an axis whose length is a power of two; not scaled, so twice is n times. */
  walshHadamard(x: V, axis: number): V
  /** `x [N, C, …], w [C, O/groups, …] → [N, O, …]`: a convolution that enlarges. */
  convTranspose(x: V, weights: V, window?: TransposedWindow): V
  /** All entries in order, smallest first unless told, and where they were (int64); of equal ones the first comes first. */
  sort(x: V, axis: number, options?: { readonly descending?: boolean }): readonly [values: V, places: V]
}

/** What `standardized` is told of its inputs: axes of the means, and whether the mean was taken off. */
export interface StandardizedOptions {
  readonly axes: readonly number[]
  readonly centred: boolean
}

/** Everything that a graph can be built of. */
export interface Vocabulary<V> extends Primitive<V>, Composed<V> {
  /** The same builder whose nodes say that they come from there: layer path and `file:line:column`. */
  at(origin: string): Vocabulary<V>
}
