import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as metrics from '../../../runtime/metrics/index.js'
import type { Accumulator, MetricDefinition } from '../../../runtime/metrics/metric.js'

/** Value over rows of scores, fed in batches of `size`. */
const measure = (
  metric: MetricDefinition,
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  size = rows.length,
): number => {
  const accumulator = metric.start()
  for (let from = 0; from < rows.length; from += size) {
    const batch = rows.slice(from, from + size)
    const values = Float64Array.from(batch.flat())
    accumulator.add({ values, width: rows[0]?.length ?? 1 }, targets.slice(from, from + size))
  }
  return accumulator.value()
}
const startOf = (metric: MetricDefinition): Accumulator => metric.start()
const logits = (...probabilities: readonly number[]): readonly number[] => probabilities.map(Math.log)

// Three classes; predictions 0, 0, 1, 2, 1 for targets 0, 1, 1, 2, 2.
const scores = [
  logits(0.7, 0.2, 0.1),
  logits(0.5, 0.3, 0.2),
  logits(0.1, 0.8, 0.1),
  logits(0.2, 0.2, 0.6),
  logits(0.1, 0.6, 0.3),
]
const targets = [0, 1, 1, 2, 2]

describe('by hand, on five examples of three classes', () => {
  test.each([
    ['accuracy', metrics.accuracy, 3 / 5],
    // Recalls 1, 1/2, 1/2.
    ['balanced_accuracy', metrics.balancedAccuracy, 2 / 3],
    // F1: 2·1/(1+2), 2·1/(2+2), 2·1/(2+1).
    ['f1_macro', metrics.f1Macro, (2 / 3 + 1 / 2 + 2 / 3) / 3],
    [
      'log_loss',
      metrics.logLoss,
      -(Math.log(0.7) + Math.log(0.3) + Math.log(0.8) + Math.log(0.6) + Math.log(0.3)) / 5,
    ],
    // .09+.04+.01 = .14, .25+.49+.04 = .78, .01+.04+.01 = .06, .04+.04+.16 = .24, .01+.36+.49 = .86
    ['brier', metrics.brier, (0.14 + 0.78 + 0.06 + 0.24 + 0.86) / 5],
    // 0: .7 above .5 .1 .2 .1: 4/4. 1: .3, .8 against .2 .2 .6: 2/3 + 1, of 6 pairs 5. 2: .6 .3 against .1 .2 .1: all.
    ['auroc', metrics.auroc, (1 + 5 / 6 + 1) / 3],
  ] as const)('%s', (_, metric, expected) => {
    expect(measure(metric, scores, targets)).toBeCloseTo(expected, 12)
    expect(measure(metric, scores, targets, 2)).toBeCloseTo(expected, 12)
  })
})

describe('by hand, for real predictions', () => {
  // The example of scikit-learn's documentation of r2_score and mean_squared_error.
  const predicted = [[2.5], [0], [2], [8]]
  const actual = [3, -0.5, 2, 7]
  test.each([
    ['mse', metrics.mse, 0.375],
    ['rmse', metrics.rmse, Math.sqrt(0.375)],
    ['mae', metrics.mae, 0.5],
    ['r2', metrics.r2, 0.9486081370449679],
  ] as const)('%s', (_, metric, expected) => {
    expect(measure(metric, predicted, actual)).toBeCloseTo(expected, 12)
    expect(measure(metric, predicted, actual, 3)).toBeCloseTo(expected, 12)
  })

  test('r2 is exact far from 0, and undefined for a constant target', () => {
    const shifted = actual.map((value) => value + 1e8)
    expect(
      measure(
        metrics.r2,
        predicted.map(([value = 0]) => [value + 1e8]),
        shifted,
      ),
    ).toBeCloseTo(0.9486081370449679, 6)
    expect(measure(metrics.r2, predicted, [1, 1, 1, 1])).toBeNaN()
  })
})

describe('binary scores', () => {
  test('auroc of two classes counts pairs, ties half', () => {
    // Positives .35, .8 against negatives .1, .4: 3 of 4 pairs (scikit-learn's own example).
    expect(measure(metrics.auroc, [[0.1], [0.4], [0.35], [0.8]], [0, 0, 1, 1])).toBe(0.75)
    expect(measure(metrics.auroc, [[1], [1], [1], [1]], [0, 0, 1, 1])).toBe(0.5)
    expect(
      measure(
        metrics.auroc,
        [
          [0, 0.1],
          [0, 0.4],
          [0, 0.35],
          [0, 0.8],
        ],
        [0, 0, 1, 1],
      ),
    ).toBe(0.75)
  })

  test('a lone score is that of class 1', () => {
    expect(measure(metrics.accuracy, [[-1], [2], [0]], [0, 1, 0])).toBe(1)
    expect(measure(metrics.logLoss, [[0]], [1])).toBeCloseTo(Math.log(2), 12)
  })

  test('auroc equals the share of ordered pairs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 1 })), { minLength: 2 }),
        (rows) => {
          const positives = rows.filter(([, target]) => target === 1)
          const negatives = rows.filter(([, target]) => target === 0)
          const won = positives.flatMap(([a]) =>
            negatives.map(([b]): number => (a > b ? 1 : a === b ? 0.5 : 0)),
          )
          const value = measure(
            metrics.auroc,
            rows.map(([score]) => [score]),
            rows.map(([, target]) => target),
          )
          if (won.length === 0) expect(value).toBeNaN()
          else expect(value).toBeCloseTo(won.reduce((sum, one) => sum + one, 0) / won.length, 12)
        },
      ),
      { seed: 5 },
    )
  })
})

const all: readonly MetricDefinition[] = Object.values(metrics)

describe('edges', () => {
  test('huge scores overflow nothing', () => {
    expect(measure(metrics.logLoss, [[1000, -1000]], [0])).toBe(0)
    expect(measure(metrics.logLoss, [[1000, -1000]], [1])).toBe(2000)
  })

  test('no example gives no value', () => {
    for (const metric of all) expect(metric.start().value()).toBeNaN()
  })

  test('loss weighs batches by their size; model metrics are constants', () => {
    const loss = startOf(metrics.loss)
    loss.add({ values: [0, 0, 0], width: 1, loss: 1 }, [0, 0, 0])
    loss.add({ values: [0], width: 1, loss: 5 }, [0])
    expect(loss.value()).toBe(2)
    expect(metrics.parameters.start({ parameters: 12 }).value()).toBe(12)
    expect(metrics.flops.start({ flops: 34 }).value()).toBe(34)
    expect(metrics.trainedNumbers.start({ trainedNumbers: 5 }).value()).toBe(5)
  })

  test('values stay within declared bounds', () => {
    const bounded = all.flatMap(({ bounds, ...metric }) =>
      bounds === undefined ? [] : [{ ...metric, bounds }],
    )
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.array(fc.float({ noNaN: true, min: -50, max: 50 }), { minLength: 3, maxLength: 3 }),
            fc.integer({ min: 0, max: 2 }),
          ),
          {
            minLength: 3,
          },
        ),
        (rows) => {
          for (const metric of bounded) {
            const value = measure(
              metric,
              rows.map(([row]) => row),
              rows.map(([, target]) => target),
            )
            if (Number.isNaN(value)) continue
            expect(value).toBeGreaterThanOrEqual(metric.bounds[0])
            expect(value).toBeLessThanOrEqual(metric.bounds[1] + 1e-9)
          }
        },
      ),
      { seed: 6 },
    )
  })
})
