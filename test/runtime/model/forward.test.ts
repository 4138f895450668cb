import { describe, expect, test } from '@jest/globals'
import { forward } from '../../../runtime/model/forward.js'
import { inputLeaves } from '../../../runtime/model/model-leaves.js'
import * as layers from '../../../runtime/model/layers/index.js'
import type { Options } from '../../../runtime/model/options.js'
import { formOf, paddedWidth } from '../../../runtime/model/population.js'
import type { LayerUse, ModuleTree } from '../../../runtime/space/module-tree.js'
import type { Signal } from '../../../runtime/support/shape.js'
import { batchGraph } from '../../../runtime/tensor/batch.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { numbersOf, scalarOf, tensorOf, type Tensor } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../support/tensors.js'
import { resolved, sequenceOf } from '../../support/training.js'

const row: Signal = { shape: [4], type: 'real' }

/** Outputs of a tree on rows, with fed leaves; in training also the states after the step. */
async function run(
  tree: ModuleTree,
  x: readonly number[],
  { training = false, feeds = {} }: { training?: boolean; feeds?: Readonly<Record<string, Tensor>> } = {},
) {
  const graph = builder()
  const batch = x.length / tree.input.shape.reduce((a, b) => a * b, 1)
  const input = graph.input('x', tensorType('float32', [batch, ...tree.input.shape]))
  const leaves = inputLeaves(training, graph)
  const output = forward(tree, input, leaves)
  const scales = [...leaves.scales.values()].map(
    ({ name, number }) => [name, scalarOf('float32', number)] as const,
  )
  const after = [...leaves.statistics.values()].flatMap(({ next }) => (next === undefined ? [] : [next]))
  const results = await evaluate([output, ...after], {
    x: tensorOf('float32', [batch, ...tree.input.shape], x),
    ...Object.fromEntries(scales),
    ...feeds,
  })
  return results.map(numbersOf)
}

const layer = (
  name: keyof typeof layers,
  input: Signal,
  options: Options = {},
  scope: string = name,
): LayerUse => ({
  kind: 'layer',
  layer: resolved(layers[name], options, scope),
  parameters: scope,
  input,
  output: layers[name].output(options, input),
})

describe('activations', () => {
  const x = [-30, -2, -0.5, 0, 0.3, 1, 4, 30]
  const sigmoid = (v: number) => 1 / (1 + Math.exp(-v))
  test.each([
    ['relu', {}, (v: number) => Math.max(v, 0)],
    ['tanh', {}, Math.tanh],
    ['sigmoid', {}, sigmoid],
    ['silu', {}, (v: number) => v * sigmoid(v)],
    ['softplus', {}, (v: number) => Math.log1p(Math.exp(-Math.abs(v))) + Math.max(v, 0)],
    ['softsign', {}, (v: number) => v / (1 + Math.abs(v))],
    ['mish', {}, (v: number) => v * Math.tanh(Math.log1p(Math.exp(v)))],
    ['hardTanh', {}, (v: number) => Math.min(1, Math.max(-1, v))],
    ['hardSigmoid', {}, (v: number) => Math.min(1, Math.max(0, v / 6 + 0.5))],
    ['hardSwish', {}, (v: number) => v * Math.min(1, Math.max(0, v / 6 + 0.5))],
    ['elu', { alpha: 0.5 }, (v: number) => (v > 0 ? v : 0.5 * Math.expm1(v))],
    ['selu', {}, (v: number) => 1.0507009873554805 * (v > 0 ? v : 1.6732632423543772 * Math.expm1(v))],
    ['leakyRelu', { slope: 0.1 }, (v: number) => (v > 0 ? v : 0.1 * v)],
    ['identity', {}, (v: number) => v],
  ] as const)('%s follows its formula', async (name, options, formula) => {
    const [found] = await run(layer(name, { shape: [8], type: 'real' }, options), x)
    x.forEach((value, index) => expect(found?.[index]).toBeCloseTo(formula(value), 4))
  })

  test('gelu equals published values of x·Φ(x)', async () => {
    const [found] = await run(layer('gelu', row), [-1, 0, 1, 2])
    ;[-0.158655, 0, 0.841345, 1.9545].forEach((value, index) => expect(found?.[index]).toBeCloseTo(value, 4))
  })
})

