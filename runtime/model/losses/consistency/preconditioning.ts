// How a network becomes a consistency function: f(x, t) = c_skip·x + c_out·F(c_in·x, c_noise), with f(x, ε) = x whatever F is.

/** The four coefficients at a level of noise. */
export interface Preconditioning {
  readonly skip: number
  readonly out: number
  readonly input: number
  readonly noise: number
}

/**
 * c_skip = σ² / ((t − ε)² + σ²), c_out = σ·(t − ε) / √(σ² + t²), c_in = 1 / √(σ² + t²), c_noise = ¼·ln t, σ the deviation of the data.
 * Song et al., Consistency models, ICML 2023, appendix C; computed in double precision, because t − ε cancels near ε.
 */
export function preconditioning(level: number, sigma: number, lowest: number): Preconditioning {
  const rise = level - lowest
  const size = Math.sqrt(sigma ** 2 + level ** 2)
  return {
    skip: sigma ** 2 / (rise ** 2 + sigma ** 2),
    out: (sigma * rise) / size,
    input: 1 / size,
    noise: 0.25 * Math.log(level),
  }
}
