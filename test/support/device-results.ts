// Results of a device against those of the host.
import { expect } from '@jest/globals'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { numbersOf } from '../../runtime/tensor/tensor.js'
import { isFloating } from '../../runtime/tensor/tensor-type.js'

/** WGSL allows sin and cos 2⁻¹¹ of absolute error, and what inherits from them (WGSL, section 15.7.4, accuracy). */
const trigonometric: ReadonlySet<string> = new Set(['acos', 'asin', 'cos', 'sin', 'tan'])

/** Largest difference of an operator's results, relative to 1 + |y|. */
export const toleranceOf = (kind: string): number => (trigonometric.has(kind) ? 1e-3 : 1e-4)

type Results = Readonly<Record<string, Tensor>>

/** Same names, element types and shapes; what is no real number is the same, reals are close. */
export function expectSameResults(found: Results, wanted: Results, tolerance: number): void {
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort())
  for (const [name, tensor] of Object.entries(wanted)) expectSame(name, found[name], tensor, tolerance)
}

function expectSame(name: string, found: Tensor | undefined, wanted: Tensor, tolerance: number): void {
  const typeOf = (tensor: Tensor | undefined) => ({ name, element: tensor?.element, shape: tensor?.shape })
  expect(typeOf(found)).toEqual(typeOf(wanted))
  const [numbers, truth] = [found === undefined ? [] : numbersOf(found), numbersOf(wanted)]
  const allowed = isFloating(wanted.element) ? tolerance : 0
  const wrong = [...truth].flatMap((y, index) => {
    const x = numbers[index] ?? NaN
    return Math.abs(x - y) <= allowed * (1 + Math.abs(y)) ? [] : [{ name, index, found: x, wanted: y }]
  })
  expect(wrong).toEqual([])
}
