// Losses whose outputs are parameters of a distribution: their extremes, and that metrics read what they predict.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../../runtime/autodiff/reverse.js'
import { fill } from '../../../../runtime/model/initializers/fill.js'
import { gaussianNll } from '../../../../runtime/model/losses/gaussian-nll.js'
import * as losses from '../../../../runtime/model/losses/index.js'
import { poissonNll } from '../../../../runtime/model/losses/poisson-nll.js'
import * as optimizers from '../../../../runtime/model/optimizers/index.js'
import { builder } from '../../../../runtime/tensor/builder.js'
import { tensorFrom, tensorOf } from '../../../../runtime/tensor/tensor.js'
import type { PreparedData } from '../../../../runtime/trial/prepared-data.js'
import { openSupervised } from '../../../../runtime/trial/supervised.js'
import { numbersFrom } from '../../../support/tensors.js'
import { resolved, requestFor, rowsFrom, sequenceOf, specifiedAs } from '../../../support/training.js'

/** Counts that grow with the first of two features. */
function counts(rows: number): PreparedData {
  const features = Float32Array.from({ length: 2 * rows }, (_, place) => ((place * 37) % 101) / 50 - 1)
  const targets = Float32Array.from({ length: rows }, (_, row) =>
    Math.floor(3 * ((features[2 * row] ?? 0) + 1)),
  )
  return {
    key: 'counts',
    features: tensorFrom('float32', [rows, 2], features),
    targets: tensorFrom('float32', [rows], targets),
    input: { shape: [2], type: 'real' },
    target: { kind: 'real' },
  }
}

test('gaussian_nll and its slopes are finite for every log variance', async () => {
  const graph = builder()
  const pairs = [-1e4, -200, -30, 0, 30, 1e4].flatMap((s) => [0.5, s])
  const outputs = graph.constant(tensorOf('float32', [6, 2], pairs))
  const targets = graph.constant(tensorOf('float32', [6], [0.5, 1, 1, 1, 1, 1]))
  const context = { graph, scalar: () => graph.scalar(1e-6), isZero: () => false }
  const rows = gaussianNll.rows({}, outputs, targets, context)
  const [slope = rows] = gradients(graph.reduceSum(rows), [outputs])
  const [values, slopes] = [await numbersFrom(rows), await numbersFrom(slope)]
  // At the least variance and without an error: ½·log(2π·10⁻⁶).
  expect(values[0]).toBeCloseTo(0.5 * Math.log(2e-6 * Math.PI), 4)
  expect([...values, ...slopes].filter((x) => !Number.isFinite(x))).toEqual([])
})

test('poisson_nll is not a number for what is no count', async () => {
  const graph = builder()
  const outputs = graph.constant(tensorOf('float32', [3, 1], [0, 1, 2]))
  const targets = graph.constant(tensorOf('float32', [3], [0, -1, 2]))
  const context = { graph, scalar: () => graph.scalar(0), isZero: () => false }
  const found = await numbersFrom(poissonNll.rows({}, outputs, targets, context))
  expect(found.map(Number.isNaN)).toEqual([false, true, false])
})

describe.each(['gaussianNll', 'poissonNll'] as const)('%s', (key) => {
  test('is trained, and metrics are about the value that the model predicts', async () => {
    const data = counts(64)
    const units = key === 'gaussianNll' ? 2 : 1
    const model = sequenceOf(data.input, [['affine', { units, initializer: resolved(fill, { value: 0.5 }) }]])
    const training = {
      loss: resolved(losses[key]),
      optimizer: resolved(optimizers.adam, { learning_rate: 0 }),
      batch_size: 8,
      epochs: 1,
    }
    const procedure = openSupervised(() => Promise.resolve(data), {
      directory: '.',
      device: 'cpu',
      metrics: ['mae', 'mse'],
      progress: () => undefined,
    })
    const [outcome] = await procedure.train([
      requestFor(specifiedAs(model, training), {
        rows: { train: rowsFrom(0, 48), measure: rowsFrom(48, 64) },
      }),
    ])
    await procedure.close()
    const features = Array.from(data.features.data, Number)
    const targets = Array.from(data.targets.data, Number)
    // Every output is half the sum of the features: it is the mean, or the logarithm of the rate.
    const errors = [...rowsFrom(48, 64)].map((row) => {
      const output = 0.5 * ((features[2 * row] ?? NaN) + (features[2 * row + 1] ?? NaN))
      return (targets[row] ?? NaN) - (key === 'gaussianNll' ? output : Math.exp(output))
    })
    const mean = (of: (error: number) => number) =>
      errors.reduce((sum, error) => sum + of(error), 0) / errors.length
    const measured = (metric: string) =>
      outcome?.measurements.find((each) => each.metric === metric && each.on === 'measure')?.value
    expect(outcome?.end).toBe('completed')
    expect(measured('mae')).toBeCloseTo(mean(Math.abs), 5)
    expect(measured('mse')).toBeCloseTo(
      mean((error) => error ** 2),
      5,
    )
  })
})
