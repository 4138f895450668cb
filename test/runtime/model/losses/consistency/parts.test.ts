// The parts of consistency training against their formulas, tables and integrals.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { gapsAt } from '../../../../../runtime/model/losses/consistency/curriculum.js'
import { drawRows } from '../../../../../runtime/model/losses/consistency/draws.js'
import { cumulativeShares, gapOf } from '../../../../../runtime/model/losses/consistency/gap-draw.js'
import { levelsOf } from '../../../../../runtime/model/losses/consistency/levels.js'
import { preconditioning } from '../../../../../runtime/model/losses/consistency/preconditioning.js'
import { consistency } from '../../../../../runtime/model/losses/index.js'
import type { Signal } from '../../../../../runtime/support/shape.js'
import { randomStream } from '../../../../../runtime/support/random.js'

const range = { lowest: 0.002, highest: 80, rho: 7 }
const lognormal = { kind: 'lognormal', mean: -1.1, deviation: 2 } as const

describe('levels', () => {
  test('are those of the formula, with exact ends', () => {
    const levels = levelsOf(17, range)
    expect([levels[0], levels[17]]).toEqual([0.002, 80])
    levels.forEach((level, i) => {
      const bent = 0.002 ** (1 / 7) + (i / 17) * (80 ** (1 / 7) - 0.002 ** (1 / 7))
      expect(level / bent ** 7).toBeCloseTo(1, 12)
    })
  })

  test('rise, and are evenly spread with rho 1', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1280 }),
        fc.double({ min: 1, max: 12, noNaN: true }),
        (gaps, rho) => {
          const levels = levelsOf(gaps, { ...range, rho })
          levels.subarray(1).forEach((level, i) => expect(level).toBeGreaterThan(levels[i] ?? Infinity))
        },
      ),
      { numRuns: 30 },
    )
    expect(Array.from(levelsOf(4, { lowest: 1, highest: 5, rho: 1 }))).toEqual([1, 2, 3, 4, 5])
  })
})

describe('the curriculum', () => {
  test('doubles from 10 to 1280 gaps in eight stages of 50,000 of 400,000 updates', () => {
    const curriculum = { growth: 'doubling', start: 10, end: 1280 } as const
    for (let stage = 0; stage < 8; stage += 1) {
      for (const step of [50_000 * stage, 50_000 * (stage + 1) - 1])
        expect(gapsAt(curriculum, step, 400_000)).toBe(10 * 2 ** stage)
    }
  })

  test('stays at its end, also where that is no start times a power of two', () => {
    const curriculum = { growth: 'doubling', start: 10, end: 150 } as const
    // Stages: ⌊log₂ 15⌋ + 1 = 4, so that 100 updates have stages of 25.
    expect([0, 24, 25, 50, 75, 99, 1000].map((step) => gapsAt(curriculum, step, 100))).toEqual([
      10, 10, 20, 40, 80, 80, 150,
    ])
    expect(gapsAt({ growth: 'doubling', start: 20, end: 10 }, 0, 100)).toBe(10)
  })

  test('grows as a root from N = 2 to N = 151', () => {
    const curriculum = { growth: 'sqrt', start: 2, end: 150 } as const
    const levels = (step: number) => Math.ceil(Math.sqrt((step / 800) * (151 ** 2 - 4) + 4) - 1) + 1
    for (const step of [0, 1, 7, 200, 799, 800]) expect(gapsAt(curriculum, step, 800) + 1).toBe(levels(step))
    expect(gapsAt(curriculum, 0, 800)).toBe(1)
    expect(gapsAt(curriculum, 800, 800)).toBe(150)
  })

  test('may be constant', () => {
    expect(gapsAt({ growth: 'constant', start: 10, end: 40 }, 3, 9)).toBe(40)
  })
})

describe('the draw of a gap', () => {
  test.each([10, 160, 1280])('has the shares of a log-normal level, of %d gaps', (gaps) => {
    const levels = levelsOf(gaps, range)
    const shares = cumulativeShares(levels, lognormal)
    const density = (t: number) => Math.exp(-((Math.log(t) + 1.1) ** 2) / 8) / t
    const whole = integral(density, range.lowest, range.highest)
    shares.forEach((share, gap) => {
      if (gap % Math.ceil(gaps / 40) === 0)
        expect(share).toBeCloseTo(integral(density, range.lowest, levels[gap + 1] ?? 0) / whole, 7)
    })
    expect(shares[gaps - 1]).toBe(1)
  })

  test('is even where it is uniform', () => {
    expect(Array.from(cumulativeShares(levelsOf(4, range), { kind: 'uniform' }))).toEqual([
      0.25, 0.5, 0.75, 1,
    ])
  })

  test('finds the first gap above u', () => {
    const shares = cumulativeShares(levelsOf(37, range), lognormal)
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (u) => {
        expect(gapOf(shares, u)).toBe(shares.findIndex((share) => share > u))
      }),
    )
    expect(gapOf(Float64Array.of(1), 0.7)).toBe(0)
  })
})

