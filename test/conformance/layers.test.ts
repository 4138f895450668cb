// Every layer of the catalogue: announced shape against the real one, gradient against differences, population against single.
import { describe, expect, test } from '@jest/globals'
import * as layers from '../../runtime/model/layers/index.js'
import { forward } from '../../runtime/model/forward.js'
import { initialValues } from '../../runtime/model/initialize.js'
import { inputLeaves } from '../../runtime/model/model-leaves.js'
import { randomStream } from '../../runtime/support/random.js'
import { Rejection, type LayerDefinition } from '../../runtime/space/module-tree.js'
import { sizeOf } from '../../runtime/support/shape.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { numbersOf, scalarOf, tensorFrom, tensorOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { features, image, layerCases, sequence } from './cases/layers.js'
import { directionalSlopes, drawn } from '../support/numeric-gradient.js'
import { evaluate } from '../support/tensors.js'
import { sequenceOf } from '../support/training.js'

/** A layer alone over a batch of 5, all leaves fed. */
function build(
  { name, options, input }: (typeof layerCases)[number],
  training: boolean,
  batch: number | string = 5,
) {
  const graph = builder()
  const tree = sequenceOf(input, [[name, options ?? {}]])
  const element = input.type === 'code' ? 'int64' : 'float32'
  const x = graph.input('x', tensorType(element, [batch, ...input.shape]))
  const level = graph.constant(tensorOf('float32', [1], [0.3]))
  const leaves = { ...inputLeaves(training, graph), level }
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

describe.each(layerCases)('$name on $shape', (one) => {
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

  test('it infers the same on batches of any length', async () => {
    const results = await Promise.all(
      [5, 'rows'].map((batch) => {
        const { output, x, parameters, feeds } = build(one, false, batch)
        const given = Object.fromEntries(parameters.map(({ leaf, at }) => [leafName(leaf), at] as const))
        return evaluate([output], { ...feeds, ...given, x: x.at })
      }),
    )
    const [fixed = [], open = []] = results.map(([result]) => (result === undefined ? [] : numbersOf(result)))
    expect(open).toHaveLength(fixed.length)
    open.forEach((value, index) => expect(value).toBeCloseTo(fixed[index] ?? Number.NaN, 5))
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
    ['gru', { units: 2 }, features],
    ['lastStep', {}, features],
    ['lstm', { units: 2 }, image],
    ['onnx', { file: 'model.onnx' }, image],
    ['multiHeadAttention', { heads: 3 }, sequence],
    ['multiHeadAttention', { heads: 4, key_value_heads: 3 }, sequence],
    ['multiHeadAttention', { heads: 4, rotary: true }, sequence],
    ['multiHeadAttention', { heads: 2 }, features],
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
