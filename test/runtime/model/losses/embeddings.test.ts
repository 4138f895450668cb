// Losses of embeddings: batches with nothing to compare, trainings, what is measured and exported, what comparing rows takes.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../../runtime/autodiff/reverse.js'
import * as losses from '../../../../runtime/model/losses/index.js'
import type { Loss } from '../../../../runtime/model/losses/loss.js'
import { evaluationBytes, trainingBytes } from '../../../../runtime/model/memory.js'
import { comparisonFlops } from '../../../../runtime/model/population.js'
import { recipeOf } from '../../../../runtime/model/recipe.js'
import { scaleValue } from '../../../../runtime/model/scalars.js'
import type { Options } from '../../../../runtime/model/options.js'
import { builder } from '../../../../runtime/tensor/builder.js'
import { tensorOf } from '../../../../runtime/tensor/tensor.js'
import { openSupervised } from '../../../../runtime/trial/supervised.js'
import * as optimizers from '../../../../runtime/model/optimizers/index.js'
import { numbersFrom } from '../../../support/tensors.js'
import {
  clouds,
  context,
  requestFor,
  resolved,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../../../support/training.js'

const members: readonly (readonly [string, Loss, Options])[] = [
  ['supervised_contrastive', losses.supervisedContrastive, {}],
  ['info_nce', losses.infoNce, {}],
  ['triplet, hard', losses.triplet, {}],
  ['triplet, all', losses.triplet, { mining: 'all' }],
]

/** Loss of each row and its gradient. */
async function costs(
  loss: Loss,
  options: Options,
  vectors: readonly (readonly number[])[],
  codes: readonly number[],
) {
  const graph = builder()
  const outputs = graph.constant(tensorOf('float32', [vectors.length, 2], vectors.flat()))
  const targets = graph.constant(tensorOf('int64', [codes.length], codes))
  const rows = loss.rows(options, outputs, targets, {
    graph,
    scalar: (option) => graph.scalar(scaleValue(loss, options, option)),
    isZero: () => false,
  })
  const [slope = rows] = gradients(graph.reduceSum(rows), [outputs])
  return { values: await numbersFrom(rows), slopes: await numbersFrom(slope) }
}

const data = clouds(96)
const model = sequenceOf(data.input, [['affine', { units: 8 }], ['tanh'], ['affine', { units: 3 }]])
const trainedBy = (loss: Loss, options: Options, more: Options = {}) =>
  specifiedAs(model, {
    loss: resolved(loss, options),
    optimizer: resolved(optimizers.adam, { learning_rate: 0.02 }),
    batch_size: 16,
    epochs: 8,
    ...more,
  })

describe.each(members)('%s', (_, loss, options) => {
  test('costs nothing where a row has no other of its class, and is finite where vectors are equal or zero', async () => {
    const alone = await costs(loss, options, [[1, 0], [0, 1], [1, 1]], [0, 1, 2]) // prettier-ignore
    expect(alone.values.map(Math.abs)).toEqual([0, 0, 0])
    const odd = await costs(loss, options, [[0, 0], [1, 2], [1, 2], [1, 2], [0, 0]], [0, 0, 0, 1, 1]) // prettier-ignore
    expect([...odd.values, ...odd.slopes].filter((x) => !Number.isFinite(x))).toEqual([])
  })

  test('falls in a training, and nothing is measured that needs class scores', async () => {
    const procedure = openSupervised(() => Promise.resolve(data), context)
    const [outcome] = await procedure.train([
      requestFor(trainedBy(loss, options), { rows: { train: rowsFrom(0, 64), select: rowsFrom(64, 96) } }),
    ])
    await procedure.close()
    const measured = outcome?.measurements ?? []
    expect(outcome?.end).toBe('completed')
    expect(new Set(measured.map(({ metric }) => metric))).toEqual(new Set(['loss']))
    const course = measured.filter(({ on }) => on === 'select').map(({ value }) => value)
    expect(course).toHaveLength(8)
    expect(course.at(-1)).toBeLessThan(0.8 * (course[0] ?? NaN))
  })
})

test('comparing rows counts as work and memory: by the square of the batch, or its cube for all triplets', () => {
  const recipe = (mining: string, batch: number) =>
    recipeOf(trainedBy(losses.triplet, { mining }, { batch_size: batch }), 1000)
  expect(comparisonFlops(recipe('hard', 100))).toBe(8 * 100)
  expect(comparisonFlops(recipe('all', 100))).toBe(8 * 100 ** 2)
  expect(comparisonFlops({ batch: 100, loss: { definition: losses.crossEntropy, options: {} } })).toBe(0)
  expect(trainingBytes(recipe('all', 500), 100, 0)).toBeGreaterThan(4 * 500 ** 3)
  expect(trainingBytes(recipe('hard', 500), 100, 0)).toBeLessThan(4 * 500 ** 3)
  expect(evaluationBytes(recipe('all', 16), 100, 256)).toBeGreaterThan(4 * 256 ** 3)
})
