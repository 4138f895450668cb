import { expect, test } from '@jest/globals'
import { best, bestMean, oneStandardError } from '../../../runtime/protocols/select/index.js'

const trials = [
  { trial: 0, values: [0.8, 0.8, 0.8], parameters: 10 },
  { trial: 1, values: [0.9, 0.8, 0.85], parameters: 500 },
  { trial: 2, values: [0.95], parameters: 300 },
  { trial: 3, values: [], parameters: 1 },
  { trial: 4, values: [0.84, 0.84, 0.84], parameters: 100 },
]

test('best takes the highest mean of what finished', () => {
  expect(best(trials, 'maximize')).toBe(2)
  expect(best(trials, 'minimize')).toBe(0)
})

test('best_mean compares only trials whose trainings all finished', () => {
  expect(bestMean(trials, 'maximize')).toBe(1)
})

test('one_standard_error takes the cheapest that is close enough', () => {
  // Of the full trials 1 is best: mean 0.85, s = 0.05, s/√3 = 0.0289, so 0.8211 and more will do.
  const full = trials.filter(({ values }) => values.length === 3)
  expect(oneStandardError(full, 'maximize')).toBe(4)
})

test('ties go to the cheaper, then to the earlier; unknown cost is last', () => {
  const tied = [
    { trial: 5, values: [1] },
    { trial: 6, values: [1], parameters: 7 },
    { trial: 4, values: [1], parameters: 9 },
    { trial: 7, values: [1], parameters: 7 },
  ]
  for (const rule of [best, bestMean, oneStandardError]) expect(rule(tied, 'minimize')).toBe(6)
})

test('no value, no winner; values that are not finite do not count', () => {
  for (const rule of [best, bestMean, oneStandardError]) {
    expect(rule([], 'maximize')).toBeUndefined()
    expect(rule([{ trial: 0, values: [Number.NaN] }], 'maximize')).toBeUndefined()
    expect(
      rule(
        [
          { trial: 0, values: [Infinity] },
          { trial: 1, values: [0] },
        ],
        'maximize',
      ),
    ).toBe(1)
  }
})
