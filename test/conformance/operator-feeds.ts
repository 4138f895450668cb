// What the suites of operators share: leaves and random contents of a case, and slopes against central differences.
import { expect } from '@jest/globals'
import { randomStream } from '../../runtime/support/random.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import type { Tensor } from '../../runtime/tensor/tensor.js'
import { numbersOf, tensorOf } from '../../runtime/tensor/tensor.js'
import type { ElementType } from '../../runtime/tensor/tensor-type.js'
import { isFloating, tensorType } from '../../runtime/tensor/tensor-type.js'
import type { CaseInput, OperatorCase } from './cases/case.js'

/** Tensors by name of the leaf. */
export type Feeds = Readonly<Record<string, Tensor>>

type Path = readonly (string | number)[]

/** Element type of the reals of a case, how far differences step, and how much they may differ, relative to 1 + |slope|. */
export interface Precision {
  readonly element: Extract<ElementType, 'float32' | 'float64'>
  readonly step: number
  readonly tolerance: number
}

export const single: Precision = { element: 'float32', step: 1 / 128, tolerance: 4e-3 }
export const double: Precision = { element: 'float64', step: 2 ** -13, tolerance: 2e-6 }

const g = builder('conformance')

/** What the n-th input of a case is called. */
export const inputName = (index: number): string => `x${index}`

/** Inputs of a case, under a prefix where cases share a graph; those without an element type of their own are reals. */
export const leavesOf = (
  one: OperatorCase,
  element: ElementType = 'float32',
  prefix = '',
): readonly Value[] =>
  one.inputs.map((input, index) =>
    g.input(prefix + inputName(index), tensorType(input.element ?? element, input.shape)),
  )

/** Random contents of an input, a function of the path. */
export function contents(input: CaseInput, ...path: Path): Tensor {
  const random = randomStream('operators', ...path)
  const { element = 'float32', between: [low, high] = [-2, 2], shape, apart } = input
  const count = shape.reduce((product, length) => product * length, 1)
  if (apart === true) {
    // Distinct odd multiples of 0.1, so none is near 0; those of a second input lie between those of the first.
    const shift = path.at(-1) === 1 ? 0.05 : 0
    const places = Array.from({ length: 2 * count }, (_, index) => (index - count + 0.5) * 0.2 + shift)
    const order = random.permutation(2 * count)
    return tensorOf(
      element,
      shape,
      Array.from({ length: count }, (_, index) => places[order[index] ?? 0] ?? 0),
    )
  }
  const draw = isFloating(element)
    ? () => low + (high - low) * random.uniform()
    : () => low + random.integer(high - low)
  return tensorOf(element, shape, Array.from({ length: count }, draw))
}

/** Random contents of all inputs. */
export const feedsOf = (one: OperatorCase, element: ElementType, ...path: Path): Record<string, Tensor> =>
  Object.fromEntries(
    one.inputs.map((input, index) => [inputName(index), contents({ element, ...input }, ...path, index)]),
  )

/** A number that depends on feeds, and what is said to be its slope along each of the named ones. */
export interface SlopeClaim {
  readonly name: string
  readonly feeds: Feeds
  readonly measure: (feeds: Feeds) => Promise<number>
  readonly slopes: Readonly<Record<string, Tensor>>
  readonly precision: Precision
}

/** (f(x + h·d) − f(x − h·d)) / 2h against ⟨slope, d⟩ along a random direction d over all named leaves. */
export async function expectSlope(claim: SlopeClaim, direction: number): Promise<void> {
  const { name, feeds, measure, slopes, precision } = claim
  const random = randomStream('direction', name, direction)
  const names = Object.keys(slopes)
  const directions = new Map(
    names.map((leaf) => [leaf, numbersOf(pick(feeds, leaf)).map(() => random.normal())]),
  )
  const moved = (step: number): Feeds => ({
    ...feeds,
    ...Object.fromEntries(
      names.map((leaf) => [leaf, shifted(pick(feeds, leaf), directions.get(leaf), step)]),
    ),
  })
  const { step, tolerance } = precision
  const numeric = ((await measure(moved(step))) - (await measure(moved(-step)))) / (2 * step)
  const claimed = names.map((leaf) => dot(numbersOf(pick(slopes, leaf)), directions.get(leaf) ?? []))
  const analytic = claimed.reduce((sum, own) => sum + own, 0)
  expectClose([analytic], [numeric], tolerance)
}

/** Equal up to tolerance·(1 + |y|), entry by entry. */
export function expectClose(found: readonly number[], wanted: readonly number[], tolerance: number): void {
  expect(found.length).toBe(wanted.length)
  found.forEach((x, index) => {
    const y = wanted[index] ?? 0
    expect(Math.abs(x - y)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(y)))
  })
}

/** The tensor of that name. */
export function pick(feeds: Feeds, name: string): Tensor {
  const tensor = feeds[name]
  if (tensor === undefined) throw new Error(`no feed ${name}`)
  return tensor
}

/** Σ x·y. */
export const dot = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, x, index) => sum + x * (right[index] ?? 0), 0)

const shifted = (tensor: Tensor, direction: readonly number[] = [], step: number): Tensor =>
  tensorOf(
    tensor.element,
    tensor.shape,
    numbersOf(tensor).map((x, place) => x + step * (direction[place] ?? 0)),
  )
