// The Fréchet distance against its closed forms.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { classifierOf, learn, scoresOf, unitsOf } from '../../../runtime/metrics/frechet/classifier.js'
import { featuresOf, featureWidth, trainedClassifier } from '../../../runtime/metrics/frechet/features.js'
import { frechetDistance, gaussianOf, type Gaussian } from '../../../runtime/metrics/frechet/gaussians.js'
import { frechetDistance as metric } from '../../../runtime/metrics/index.js'
import { randomStream } from '../../../runtime/support/random.js'

const diagonal = (mean: readonly number[], variances: readonly number[]): Gaussian => ({
  mean: Float64Array.from(mean),
  covariance: Float64Array.from({ length: variances.length ** 2 }, (_, place) =>
    place % (variances.length + 1) === 0 ? (variances[place % variances.length] ?? 0) : 0,
  ),
})

/** The plane turned by an angle. */
function turned({ mean, covariance }: Gaussian, angle: number): Gaussian {
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const [[m = 0, n = 0], [a = 0, b = 0, , d = 0]] = [mean, covariance]
  return {
    mean: Float64Array.of(c * m - s * n, s * m + c * n),
    covariance: Float64Array.of(
      c * c * a - 2 * c * s * b + s * s * d,
      c * s * (a - d) + (c * c - s * s) * b,
      c * s * (a - d) + (c * c - s * s) * b,
      s * s * a + 2 * c * s * b + c * c * d,
    ),
  }
}

const numbers = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 })
const variances = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 3, maxLength: 3 })

describe('between two Gaussians', () => {
  test('of independent entries it is Σ (m₁ − m₂)² + (s₁ − s₂)²', () => {
    fc.assert(
      fc.property(numbers, numbers, variances, variances, (m, n, v, w) => {
        const expected = m.reduce(
          (sum, mean, i) =>
            sum + (mean - (n[i] ?? 0)) ** 2 + (Math.sqrt(v[i] ?? 0) - Math.sqrt(w[i] ?? 0)) ** 2,
          0,
        )
        expect(frechetDistance(diagonal(m, v), diagonal(n, w))).toBeCloseTo(expected, 6)
      }),
    )
  })

  test('of two dimensions it is tr C₁ + tr C₂ − 2·√(tr C₁C₂ + 2·√(det C₁C₂))', () => {
    const [left, right] = [turned(diagonal([0, 0], [4, 1]), 0.3), turned(diagonal([1, 2], [2, 9]), 1.1)]
    const both = [0, 1, 2, 3].reduce(
      (sum, i) => sum + (left.covariance[i] ?? 0) * (right.covariance[i] ?? 0),
      0,
    )
    const apart = right.mean.reduce((sum, one) => sum + one * one, 0)
    const expected = apart + 5 + 11 - 2 * Math.sqrt(both + 2 * Math.sqrt(4 * 18))
    expect(frechetDistance(left, right)).toBeCloseTo(expected, 10)
  })

  test('does not change where both are turned, is symmetric, and 0 to itself', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 6, noNaN: true }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        (one, other) => {
          const [left, right] = [
            turned(diagonal([1, 2], [3, 0.5]), one),
            turned(diagonal([0, 1], [1, 2]), other),
          ]
          const distance = frechetDistance(left, right)
          expect(frechetDistance(turned(left, 0.7), turned(right, 0.7))).toBeCloseTo(distance, 9)
          expect(frechetDistance(right, left)).toBeCloseTo(distance, 9)
          expect(frechetDistance(left, left)).toBeCloseTo(0, 9)
        },
      ),
    )
  })
})

test('the Gaussian of rows has their mean and covariance', () => {
  const { mean, covariance } = gaussianOf([1, 2, 3, 6, 5, 7], 2)
  expect(Array.from(mean)).toEqual([3, 5])
  expect(Array.from(covariance)).toEqual([4, 5, 5, 7])
})

describe('features', () => {
  // Two clouds of 8 numbers, told apart by their first.
  const random = randomStream('frechet test')
  const classes = Array.from({ length: 200 }, (_, row) => row % 2)
  const rows = classes.flatMap((code) =>
    Array.from({ length: 8 }, (_, i) => random.normal() * 0.3 + (i === 0 ? code : 0)),
  )

  test('are the same for the same data, and 64 numbers that are not negative', () => {
    const [first, second] = [1, 2].map(() => featuresOf(trainedClassifier(rows, classes, 8), rows))
    expect(first).toEqual(second)
    expect(first).toHaveLength(200 * featureWidth)
    expect(first?.every((value) => value >= 0)).toBe(true)
  })

  test('come from a classifier that tells opposite corners of a square apart, as no linear one does', () => {
    const corners = Array.from({ length: 600 }, () => [random.normal(), random.normal()]).flat()
    const codes = Array.from({ length: 600 }, (_, row) =>
      Number((corners[2 * row] ?? 0) * (corners[2 * row + 1] ?? 0) > 0),
    )
    const classifier = trainedClassifier(corners, codes, 2)
    const right = codes.filter((code, row) => {
      const [none = 0, one = 0] = scoresOf(classifier, unitsOf(classifier, corners, 2 * row))
      return Number(one > none) === code
    })
    expect(right.length / 600).toBeGreaterThan(0.9)
  })

  test('are learnt by gradients that equal central differences', () => {
    const classifier = classifierOf(3, 5, 4, random.derive('classifier'))
    const row = [0.3, -1.2, 0.7]
    const loss = () => {
      const scores = scoresOf(classifier, unitsOf(classifier, row, 0))
      return Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0)) - (scores[2] ?? 0)
    }
    learn(classifier, row, 0, 2, 1)
    for (const { weights, gradient } of [classifier.hidden, classifier.head]) {
      weights.forEach((weight, place) => {
        const [above, below] = [1e-5, -1e-5].map((shift) => {
          weights[place] = weight + shift
          return loss()
        })
        weights[place] = weight
        expect(gradient[place]).toBeCloseTo(((above ?? 0) - (below ?? 0)) / 2e-5, 7)
      })
    }
  })

  test('the metric is 0 for the data themselves, in batches of any size, and grows as samples move away', () => {
    const measured = (samples: readonly number[], size: number) => {
      const accumulator = metric.start()
      for (let start = 0; start < classes.length; start += size) {
        const part = (values: readonly number[]) => values.slice(8 * start, 8 * (start + size))
        accumulator.add(
          { values: part(samples), data: part(rows), width: 8 },
          classes.slice(start, start + size),
        )
      }
      return accumulator.value()
    }
    expect(measured(rows, 200)).toBeCloseTo(0, 6)
    const moved = (by: number) =>
      measured(
        rows.map((value) => value + by),
        64,
      )
    expect(moved(0.2)).toBeGreaterThan(0.01)
    expect(moved(0.5)).toBeGreaterThan(moved(0.2))
    expect(metric.start().value()).toBeNaN()
  })
})
