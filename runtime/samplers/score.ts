// From measured values to scores in [0, 1], larger is better: what tree statistics and surrogates are made of.
import type { SamplerObjective } from './sampler.js'

/**
 * Orients values and knows their range. Metrics with bounds keep them: a maximised one in [0, 1] is its own score, a minimised one is
 * mirrored. Others are scaled by the least and the greatest value seen so far, so their scores move as results arrive.
 */
export interface ScoreScale {
  readonly sign: 1 | -1
  readonly bounded: boolean
  low: number
  high: number
}

/** The scale of an objective before any result. */
export function openScale(objective: SamplerObjective | undefined): ScoreScale {
  const sign = objective?.direction === 'minimize' ? -1 : 1
  const bounds = objective?.bounds
  if (bounds === undefined) return { sign, bounded: false, low: Infinity, high: -Infinity }
  const [low, high] = bounds
  return { sign, bounded: true, low: sign === 1 ? low : -high, high: sign === 1 ? high : -low }
}

/** The oriented first value of a finished trial; undefined where it failed, diverged or is not finite. Widens the scale. */
export function takeValue(scale: ScoreScale, values: readonly number[] | undefined): number | undefined {
  const value = values?.[0]
  if (value === undefined || !Number.isFinite(value)) return undefined
  const oriented = scale.sign * value
  if (!scale.bounded) {
    scale.low = Math.min(scale.low, oriented)
    scale.high = Math.max(scale.high, oriented)
  }
  return oriented
}

/** Sum of the scores of `count` oriented values that add up to `sum`; where all values seen are equal, each scores one half. */
export function scoreSum(scale: ScoreScale, sum: number, count: number): number {
  if (count === 0) return 0
  return scale.high > scale.low ? (sum - count * scale.low) / (scale.high - scale.low) : count / 2
}

/** The scale as it was when just these oriented values had been seen. */
export function scaleOver(scale: ScoreScale, values: readonly (number | undefined)[]): ScoreScale {
  if (scale.bounded) return scale
  const known = values.filter((value) => value !== undefined)
  return { ...scale, low: Math.min(...known), high: Math.max(...known) }
}
