// What batch rules share: bringing lanes of a population to one rank, so that broadcasting pairs the right axes.
import { invariant } from '../../support/invariant.js'
import type { Builder, Lane, Value } from '../graph.js'
import { fixedShape } from '../tensor-type.js'

/** `[width, …shape]` for a batched lane, `[…shape]` for another: inner shape with lengths of 1 up to `rank`. */
export function aligned(lane: Lane, rank: number, g: Builder): Value {
  if (!lane.batched) return lane.value
  const [width = 1, ...inner] = fixedShape(lane.value.type.shape)
  const missing = rank - inner.length
  if (missing <= 0) return lane.value
  return g.reshape(lane.value, [width, ...Array.from({ length: missing }, () => 1), ...inner])
}

/** The lane with its population axis, repeated if it had none. */
export function batchedValue(lane: Lane, width: number, g: Builder): Value {
  return lane.batched ? lane.value : g.expand(lane.value, [width, ...lane.value.type.shape])
}

/** The one lane of a unary operator. */
export function onlyLane(lanes: readonly Lane[]): Value {
  const [lane] = lanes
  invariant(lane !== undefined && lane.batched, 'a batch rule was called without a batched lane')
  return lane.value
}

/** An axis of one member, counted from the start, as an axis of the population. */
export const shifted = (axes: readonly number[]): readonly number[] => axes.map((axis) => axis + 1)

/** The n-th value; a missing one is our bug. */
export function at<T>(values: readonly T[], index: number): T {
  const value = values[index]
  invariant(value !== undefined, `value ${index} is missing`)
  return value
}

/** Population axis and first own axis as one: `[K, N, …] → [K·N, …]`. */
export function merged(value: Value, g: Builder): Value {
  const [width = 1, first = 1, ...rest] = fixedShape(value.type.shape)
  return g.reshape(value, [width * first, ...rest])
}

/** The reverse of `merged`. */
export function parted(value: Value, width: number, g: Builder): Value {
  const [first = 1, ...rest] = fixedShape(value.type.shape)
  return g.reshape(value, [width, first / width, ...rest])
}
