import { describe, expect, test } from '@jest/globals'
import * as losses from '../../../../runtime/model/losses/index.js'
import type { Loss, LossContext } from '../../../../runtime/model/losses/loss.js'
import type { Options } from '../../../../runtime/model/options.js'
import { isZeroScale, scaleValue } from '../../../../runtime/model/scalars.js'
import { builder } from '../../../../runtime/tensor/builder.js'
import { tensorOf } from '../../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../../runtime/tensor/tensor-type.js'
import { directionalSlopes } from '../../../support/numeric-gradient.js'
import { numbersFrom } from '../../../support/tensors.js'

const rowsOf = (
  loss: Loss,
  options: Options,
  outputs: readonly (readonly number[])[],
  targets: readonly number[],
) => {
  const graph = builder()
  const width = outputs[0]?.length ?? 1
  const leaf = graph.input('outputs', tensorType('float32', [outputs.length, width]))
  const labels = graph.constant(
    tensorOf(loss.target === 'class' ? 'int64' : 'float32', [targets.length], targets),
  )
  const context: LossContext = {
    graph,
    scalar: (option) => graph.scalar(scaleValue(loss, options, option)),
    isZero: (option) => isZeroScale(loss, options, option),
  }
  return {
    value: loss.rows(options, leaf, labels, context),
    leaf,
    at: tensorOf('float32', [outputs.length, width], outputs.flat()),
  }
}

const logits = [
  [1, 2, 0.5],
  [-1, 0, 3],
]
const logSoftmax = (row: readonly number[]) => {
  const total = Math.log(row.reduce((sum, x) => sum + Math.exp(x), 0))
  return row.map((x) => x - total)
}

describe('losses', () => {
  test.each([
    ['plain', {}, [0, 2], (row: readonly number[], y: number) => -(logSoftmax(row)[y] ?? 0)],
    [
      'smoothed',
      { label_smoothing: 0.2 },
      [1, 0],
      (row: readonly number[], y: number) =>
        -logSoftmax(row).reduce((sum, log, k) => sum + (0.2 / 3 + (k === y ? 0.8 : 0)) * log, 0),
    ],
    [
      'weighted',
      { class_weights: [2, 1, 0.5] },
      [0, 2],
      (row: readonly number[], y: number) => -(logSoftmax(row)[y] ?? 0) * ([2, 1, 0.5][y] ?? 0),
    ],
  ] as const)('cross_entropy, %s', async (_, options, targets, wanted) => {
    const { value, leaf, at } = rowsOf(losses.crossEntropy, options, logits, targets)
    const found = await numbersFrom(value, { outputs: at })
    logits.forEach((row, index) => expect(found[index]).toBeCloseTo(wanted(row, targets[index] ?? 0), 5))
    const slopes = await directionalSlopes(value, [{ leaf, at }], {}, 0.005)
    expect(slopes.graph).toBeCloseTo(slopes.differences, 2)
  })

  test('binary_cross_entropy is exact at moderate logits and finite at huge ones', async () => {
    const outputs = [[0.3], [-1.2], [200], [-200]]
    const { value, leaf, at } = rowsOf(losses.binaryCrossEntropy, {}, outputs, [1, 0, 0, 1])
    const found = await numbersFrom(value, { outputs: at })
    expect(found[0]).toBeCloseTo(Math.log(1 + Math.exp(-0.3)), 5)
    expect(found[1]).toBeCloseTo(Math.log(1 + Math.exp(-1.2)), 5)
    expect(found.slice(2)).toEqual([200, 200])
    const slopes = await directionalSlopes(value, [{ leaf, at }], {}, 0.005)
    expect(slopes.graph / slopes.differences).toBeCloseTo(1, 2)
  })

  test('mse and huber against their definitions', async () => {
    const outputs = [[1.5], [-2], [0.25]]
    const targets = [1, 1, 0]
    const squared = await numbersFrom(rowsOf(losses.mse, {}, outputs, targets).value, {
      outputs: tensorOf('float32', [3, 1], outputs.flat()),
    })
    expect(squared).toEqual([0.25, 9, 0.0625])
    const robust = await numbersFrom(rowsOf(losses.huber, { delta: 0.5 }, outputs, targets).value, {
      outputs: tensorOf('float32', [3, 1], outputs.flat()),
    })
    expect(robust).toEqual([0.125, 1.375, 0.03125])
  })

  test('what a loss refuses, it refuses in words', () => {
    const signal = (...shape: number[]) => ({ shape, type: 'real' }) as const
    const classes = (count: number) => ({ kind: 'class', classes: count }) as const
    expect(losses.crossEntropy.refuses(signal(3), classes(3), {})).toBeUndefined()
    expect(losses.crossEntropy.refuses(signal(7), classes(3), {})).toContain('3 outputs')
    expect(losses.crossEntropy.refuses(signal(3), { kind: 'real' }, {})).toContain('class targets')
    for (const loss of [losses.crossEntropy, losses.focal]) {
      const options = { class_weights: [1, 2] }
      expect(loss.refuses(signal(2), classes(2), options)).toBeUndefined()
      expect(loss.refuses(signal(3), classes(3), options)).toContain("'class_weights' has 2")
    }
    const table = (...distributions: number[]) =>
      losses.klDivergence.refuses(signal(2), classes(2), { distributions })
    expect(table(0, 1, 3, 2)).toBeUndefined()
    expect(table(0, 1, 3, 2, 1)).toContain('2 × 2 weights')
    expect(table(0, 1, 0, 0)).toContain('that of label 1')
    expect(losses.hinge.refuses(signal(1), classes(2))).toBeUndefined()
    expect(losses.hinge.refuses(signal(1), classes(3))).toContain('3 outputs')
    expect(losses.gaussianNll.refuses(signal(1), { kind: 'real' })).toContain('two outputs')
    expect(losses.binaryCrossEntropy.refuses(signal(1), classes(2))).toBeUndefined()
    expect(losses.binaryCrossEntropy.refuses(signal(1), classes(3))).toContain('two classes')
    expect(losses.mse.refuses(signal(1), { kind: 'real' })).toBeUndefined()
    expect(losses.huber.refuses(signal(2), { kind: 'real' })).toContain('one output')
    expect(losses.mse.refuses(signal(1), classes(2))).toContain('real target')
  })

  test('predictions are probabilities that sum to one', async () => {
    const graph = builder()
    const three = graph.constant(tensorOf('float32', [2, 3], logits.flat()))
    const softmax = await numbersFrom(losses.crossEntropy.predict(three, graph))
    expect((softmax[0] ?? 0) + (softmax[1] ?? 0) + (softmax[2] ?? 0)).toBeCloseTo(1, 6)
    const one = graph.constant(tensorOf('float32', [2, 1], [0, 2]))
    const pair = await numbersFrom(losses.binaryCrossEntropy.predict(one, graph))
    expect(pair[0]).toBeCloseTo(0.5, 6)
    expect(pair[3]).toBeCloseTo(1 / (1 + Math.exp(-2)), 6)
  })
})
