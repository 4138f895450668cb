// Functions that exist for their accuracy near 0, against those of the language on a dense grid of magnitudes and signs.
import { describe, expect, test } from '@jest/globals'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import type { ElementType } from '../../runtime/tensor/tensor-type.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { numbersOf, tensorOf } from '../../runtime/tensor/tensor.js'
import { evaluate } from '../support/tensors.js'

const g = builder()

/** From 10⁻³⁰ to 10² in steps of 1.5 %, both signs, those that the function admits. */
const grid = (lowest: number): readonly number[] =>
  Array.from({ length: 5000 }, (_, index) => 10 ** (-30 + index * 0.0064)).flatMap((size) =>
    -size > lowest ? [size, -size] : [size],
  )

interface Case {
  readonly name: string
  readonly build: (x: Value) => Value
  readonly truth: (x: number) => number
  readonly lowest: number
  readonly element: ElementType
  /** Largest relative error, in units of half the distance of 1 to the next number: 2⁻²⁴ or 2⁻⁵³. */
  readonly units: number
}

const log1p = { build: (x: Value) => g.log1p(x), truth: Math.log1p, lowest: -1 }
const expm1 = { build: (x: Value) => g.expm1(x), truth: Math.expm1, lowest: -80 }

const cases: readonly Case[] = [
  { name: 'log1p of float32', ...log1p, element: 'float32', units: 4 },
  { name: 'expm1 of float32', ...expm1, element: 'float32', units: 6 },
  { name: 'log1p of float64', ...log1p, element: 'float64', units: 6 },
  { name: 'expm1 of float64', ...expm1, element: 'float64', units: 8 },
]

describe('near 0 and far from it', () => {
  test.each(cases)('$name errs by at most $units units', async ({ build, truth, lowest, element, units }) => {
    const numbers = grid(lowest).filter((x) => Math.abs(x) < 80)
    const fed = tensorOf(element, [numbers.length], numbers)
    const [found] = await evaluate([build(g.input('x', tensorType(element, [numbers.length])))], { x: fed })
    const unit = element === 'float32' ? 2 ** -24 : 2 ** -53
    const inputs = numbersOf(fed)
    const errors = numbersOf(found ?? fed).map((y, index) => {
      const wanted = truth(inputs[index] ?? NaN)
      return Math.abs(y - wanted) / Math.abs(wanted) / unit
    })
    expect(Math.max(...errors)).toBeLessThan(units)
  })

  test('infinities, the ends of the domain and what lies beyond are those of the language', async () => {
    const numbers = [Infinity, -Infinity, -1, -2, NaN, 0, 1e30]
    const x = g.constant(tensorOf('float32', [numbers.length], numbers))
    const [logs, powers] = await evaluate([g.log1p(x), g.expm1(x)])
    for (const [found, truth] of [
      [logs, Math.log1p],
      [powers, Math.expm1],
    ] as const) {
      const results = found === undefined ? [] : numbersOf(found)
      const wanted = numbers.map((number) => Math.fround(truth(number)))
      // Within a few units in the last place; what is infinite, zero or no number must be exactly that.
      expect(results.map((y, index) => (isClose(y, wanted[index] ?? NaN) ? wanted[index] : y))).toEqual(
        wanted,
      )
    }
  })
})

const isClose = (found: number, wanted: number): boolean =>
  Math.abs(found - wanted) <= 1e-6 * Math.abs(wanted)
