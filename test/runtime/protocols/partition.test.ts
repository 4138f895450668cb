import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { DataDescriptor } from '../../../schemas/data-descriptor.js'
import { partition, type By } from '../../../runtime/protocols/partition.js'
import type { Rows } from '../../../runtime/protocols/protocol.js'
import { randomStream } from '../../../runtime/support/random.js'
import { describeRows } from '../../support/descriptors.js'

const allRows = (data: DataDescriptor): Rows => Uint32Array.from({ length: data.rows }, (_, row) => row)

const split = (data: DataDescriptor, fractions: readonly number[], by: By, seed = 1): readonly Rows[] =>
  partition({ data, rows: allRows(data), fractions, by }, randomStream(seed, 'test'))

/** Two to four fractions in tenths that sum to 1. */
const fractions = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 2, maxLength: 4 })
  .map((tenths) => tenths.map((tenth) => tenth / tenths.reduce((sum, other) => sum + other, 0)))

const check = (property: fc.IProperty<never> | fc.IRawProperty<unknown>): void => {
  fc.assert(property as fc.IProperty<unknown>, { seed: 17, numRuns: 150 })
}

describe('every way of splitting', () => {
  test('gives disjoint, ascending parts that cover all rows, the same for one seed', () => {
    check(
      fc.property(
        fc.integer({ min: 4, max: 120 }),
        fractions,
        fc.constantFrom<By>('random', 'stratified', 'group', 'time'),
        fc.integer({ min: 1, max: 6 }),
        fc.integer(),
        (rows, shares, by, kinds, seed) => {
          const data = describeRows(rows, {
            classes: (row) => (row * 7) % kinds,
            groups: (row) => (row * 5) % (kinds + 3),
            times: (row) => (row * 3) % 11,
            contents: (row) => row - (row % 2),
          })
          const parts = split(data, shares, by, seed)
          expect([...parts].flatMap((part) => [...part]).sort((a, b) => a - b)).toEqual([...allRows(data)])
          for (const part of parts) expect([...part]).toEqual([...part].sort((a, b) => a - b))
          expect(split(data, shares, by, seed)).toEqual(parts)
        },
      ),
    )
  })
})

describe('random', () => {
  test('sizes are exact by largest remainders, and another seed gives other parts', () => {
    const data = describeRows(101)
    const parts = split(data, [0.5, 0.3, 0.2], 'random')
    // 50.5, 30.3 and 20.2: the largest remainder is the first.
    expect(parts.map((part) => part.length)).toEqual([51, 30, 20])
    expect(split(data, [0.5, 0.3, 0.2], 'random', 2)[0]).not.toEqual(parts[0])
  })

  test('what fractions leave of 1 is used by no part', () => {
    expect(split(describeRows(100), [0.5, 0.2], 'random').map((part) => part.length)).toEqual([50, 20])
  })

  test('each row is as likely in each part as its fraction says', () => {
    const data = describeRows(10)
    const counts = new Array<number>(10).fill(0)
    for (let seed = 0; seed < 2000; seed += 1) {
      for (const row of split(data, [0.3, 0.7], 'random', seed)[0] ?? []) counts[row] = (counts[row] ?? 0) + 1
    }
    // Binomial(2000, 0.3): mean 600, standard deviation 20.5; five of them.
    for (const count of counts) expect(Math.abs(count - 600)).toBeLessThan(103)
  })

  test('rows of equal content stay together, and sizes stay exact where single rows allow it', () => {
    check(
      fc.property(
        fc.integer({ min: 40, max: 100 }),
        fc.integer({ min: 2, max: 5 }),
        fc.integer(),
        (rows, size, seed) => {
          const data = describeRows(rows, {
            contents: (row) => (row < 10 ? Math.floor(row / size) : row + 100),
          })
          const [tune = [], evaluate = []] = split(data, [0.5, 0.5], 'random', seed)
          const contents = new Set(Array.from(tune, (row) => data.contents[row]))
          expect(Array.from(evaluate).some((row) => contents.has(data.contents[row]))).toBe(false)
          expect(Math.abs(tune.length - evaluate.length)).toBeLessThanOrEqual(rows % 2)
        },
      ),
    )
  })

  test('equal content is parted only where a part would get nothing otherwise', () => {
    const same = describeRows(10, { contents: () => 0 })
    expect(split(same, [0.5, 0.5], 'random').map((part) => part.length)).toEqual([5, 5])
  })
})