describe('batch normalization', () => {
  const feeds = {
    'batchNorm.mean': tensorOf('float32', [2], [1, 0]),
    'batchNorm.variance': tensorOf('float32', [2], [4, 1]),
    'batchNorm.gain': tensorOf('float32', [2], [1, 2]),
    'batchNorm.shift': tensorOf('float32', [2], [0, 1]),
  }
  const use = layer('batchNorm', { shape: [2], type: 'real' }, { epsilon: 1e-12, momentum: 0.5 })
  const x = [1, 0, 3, 4, 5, 8]

  test('training uses the batch and moves the running statistics', async () => {
    const [y, mean, variance] = await run(use, x, { training: true, feeds })
    const unit = Math.sqrt(1.5)
    ;[-unit, 1 - 2 * unit, 0, 1, unit, 1 + 2 * unit].forEach((value, index) =>
      expect(y?.[index]).toBeCloseTo(value, 4),
    )
    expect(mean).toEqual([2, 2])
    expect(variance?.[0]).toBeCloseTo(0.5 * 4 + 0.5 * 4, 5)
    expect(variance?.[1]).toBeCloseTo(0.5 * 1 + 0.5 * 16, 5)
  })

  test('inference uses the running statistics, row by row', async () => {
    const [y] = await run(use, x, { feeds })
    ;[0, 1, 1, 9, 2, 17].forEach((value, index) => expect(y?.[index]).toBeCloseTo(value, 4))
  })
})

describe('dropout', () => {
  const wide: Signal = { shape: [4096], type: 'real' }
  const drop = (seed: number, step: number, rate = 0.25, training = true) =>
    run(layer('dropout', wide, { rate }), new Array<number>(4096).fill(3), {
      training,
      feeds: training ? { seed: scalarOf('uint32', seed), step: scalarOf('uint32', step) } : {},
    })

  test('keeps the stated share, scaled so that the expectation stays', async () => {
    const [y = []] = await drop(1, 0)
    const kept = y.filter((value) => value !== 0)
    expect(new Set(kept.map((value) => value.toFixed(4)))).toEqual(new Set(['4.0000']))
    // Four standard deviations of a binomial share at n = 4096.
    expect(Math.abs(kept.length / 4096 - 0.75)).toBeLessThan(4 * Math.sqrt((0.75 * 0.25) / 4096))
  })

  test('the mask depends on seed and step, and on nothing else', async () => {
    const [first] = await drop(1, 0)
    expect((await drop(1, 0))[0]).toEqual(first)
    expect((await drop(1, 1))[0]).not.toEqual(first)
    expect((await drop(2, 0))[0]).not.toEqual(first)
  })

  test('outside training nothing is dropped', async () => {
    const [y = []] = await drop(1, 0, 0.25, false)
    expect(new Set(y)).toEqual(new Set([3]))
  })

  test('two uses of dropout in one model draw different masks', async () => {
    const once = layer('dropout', wide, { rate: 0.5 }, 'one')
    const both: ModuleTree = {
      kind: 'parallel',
      branches: [once, once],
      merge: 'mean',
      input: wide,
      output: wide,
    }
    const [y = []] = await run(both, new Array<number>(4096).fill(1), {
      training: true,
      feeds: { seed: scalarOf('uint32', 1), step: scalarOf('uint32', 0) },
    })
    expect(new Set(y)).toEqual(new Set([0, 1, 2]))
  })
})

describe('wiring', () => {
  test('a residual pads the short side with zeros at the end', async () => {
    const body = layer('affine', row, { units: 6 })
    const tree: ModuleTree = { kind: 'residual', body, input: row, output: { shape: [6], type: 'real' } }
    const feeds = {
      'affine.weights': tensorOf('float32', [4, 6], new Array<number>(24).fill(0)),
      'affine.bias': tensorOf('float32', [6], [10, 20, 30, 40, 50, 60]),
    }
    expect(await run(tree, [1, 2, 3, 4], { feeds })).toEqual([[11, 22, 33, 44, 50, 60]])
  })

  test('a residual of different ranks flattens both', async () => {
    const image: Signal = { shape: [1, 2, 2], type: 'real' }
    const tree: ModuleTree = { kind: 'residual', body: layer('flatten', image), input: image, output: row }
    expect(await run(tree, [1, 2, 3, 4])).toEqual([[2, 4, 6, 8]])
  })

  test.each([
    ['add', [4, 3, -1, 8]],
    ['mean', [2, 1.5, -0.5, 4]],
    ['multiply', [4, 2.25, 0, 16]],
    ['max', [2, 1.5, 0, 4]],
    ['concat', [2, 1.5, -1, 4, 2, 1.5, 0, 4]],
  ] as const)('branches are merged by %s', async (merge, wanted) => {
    const branches = [layer('identity', row), layer('relu', row)]
    const output: Signal = merge === 'concat' ? { shape: [8], type: 'real' } : row
    const tree: ModuleTree = { kind: 'parallel', branches, merge, input: row, output }
    const [found = []] = await run(tree, [2, 1.5, -1, 4])
    expect(found.map((value) => value + 0)).toEqual(wanted)
  })

  test('images are joined along their channels', async () => {
    const image: Signal = { shape: [1, 1, 2], type: 'real' }
    const branches = [layer('identity', image), layer('relu', image)]
    const tree: ModuleTree = {
      kind: 'parallel',
      branches,
      merge: 'concat',
      input: image,
      output: { shape: [2, 1, 2], type: 'real' },
    }
    expect(await run(tree, [-1, 5])).toEqual([[-1, 5, 0, 5]])
  })

  test('two uses of one scope share their weights', () => {
    const graph = builder()
    const leaves = inputLeaves(true, graph)
    const square = layer('affine', row, { units: 4 }, 'shared')
    forward(
      { kind: 'sequence', children: [square, square], input: row, output: row },
      graph.input('x', tensorType('float32', [2, 4])),
      leaves,
    )
    expect([...leaves.parameters.keys()]).toEqual(['shared.weights', 'shared.bias'])
  })

  test('sharing weights of different shapes is refused with the name', () => {
    const graph = builder()
    const narrow = layer('affine', row, { units: 2, bias: false }, 'shared')
    const back = layer('affine', { shape: [2], type: 'real' }, { units: 4, bias: false }, 'shared')
    const tree: ModuleTree = { kind: 'sequence', children: [narrow, back], input: row, output: row }
    const x = graph.input('x', tensorType('float32', [2, 4]))
    expect(() => forward(tree, x, inputLeaves(true, graph))).toThrow("shared parameter 'shared.weights'")
  })

  test('every node of a layer says where it comes from', () => {
    const graph = builder()
    const use = {
      ...layer('relu', row),
      layer: { ...resolved(layers.relu, {}, 'block.relu'), at: 'specs/a.yaml:3:5' },
    }
    const value = forward(use, graph.input('x', tensorType('float32', [1, 4])), inputLeaves(true, graph))
    expect(value.node.origin).toBe('block.relu (specs/a.yaml:3:5)')
  })
})

