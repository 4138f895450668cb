// What layers showed in the steps of a training, kept as a few numbers for each name: over all layers and steps so far.
import type { ObservedRange } from '../metrics/metric.js'

/** Ranges by the observation's name. */
export type Observed = Readonly<Record<string, ObservedRange>>

/** One chunk of one member of a group. */
export interface ObservedChunk {
  /** Names of the numbers of a step. */
  readonly observes: readonly { readonly name: string }[]
  /** [steps, slots, observations] */
  readonly observed: Float32Array
  readonly slot: number
  /** Slots of the call. */
  readonly width: number
  readonly steps: number
}

/** The ranges with a chunk's numbers taken in, step by step. */
export function addObserved(before: Observed, chunk: ObservedChunk): Observed {
  const { observes, observed, slot, width, steps } = chunk
  const ranges: Record<string, ObservedRange> = { ...before }
  for (let step = 0; step < steps; step += 1) {
    observes.forEach(({ name }, index) => {
      const value = observed[(step * width + slot) * observes.length + index] ?? Number.NaN
      ranges[name] = withNumber(ranges[name], value)
    })
  }
  return ranges
}

/** A number that is not finite makes the range NaN for good. */
function withNumber(range: ObservedRange | undefined, value: number): ObservedRange {
  if (range === undefined) return { count: 1, sum: value, lowest: value, highest: value }
  return {
    count: range.count + 1,
    sum: range.sum + value,
    lowest: Math.min(range.lowest, value),
    highest: Math.max(range.highest, value),
  }
}
