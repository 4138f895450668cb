// How wide the kernel of each observation is.
import type { Bandwidth } from './settings.js'

/** What bandwidths are made of. */
export interface BandwidthInput {
  /** Centres of the kernels, ascending. */
  readonly centres: Float64Array
  readonly low: number
  readonly high: number
  /** Greatest bandwidth: the length of the axis. */
  readonly spread: number
  /** Columns modelled together. */
  readonly dimensions: number
}

/**
 * Bandwidth of each centre. `neighbour`: the larger distance to the two neighbours, the ends of the axis being neighbours where there is
 * one observation or `endpoints` is set (Bergstra et al. 2011; Optuna). `scott`: s·n^(−1/(d + 4)), s the deviation of the centres (Scott 1992,
 * equation 6.42). Both are clipped to the length L of the axis and, with the magic clip, to L / min(100, 2 + n) from below (Optuna).
 */
export function bandwidths(input: BandwidthInput, { rule, magicClip, endpoints }: Bandwidth): Float64Array {
  const count = input.centres.length
  const raw = rule === 'scott' ? scott(input) : neighbours(input, endpoints)
  const narrowest = input.spread * (magicClip ? 1 / Math.min(100, 2 + count) : 1e-12)
  return raw.map((deviation) => Math.min(input.spread, Math.max(narrowest, deviation)))
}

function neighbours({ centres, low, high }: BandwidthInput, endpoints: boolean): Float64Array {
  const last = centres.length - 1
  const atEnds = endpoints || last === 0
  const result = new Float64Array(centres.length)
  for (let index = 0; index <= last; index += 1) {
    const centre = centres[index] ?? 0
    const left = index > 0 ? centre - (centres[index - 1] ?? 0) : atEnds ? centre - low : 0
    const right = index < last ? (centres[index + 1] ?? 0) - centre : atEnds ? high - centre : 0
    result[index] = left > right ? left : right
  }
  return result
}

function scott({ centres, dimensions }: BandwidthInput): Float64Array {
  const count = centres.length
  let mean = 0
  for (const centre of centres) mean += centre / count
  let squares = 0
  for (const centre of centres) squares += (centre - mean) * (centre - mean)
  const deviation = count > 1 ? Math.sqrt(squares / (count - 1)) : Infinity
  return new Float64Array(count).fill(deviation * Math.exp(-Math.log(count) / (dimensions + 4)))
}