/** Simpson's rule in the logarithm. */
function integral(f: (t: number) => number, from: number, to: number): number {
  const pieces = 2000
  const [low, high] = [Math.log(from), Math.log(to)]
  const width = (high - low) / pieces
  let sum = 0
  for (let i = 0; i <= pieces; i += 1) {
    const t = Math.exp(low + i * width)
    sum += (i === 0 || i === pieces ? 1 : i % 2 === 1 ? 4 : 2) * f(t) * t
  }
  return (sum * width) / 3
}

describe('preconditioning', () => {
  test('is the identity at the lowest level', () => {
    expect(preconditioning(0.002, 0.5, 0.002)).toMatchObject({ skip: 1, out: 0 })
  })

  test('keeps the variance of what enters the network at 1, of what it must answer too without ε', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 80, noNaN: true }), (t) => {
        const { skip, out, input, noise } = preconditioning(t, 0.5, 0)
        expect(input ** 2 * (0.25 + t ** 2)).toBeCloseTo(1, 10)
        // x = data + t·z; the answer (data − skip·x) / out has variance ((1 − skip)²·σ² + skip²·t²) / out².
        expect(((1 - skip) ** 2 * 0.25 + skip ** 2 * t ** 2) / out ** 2).toBeCloseTo(1, 8)
        expect(Math.exp(4 * noise)).toBeCloseTo(t, 8)
      }),
    )
  })
})

describe('what is drawn for rows', () => {
  const setting = { ...range, sigma: 0.5, gaps: 20, draw: lognormal, inverseGap: true }

  test('are neighbouring levels, their coefficients, and one over the width of their gap', () => {
    const drawn = drawRows(setting, 200, randomStream('draws'))
    const levels = levelsOf(20, range)
    for (let row = 0; row < 200; row += 1) {
      const at = (name: string) => drawn[name]?.[row] ?? Number.NaN
      const gap = levels.findIndex((level) => Math.fround(level) === at('lower_level'))
      const [lower = 0, upper = 0] = levels.subarray(gap, gap + 2)
      expect(at('upper_level')).toBe(Math.fround(upper))
      expect(at('weight')).toBe(Math.fround(1 / (upper - lower)))
      const { skip, out, input, noise } = preconditioning(upper, 0.5, 0.002)
      expect(['skip', 'out', 'input', 'noise'].map((part) => at(`upper_${part}`))).toEqual(
        [skip, out, input, noise].map(Math.fround),
      )
      expect(at('lower_out')).toBe(Math.fround(preconditioning(lower, 0.5, 0.002).out))
    }
  })

  test('fall into gaps as often as their shares say', () => {
    const rows = 20_000
    const { lower_level: lower = new Float32Array() } = drawRows(setting, rows, randomStream('draws', 2))
    const shares = cumulativeShares(levelsOf(20, range), lognormal)
    levelsOf(20, range)
      .subarray(0, 20)
      .forEach((level, gap) => {
        const share = (shares[gap] ?? 0) - (shares[gap - 1] ?? 0)
        const found = lower.filter((one) => one === Math.fround(level)).length
        expect(Math.abs(found - rows * share) / Math.sqrt(rows * share * (1 - share) + 1)).toBeLessThan(4.5)
      })
  })

  test('weigh nothing where they should not', () => {
    const { weight = [] } = drawRows({ ...setting, inverseGap: false }, 5, randomStream('draws'))
    expect(Array.from(weight)).toEqual([1, 1, 1, 1, 1])
  })
})

describe('options that contradict each other', () => {
  const four: Signal = { shape: [4], type: 'real' }
  test.each([
    [{ sigma_min: 3, sigma_max: 2 }, '`sigma_min` below its `sigma_max`, not 3 and 2'],
    [{ refine: [0.8, 90] }, '90 is not between 0.002 and 80'],
    [{ clip: [1, -1] }, '1 is not below -1'],
  ])('%o are refused', (options, why) => {
    expect(consistency.refuses(four, { kind: 'real' }, options, four)).toContain(why)
  })

  test('and so are outputs of another size, and codes', () => {
    const two: Signal = { shape: [2], type: 'real' }
    const codes: Signal = { shape: [4], type: 'code', vocabulary: 9 }
    expect(consistency.refuses(two, { kind: 'real' }, {}, four)).toContain('as many outputs as inputs, 4')
    expect(consistency.refuses(four, { kind: 'real' }, {}, codes)).toContain('category codes')
    const square: Signal = { shape: [1, 2, 2], type: 'real' }
    expect(
      consistency.refuses(four, { kind: 'real' }, { refine: [0.8], clip: [-1, 1] }, square),
    ).toBeUndefined()
  })
})
