// Looks at an evaluation pool.
import { expect, test } from '@jest/globals'
import { countLooks } from '../../../runtime/report/looks.js'
import { inventedResult } from '../../support/outcome.js'

const result = inventedResult()
const another = { ...result, result_digest: 'other' }

test('every other result on the same pool is a look, this one is the first', () => {
  expect(countLooks(result, [])).toBe(1)
  expect(countLooks(result, [another, { ...result, result_digest: 'third' }])).toBe(3)
})

test('the same result read again is no further look', () => {
  expect(countLooks(result, [result, result, another, another])).toBe(2)
})

test('another seed, other data or a run that never evaluated do not count', () => {
  const tuned = result.measurements.filter(({ phase }) => phase === 'tune')
  expect(
    countLooks(result, [
      { ...another, seed: 9 },
      { ...another, data: [] },
      { ...another, measurements: tuned },
    ]),
  ).toBe(1)
})

test('without data of ours there is no pool to count', () => {
  expect(countLooks({ ...result, data: [] }, [])).toBeUndefined()
})
