// Every layer of the catalogue: announced shape against the real one, gradient against differences, population against single.
import { describe, expect, test } from '@jest/globals'
import * as layers from '../../runtime/model/layers/index.js'
import { forward } from '../../runtime/model/forward.js'
import { initialValues } from '../../runtime/model/initialize.js'
import { inputLeaves } from '../../runtime/model/model-leaves.js'
import type { Options } from '../../runtime/model/options.js'
import { randomStream } from '../../runtime/support/random.js'
import { Rejection, type LayerDefinition } from '../../runtime/space/module-tree.js'
import { sizeOf, type Signal } from '../../runtime/support/shape.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { scalarOf, tensorFrom, tensorOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { directionalSlopes, drawn } from '../support/numeric-gradient.js'
import { sequenceOf } from '../support/training.js'

const image: Signal = { shape: [4, 6, 5], type: 'real' }
const features: Signal = { shape: [7], type: 'real' }
const sequence: Signal = { shape: [3, 4], type: 'real' }

interface Case {
  readonly options?: Options
  readonly input: Signal
  readonly output: readonly number[]
  readonly parameters?: number
}

/** At least one case a layer; a missing layer does not compile. */
const cases: Readonly<Record<keyof typeof layers, readonly Case[]>> = {
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

const flat = Object.entries(cases).flatMap(([name, list]) =>
  list.map((one) => ({ name: name as keyof typeof layers, shape: one.input.shape.join('×'), ...one })),
)

/** A layer alone over a batch of 5, all leaves fed. */
function build({ name, options, input }: (typeof flat)[number], training: boolean) {
  const graph = builder()
  const tree = sequenceOf(input, [[name, options ?? {}]])
  const element = input.type === 'code' ? 'int64' : 'float32'
  const x = graph.input('x', tensorType(element, [5, ...input.shape]))
  const leaves = inputLeaves(training, graph)
  const output = forward(tree, x, leaves)
  const random = randomStream('layers', name)
  const entries =
    input.type === 'code'
      ? tensorOf(
          'int64',
          [5, ...input.shape],
          Array.from({ length: 5 * sizeOf(input.shape) }, () => random.integer(9)),
        )
      : drawn(random, [5, ...input.shape])
  const feeds: Record<string, Tensor> = {
    seed: scalarOf('uint32', 7),
    step: scalarOf('uint32', 3),
    x: entries,
  }
  for (const scale of leaves.scales.values()) feeds[scale.name] = scalarOf('float32', scale.number)
  for (const { name: state, shape, start } of leaves.statistics.values()) {
    const first = typeof start === 'function' ? start(1) : new Float32Array(sizeOf(shape)).fill(start)
    feeds[state] = tensorFrom('float32', shape, first)
  }
  const parameters = [...leaves.parameters.values()].map(({ name: parameter, declaration, value }) => ({
    leaf: value,
    at: tensorFrom('float32', declaration.shape, initialValues(1, parameter, declaration)),
  }))
  return { tree, output, x: { leaf: x, at: entries }, parameters, feeds }
}

const leafName = ({ node }: Value): string => ('name' in node ? node.name : '')

describe.each(flat)('$name on $shape', (one) => {
  const count = (shape: readonly number[]) => sizeOf(shape)

  test('its graph has the announced shape and as many parameters as its cost says', () => {
    const { tree, output, parameters } = build(one, true)
    expect(tree.output.shape).toEqual(one.output)
    expect(output.type.shape).toEqual([5, ...one.output])
    const trained = parameters.reduce((sum, { at }) => sum + count(at.shape), 0)
    expect(trained).toBe(one.parameters ?? 0)
    expect(layers[one.name].cost(one.options ?? {}, one.input).parameters).toBe(trained)
    const definition: LayerDefinition = layers[one.name]
    const names = parameters.map(({ leaf }) => leafName(leaf).split('.').at(-1) ?? '')
    // Patterns of groups are checked against `owns`, and whoever has parameters can be frozen (`freeze: freezeSchema`).
    expect(definition.owns ?? []).toEqual(expect.arrayContaining(names))
    expect('freeze' in definition.options).toBe(definition.owns !== undefined)
  })

  test.each([true, false])('its gradient equals central differences (training: %s)', async (training) => {
    const { output, x, parameters, feeds } = build(one, training)
    const wanted = one.input.type === 'code' ? parameters : [x, ...parameters]
    const { graph, differences } = await directionalSlopes(output, wanted, feeds, 0.002)
    const size = Math.max(1, Math.abs(differences))
    expect(Math.abs(graph - differences) / size).toBeLessThan(0.03)
  })
})

describe('rejections', () => {
  test.each([
    ['affine', { units: 3 }, image],
    ['groupNorm', { groups: 3 }, image],
    ['groupNorm', { groups: 1 }, features],
    ['lastStep', {}, features],
    ['multiHeadAttention', { heads: 3 }, sequence],
    ['multiHeadAttention', { heads: 4, key_value_heads: 3 }, sequence],
    ['multiHeadAttention', { heads: 4, rotary: true }, sequence],
    ['multiHeadAttention', { heads: 2 }, features],
    ['onnx', { file: 'model.onnx' }, image],
    ['patches', { size: 4 }, image],
    ['patches', { size: 1 }, sequence],
    ['positionalEncoding', {}, features],
    ['rmsNorm', {}, image],
    ['transformerBlock', { heads: 3 }, sequence],
    ['conv2d', { filters: 3 }, features],
    ['conv2d', { filters: 3, kernel: 7 }, image],
    ['conv2d', { filters: 3, groups: 3 }, image],
    ['conv1d', { filters: 3 }, image],
    ['conv1d', { filters: 3, kernel: 4 }, sequence],
    ['convTranspose2d', { filters: 3 }, sequence],
    ['depthwiseConv2d', { kernel: 7 }, image],
    ['separableConv2d', { filters: 3 }, features],
    ['squeezeExcite', {}, features],
    ['maxPool2d', { kernel: 6 }, image],
    ['globalAveragePool', {}, features],
    ['embedding', { width: 2 }, features],
    ['relu', {}, { shape: [3], type: 'code', vocabulary: 4 }],
    ['flatten', {}, { shape: [3], type: 'code', vocabulary: 4 }],
    ['batchNorm', {}, { shape: [], type: 'real' }],
  ] as const)('%s %o does not accept every input', (name, options, input) => {
    expect(() => layers[name].output(options, input)).toThrow(Rejection)
  })
})
