// How many gaps between levels of noise there are at an update: few and wide at first, many and narrow later.

/** How the number of gaps grows from `start` to `end`. */
export interface Curriculum {
  readonly growth: 'doubling' | 'sqrt' | 'constant'
  readonly start: number
  readonly end: number
}

/**
 * Gaps at update k of K (N(k) − 1 in the papers, N levels have one gap less). `doubling`: min(s₀·2^⌊k/K'⌋, s₁) with
 * K' = ⌊K / (⌊log₂⌊s₁/s₀⌋⌋ + 1)⌋ (Song and Dhariwal 2024, eq. 12). `sqrt`: ⌈√(k/K·((s₁ + 1)² − s₀²) + s₀²) − 1⌉ (Song et al. 2023,
 * appendix C). `constant`: s₁.
 */
export function gapsAt({ growth, start, end }: Curriculum, step: number, total: number): number {
  switch (growth) {
    case 'doubling': {
      const stages = Math.max(0, Math.floor(Math.log2(Math.floor(end / start)))) + 1
      const stage = Math.floor(step / Math.max(1, Math.floor(total / stages)))
      return Math.min(start * 2 ** Math.min(stage, 30), end)
    }
    case 'sqrt': {
      const square = Math.min(1, step / total) * ((end + 1) ** 2 - start ** 2) + start ** 2
      return Math.max(1, Math.ceil(Math.sqrt(square) - 1))
    }
    case 'constant':
      return end
  }
}