describe('population form', () => {
  const mlp = sequenceOf(row, [['affine', { units: 8 }], ['dropout'], ['affine', { units: 2 }]])
  const conv = sequenceOf({ shape: [1, 8, 8], type: 'real' }, [
    ['conv2d', { filters: 2 }],
    ['flatten'],
    ['affine', { units: 2 }],
  ])

  test('small models run as populations, large ones alone, and those with windows or recurrence sooner', () => {
    expect(formOf(mlp, 1000, 32)).toEqual({ kind: 'population', cap: 32 })
    expect(formOf(mlp, 117_000, 32)).toEqual({ kind: 'population', cap: 8 })
    expect(formOf(mlp, 1_000_000, 64)).toEqual({ kind: 'single', cap: 1 })
    expect(formOf(mlp, 1000, 32, 5_000_000)).toEqual({ kind: 'single', cap: 1 })
    expect(formOf(conv, 1000, 32)).toEqual({ kind: 'population', cap: 32 })
    expect(formOf(conv, 10_000, 32)).toEqual({ kind: 'population', cap: 8 })
    expect(formOf(conv, 117_000, 32)).toEqual({ kind: 'single', cap: 1 })
    const inside: ModuleTree = { kind: 'residual', body: conv, input: conv.input, output: conv.output }
    expect(formOf(inside, 117_000, 32)).toEqual({ kind: 'single', cap: 1 })
    const gru = sequenceOf({ shape: [5, 3], type: 'real' }, [['gru', { units: 4, return: 'last' }]])
    expect(formOf(gru, 10_000, 32)).toEqual({ kind: 'population', cap: 32 })
    expect(formOf(gru, 50_000, 32)).toEqual({ kind: 'population', cap: 8 })
    expect(formOf(gru, 117_000, 32)).toEqual({ kind: 'single', cap: 1 })
  })

  test('a lone training is padded to two, others to a power of two', () => {
    expect([1, 2, 3, 5, 8, 9, 32].map(paddedWidth)).toEqual([2, 2, 4, 8, 8, 16, 32])
  })

  test('each slot of a population draws the mask that the seed of its member draws alone', async () => {
    const graph = builder()
    const leaves = inputLeaves(true, graph)
    const x = graph.input('x', tensorType('float32', [3, 4]))
    const y = forward(layer('dropout', row), x, leaves)
    const wide = batchGraph([y], new Set(['seed']), 2)
    const feeds = {
      x: tensorOf('float32', [3, 4], new Array<number>(12).fill(1)),
      step: scalarOf('uint32', 5),
    }
    const rate = { 'scale.dropout.rate': scalarOf('float32', 0.5) }
    const [both] = await evaluate(
      wide.outputs.map(({ value }) => value),
      { ...feeds, ...rate, seed: tensorOf('uint32', [2], [7, 9]) },
    )
    const alone = []
    for (const seed of [7, 9])
      alone.push(...(await evaluate([y], { ...feeds, ...rate, seed: scalarOf('uint32', seed) })))
    expect(both === undefined ? [] : numbersOf(both)).toEqual(alone.flatMap(numbersOf))
  })
})