describe('stratified', () => {
  test('each class is within one row of its exact share in each part, and sizes are exact for two parts', () => {
    check(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 2, maxLength: 8 }),
        fractions,
        fc.integer(),
        (sizes, shares, seed) => {
          const codes = sizes.flatMap((size, code) => new Array<number>(size).fill(code))
          const data = describeRows(codes.length, { classes: (row) => codes[row] ?? 0 })
          const parts = split(data, shares, 'stratified', seed)
          for (const [index, part] of parts.entries()) {
            const share = shares[index] ?? 0
            for (const [code, size] of sizes.entries()) {
              const found = Array.from(part).filter((row) => codes[row] === code).length
              expect(Math.abs(found - size * share)).toBeLessThan(1)
            }
            if (parts.length === 2) expect(Math.abs(part.length - codes.length * share)).toBeLessThan(1)
          }
        },
      ),
    )
  })

  test('iris-like data halve exactly: 25 of each of three classes of 50', () => {
    const data = describeRows(150, { classes: (row) => Math.floor(row / 50) })
    const [tune = []] = split(data, [0.5, 0.5], 'stratified')
    expect(
      [0, 1, 2].map((code) => Array.from(tune).filter((row) => data.codes?.[row] === code).length),
    ).toEqual([25, 25, 25])
  })
})

describe('group', () => {
  test('no group is in two parts, and sizes are within the largest group of their share', () => {
    check(
      fc.property(
        fc.integer({ min: 30, max: 150 }),
        fc.integer({ min: 6, max: 20 }),
        fc.integer(),
        (rows, groups, seed) => {
          const data = describeRows(rows, { groups: (row) => (row * row + row) % groups })
          const parts = split(data, [0.6, 0.4], 'group', seed)
          const inParts = parts.map((part) => new Set(Array.from(part, (row) => data.groups?.[row])))
          expect([...(inParts[0] ?? [])].some((code) => inParts[1]?.has(code))).toBe(false)
          const sizes = Array.from(
            { length: groups },
            (_, code) => [...allRows(data)].filter((row) => data.groups?.[row] === code).length,
          )
          expect(Math.abs((parts[0]?.length ?? 0) - 0.6 * rows)).toBeLessThanOrEqual(Math.max(...sizes))
        },
      ),
    )
  })
})

test('two groups of very unequal shares still give each part one', () => {
  const data = describeRows(100, { groups: (row) => row % 2 })
  expect(split(data, [0.9, 0.1], 'group').map((part) => part.length)).toEqual([50, 50])
})

describe('time', () => {
  test('every row of a part is earlier than every row of the next, whatever the order of the file', () => {
    check(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 8, maxLength: 80 }),
        fc.integer(),
        (times, seed) => {
          const data = describeRows(times.length, { times: (row) => times[row] ?? 0 })
          const [early = [], late = []] = split(data, [0.5, 0.5], 'time', seed)
          const last = Math.max(-1, ...Array.from(early, (row) => times[row] ?? 0))
          for (const row of late) expect(times[row]).toBeGreaterThan(last)
        },
      ),
    )
  })

  test('ten distinct times at 0.7 put the first seven first', () => {
    const data = describeRows(10, { times: (row) => 9 - row })
    expect([...(split(data, [0.7, 0.3], 'time')[0] ?? [])]).toEqual([3, 4, 5, 6, 7, 8, 9])
  })
})
