// Uses of every layer: what goes in, what comes out, how much is trained.
import type * as layers from '../../../runtime/model/layers/index.js'
import type { Options } from '../../../runtime/model/options.js'
import type { Signal } from '../../../runtime/support/shape.js'
/** 4 channels of 6×5. */
export const image: Signal = { shape: [4, 6, 5], type: 'real' }
export const features: Signal = { shape: [7], type: 'real' }
export const sequence: Signal = { shape: [3, 4], type: 'real' }

/** A use. */
export interface LayerCase {
  readonly options?: Options
  readonly input: Signal
  readonly output: readonly number[]
  readonly parameters?: number
}

/** At least one case a layer; a missing layer does not compile. */
const cases: Readonly<Record<keyof typeof layers, readonly LayerCase[]>> = {
  affine: [
    { options: { units: 5 }, input: features, output: [5], parameters: 40 },
    { options: { units: 2, bias: false }, input: sequence, output: [3, 2], parameters: 8 },
  ],
  averagePool2d: [
    { options: { kernel: 2 }, input: image, output: [4, 3, 2] },
    { options: { kernel: [3, 2], stride: 1, padding: 'same' }, input: image, output: [4, 6, 5] },
  ],
  batchNorm: [
    { input: features, output: [7], parameters: 14 },
    { input: image, output: [4, 6, 5], parameters: 8 },
    { input: sequence, output: [3, 4], parameters: 8 },
  ],
  conv2d: [
    { options: { filters: 3, kernel: 3 }, input: image, output: [3, 4, 3], parameters: 111 },
    { options: { filters: 3, kernel: 3, padding: 'same' }, input: image, output: [3, 6, 5], parameters: 111 },
    {
      options: { filters: 2, kernel: [4, 2], padding: 'same', stride: 2 },
      input: image,
      output: [2, 3, 3],
      parameters: 66,
    },
    {
      options: { filters: 6, kernel: 2, groups: 2, dilation: 2, bias: false },
      input: image,
      output: [6, 4, 3],
      parameters: 48,
    },
    { options: { filters: 4, kernel: 1, groups: 4 }, input: image, output: [4, 6, 5], parameters: 8 },
  ],
  conv1d: [
    { options: { filters: 2, kernel: 2 }, input: sequence, output: [2, 2], parameters: 18 },
    {
      options: { filters: 5, kernel: 3, padding: 'same', stride: 2 },
      input: sequence,
      output: [2, 5],
      parameters: 65,
    },
    {
      options: { filters: 2, kernel: 2, dilation: 2, padding: 'causal', bias: false },
      input: sequence,
      output: [3, 2],
      parameters: 16,
    },
    {
      options: { filters: 1, kernel: 1 },
      input: { shape: [1, 1], type: 'real' },
      output: [1, 1],
      parameters: 2,
    },
  ],
  convTranspose2d: [
    { options: { filters: 3 }, input: image, output: [3, 13, 11], parameters: 111 },
    {
      options: { filters: 2, kernel: 4, padding: 'same' },
      input: image,
      output: [2, 12, 10],
      parameters: 130,
    },
    {
      options: { filters: 2, kernel: [2, 3], stride: [3, 1], padding: 'same', bias: false },
      input: image,
      output: [2, 18, 5],
      parameters: 48,
    },
  ],
  depthwiseConv2d: [
    { input: image, output: [4, 4, 3], parameters: 40 },
    {
      options: { multiplier: 2, kernel: [3, 2], stride: 2, padding: 'same', bias: false },
      input: image,
      output: [8, 3, 3],
      parameters: 48,
    },
    { input: { shape: [1, 3, 3], type: 'real' }, output: [1, 1, 1], parameters: 10 },
  ],
  dropout: [{ options: { rate: 0.4 }, input: features, output: [7] }],
  elu: [{ options: { alpha: 0.7 }, input: features, output: [7] }],
  embedding: [
    {
      options: { width: 3 },
      input: { shape: [4], type: 'code', vocabulary: 9 },
      output: [4, 3],
      parameters: 27,
    },
  ],
  flatten: [
    { input: image, output: [120] },
    { input: features, output: [7] },
  ],
  gelu: [{ input: features, output: [7] }],
  globalAveragePool: [
    { input: image, output: [4] },
    { input: sequence, output: [4] },
  ],
  globalMaxPool: [
    { input: image, output: [4] },
    { input: sequence, output: [4] },
  ],
  groupNorm: [
    { options: { groups: 2 }, input: image, output: [4, 6, 5], parameters: 8 },
    { options: { groups: 4 }, input: image, output: [4, 6, 5], parameters: 8 },
    {
      options: { groups: 1 },
      input: { shape: [1, 2, 1], type: 'real' },
      output: [1, 2, 1],
      parameters: 2,
    },
  ],
  gru: [
    { options: { units: 2 }, input: sequence, output: [3, 2], parameters: 48 },
    { options: { units: 3, bidirectional: true }, input: sequence, output: [3, 6], parameters: 162 },
    {
      options: { units: 2, bidirectional: true, return: 'last' },
      input: sequence,
      output: [4],
      parameters: 96,
    },
    {
      options: { units: 1, return: 'last' },
      input: { shape: [1, 1], type: 'real' },
      output: [1],
      parameters: 12,
    },
  ],
  hardSigmoid: [{ input: features, output: [7] }],
  hardSwish: [{ input: features, output: [7] }],
  hardTanh: [{ input: features, output: [7] }],
  identity: [{ input: image, output: [4, 6, 5] }],
  lastStep: [{ input: sequence, output: [4] }],
  layerNorm: [
    { input: features, output: [7], parameters: 14 },
    { input: image, output: [4, 6, 5], parameters: 240 },
    { input: sequence, output: [3, 4], parameters: 8 },
  ],
  leakyRelu: [{ options: { slope: 0.2 }, input: features, output: [7] }],
  lstm: [
    { options: { units: 2 }, input: sequence, output: [3, 2], parameters: 64 },
    {
      options: { units: 3, bidirectional: true, forget_bias: 0 },
      input: sequence,
      output: [3, 6],
      parameters: 216,
    },
    {
      options: { units: 2, bidirectional: true, return: 'last' },
      input: sequence,
      output: [4],
      parameters: 128,
    },
    {
      options: { units: 1, return: 'last' },
      input: { shape: [1, 1], type: 'real' },
      output: [1],
      parameters: 16,
    },
  ],
  maxPool2d: [
    { options: { kernel: 2 }, input: image, output: [4, 3, 2] },
    { options: { kernel: 2 }, input: { shape: [2, 4, 6], type: 'real' }, output: [2, 2, 3] },
    { options: { kernel: 3, stride: 2, padding: 'same' }, input: image, output: [4, 3, 3] },
  ],
  mish: [{ input: features, output: [7] }],
  multiHeadAttention: [
    { options: { heads: 2 }, input: sequence, output: [3, 4], parameters: 80 },
    {
      options: { heads: 4, key_value_heads: 2, bias: false, causal: true, scale: 'inverse', dropout: 0.3 },
      input: { shape: [3, 8], type: 'real' },
      output: [3, 8],
      parameters: 192,
    },
    {
      options: { heads: 1, key_value_heads: 1, rotary: true },
      input: { shape: [1, 2], type: 'real' },
      output: [1, 2],
      parameters: 24,
    },
    { options: { heads: 2, rotary: true, causal: true }, input: sequence, output: [3, 4], parameters: 80 },
  ],
  // It has no graph of its own: test/runtime/trial/frozen.
  onnx: [],
  patches: [
    { options: { size: [3, 5] }, input: image, output: [2, 60] },
    { options: { size: 1 }, input: { shape: [1, 2, 2], type: 'real' }, output: [4, 1] },
  ],
  positionalEncoding: [
    { input: sequence, output: [3, 4], parameters: 12 },
    { options: { form: 'sinusoidal' }, input: { shape: [4, 3], type: 'real' }, output: [4, 3] },
  ],
  relu: [{ input: features, output: [7] }],
  rmsNorm: [
    { input: features, output: [7], parameters: 7 },
    { input: sequence, output: [3, 4], parameters: 4 },
  ],
  separableConv2d: [
    { options: { filters: 3 }, input: image, output: [3, 4, 3], parameters: 51 },
    {
      options: { filters: 5, multiplier: 2, kernel: 2, padding: 'same', dilation: 2 },
      input: image,
      output: [5, 6, 5],
      parameters: 77,
    },
  ],
  selu: [{ input: features, output: [7] }],
  sigmoid: [{ input: features, output: [7] }],
  silu: [{ input: features, output: [7] }],
  softplus: [{ input: features, output: [7] }],
  softsign: [{ input: features, output: [7] }],
  squeezeExcite: [
    { input: image, output: [4, 6, 5], parameters: 13 },
    { options: { ratio: 2 }, input: sequence, output: [3, 4], parameters: 22 },
  ],
  tanh: [{ input: features, output: [7] }],
  timeEmbedding: [
    { options: { dim: 6 }, input: features, output: [7], parameters: 49 },
    { options: { dim: 4, form: 'positional', scale: 10 }, input: image, output: [4, 6, 5], parameters: 20 },
  ],
  transformerBlock: [
    { options: { heads: 2, hidden: 6 }, input: sequence, output: [3, 4], parameters: 154 },
    {
      options: { heads: 2, norm: 'post', activation: 'swiglu', hidden: 3, bias: false, dropout: 0.2 },
      input: sequence,
      output: [3, 4],
      parameters: 116,
    },
    {
      options: { heads: 1, norm: 'pre', norm_kind: 'rms_norm', activation: 'silu', causal: true },
      input: sequence,
      output: [3, 4],
      parameters: 236,
    },
    {
      options: { heads: 2, norm: 'none', hidden: 5, rotary: true },
      input: sequence,
      output: [3, 4],
      parameters: 129,
    },
  ],
}

/** All cases, each with its layer. */
export const layerCases = Object.entries(cases).flatMap(([name, list]) =>
  list.map((one) => ({ name: name as keyof typeof layers, shape: one.input.shape.join('×'), ...one })),
)
