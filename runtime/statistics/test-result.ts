// What every test of "are these differences centred at zero?" answers, and what every interval looks like.
// Owns the shapes only.

/** P-values of one set of paired differences for each alternative. */
export interface TestResult {
  /** For "the differences lie above zero". */
  readonly greater: number
  /** For "the differences lie below zero". */
  readonly less: number
  readonly twoSided: number
  /** How the null distribution was obtained. */
  readonly distribution: 'exact' | 'monte_carlo' | 'asymptotic'
}

/** Which of the three p-values a claim asks for. */
export type Alternative = 'two_sided' | 'greater' | 'less'

/** A confidence interval; an end is infinite where the sample is too small to bound it at this level. */
export interface Interval {
  readonly level: number
  readonly low: number
  readonly high: number
  readonly method: string
}

/** The p-value of one alternative. */
export function pValue(result: TestResult, alternative: Alternative): number {
  return alternative === 'two_sided' ? result.twoSided : result[alternative]
}

/** Twice the smaller tail, at most 1: the two-sided p-value of a symmetric test. */
export const twoSidedOf = (greater: number, less: number): number => Math.min(1, 2 * Math.min(greater, less))
