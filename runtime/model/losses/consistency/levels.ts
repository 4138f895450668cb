// Levels of noise between which consistency is asked for.
import { power } from '../../../support/power.js'

/** The two ends of the levels, and how they crowd towards the lower one. */
export interface LevelRange {
  /** ε, the level that counts as none. */
  readonly lowest: number
  /** T, at which nothing of the data is left. */
  readonly highest: number
  /** ρ: 1 spreads levels evenly, more puts more of them near ε. */
  readonly rho: number
}

/**
 * t_i = (ε^(1/ρ) + i/gaps · (T^(1/ρ) − ε^(1/ρ)))^ρ for i = 0 … gaps; the ends are exact.
 * Karras et al., Elucidating the design space of diffusion-based generative models, NeurIPS 2022, eq. 5.
 */
export function levelsOf(gaps: number, { lowest, highest, rho }: LevelRange): Float64Array {
  const [from, to] = [power(lowest, 1 / rho), power(highest, 1 / rho)]
  const levels = Float64Array.from({ length: gaps + 1 }, (_, index) =>
    power(from + (index / gaps) * (to - from), rho),
  )
  levels[0] = lowest
  levels[gaps] = highest
  return levels
}
