// What the cases of operators are made of: inputs, and shapes worth trying.
import { builder } from '../../../runtime/tensor/builder.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import { tensorOf } from '../../../runtime/tensor/tensor.js'
import type * as operators from '../../../runtime/tensor/operators/index.js'
import type { Leaves, Vocabulary } from '../../../runtime/tensor/vocabulary.js'
import type { ElementType } from '../../../runtime/tensor/tensor-type.js'

/** One input: shape, element type, and where its random numbers lie. */
export interface CaseInput {
  readonly shape: readonly number[]
  /** float32 unless told. */
  readonly element?: ElementType
  /** Reals between these bounds; integers from these, upper bound left out. */
  readonly between?: readonly [number, number]
  /** Reals this far apart from each other and from 0 (kinks, ties). */
  readonly apart?: boolean
}

/** One use of an operator. */
export interface OperatorCase {
  readonly inputs: readonly CaseInput[]
  readonly build: (...inputs: readonly Value[]) => Value
  /** No gradient is expected to flow. */
  readonly flat?: boolean
}

/** Every operator. */
export type OperatorName = keyof typeof operators

/** What is written in operators, and what else the builder gives. */
export type FunctionName = Exclude<keyof Vocabulary<Value>, OperatorName | keyof Leaves<Value> | 'at'>

/** Cases of the operators among some names: none may be missing. */
export type CasesOf<Name> = Readonly<Record<Extract<Name, OperatorName>, readonly OperatorCase[]>>

/** What cases are built with. */
export const g = builder('conformance')
/** Reals between two bounds. */
export const real = (shape: readonly number[], between: readonly [number, number] = [-2, 2]): CaseInput => ({
  shape,
  between,
})
/** Reals apart from each other, from 0 and from those of a second input. */
export const apart = (shape: readonly number[]): CaseInput => ({ shape, apart: true })
/** Integers from 0 to a bound, itself left out: indices, classes. */
export const codes = (
  shape: readonly number[],
  bound: number,
  element: ElementType = 'int64',
): CaseInput => ({
  shape,
  element,
  between: [0, bound],
})
/** Booleans. */
export const flags = (shape: readonly number[]): CaseInput => ({ shape, element: 'bool', between: [0, 2] })

/** A case with typed arity: the builder's functions take values one by one. */
export function given(
  inputs: readonly CaseInput[],
  build: (x: Value, y: Value, z: Value) => Value,
): OperatorCase {
  return {
    inputs,
    build: (x, y, z) => {
      if (x === undefined) throw new Error('a case needs an input')
      return build(x, y ?? x, z ?? x)
    },
  }
}

/** A case without a gradient. */
export const flat = (one: OperatorCase): OperatorCase => ({ ...one, flat: true })

/** A binary operator on equal shapes, on shapes that broadcast both ways, with an axis of 1, and on a scalar. */
export const broadcasting = (
  build: (x: Value, y: Value) => Value,
  make: (shape: readonly number[]) => CaseInput,
): readonly OperatorCase[] => [
  given([make([2, 3]), make([2, 3])], build),
  given([make([4, 1, 3]), make([2, 1])], build),
  given([make([3]), make([2, 3])], build),
  given([make([1]), make([1, 1])], build),
  given([make([]), make([2, 2])], build),
]

/** A unary operator on a matrix, a single entry, a scalar, and with an axis of 1. */
export const onShapes = (
  build: (x: Value) => Value,
  make: (shape: readonly number[]) => CaseInput,
): readonly OperatorCase[] => [[2, 3], [1], [], [2, 1, 2]].map((shape) => given([make(shape)], build))

/** Reals well above 0. */
export const positive = (shape: readonly number[]): CaseInput => real(shape, [0.5, 3])

/** Literal numbers of one axis, of the element type of a value. */
export const row = (numbers: readonly number[], like: Value): Value =>
  g.constant(tensorOf(like.type.element, [numbers.length], numbers))
