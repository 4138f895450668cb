// Axes: from a range of values to round ticks and positions.
import { power } from '../../support/power.js'

export interface Scale {
  readonly ticks: readonly number[]
  /** Decimals that tell the ticks apart. */
  readonly decimals: number
  place(value: number): number
}

/** A linear scale over [low, high] drawn from `from` to `to`, with about `wanted` ticks at 1, 2 or 5 times a power of ten. */
export function linearScale(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
  wanted: number,
): Scale {
  const widened = high > low ? high - low : Math.abs(low) || 1
  const [start, end] = high > low ? [low, high] : [low - widened / 2, low + widened / 2]
  const step = roundStep(widened / wanted)
  const first = Math.ceil(start / step - 1e-9)
  const last = Math.floor(end / step + 1e-9)
  return {
    ticks: Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * step),
    decimals: Math.max(0, -Math.floor(Math.log10(step) + 1e-9)),
    place: (value) => from + ((value - start) / (end - start)) * (to - from),
  }
}

/** A range with a margin of a twentieth on either side. */
export function padded(values: readonly number[]): readonly [number, number] {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const margin = (high - low) / 20
  return [low - margin, high + margin]
}

function roundStep(step: number): number {
  const decade = power(10, Math.floor(Math.log10(step)))
  const factor = [1, 2, 5].find((candidate) => candidate * decade >= step * (1 - 1e-9)) ?? 10
  return factor * decade
}
