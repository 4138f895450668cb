// The paired sign-flip permutation test on the sum of differences (Fisher 1935, §21; Pitman 1937).
// Exact up to EXACT_PAIRS non-zero differences, by a random sample of flips above. The interval is in sign-flip-interval.ts.
import type { RandomStream } from '../support/random.js'
import { twoSidedOf, type TestResult } from './test-result.js'

/** Up to here all 2^n flips are counted, by meeting in the middle: 2 · 2^(n/2) sums instead of 2^n. */
export const EXACT_PAIRS = 30
/** Random flips above that, the observed one included; the standard error at p = 0.05 is 0.0007. */
export const MONTE_CARLO_FLIPS = 100_000

/**
 * Under the null hypothesis each difference is as likely as its negative; p is the share of sign patterns whose sum is at
 * least as extreme as the observed one, which counts itself. Zeros change no sum and so cancel exactly. Sums that differ by less than
 * 1e-10 of Σ|d| count as equal: measured values tie in exact arithmetic, not in floating point.
 */
export function testSignFlip(differences: readonly number[], random: RandomStream): TestResult {
  const moved = differences.filter((difference) => difference !== 0)
  if (moved.length > EXACT_PAIRS) return byRandomFlips(moved, random)
  const patterns = 2 ** moved.length
  const greater = countFlips(moved) / patterns
  const less = countFlips(moved.map((difference) => -difference)) / patterns
  return { greater, less, twoSided: twoSidedOf(greater, less), distribution: 'exact' }
}

/** Number of sign patterns s with Σ s·d ≥ Σ d, that is, of subsets to flip whose sum is at most zero. */
export function countFlips(differences: readonly number[]): number {
  const slack = tieTolerance(differences)
  const half = Math.floor(differences.length / 2)
  const left = subsetSums(differences.slice(0, half)).sort()
  const right = subsetSums(differences.slice(half)).sort()
  let count = 0
  let fitting = right.length
  for (const sum of left) {
    while (fitting > 0 && sum + (right[fitting - 1] ?? 0) > slack) fitting -= 1
    count += fitting
  }
  return count
}

/** Half of the tolerance on full sums: flipping a subset moves the sum by twice the subset's sum. */
export const tieTolerance = (differences: readonly number[]): number =>
  0.5e-10 * differences.reduce((sum, difference) => sum + Math.abs(difference), 0)

function subsetSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** values.length)
  values.forEach((value, index) => {
    const filled = 2 ** index
    for (let subset = 0; subset < filled; subset += 1) sums[filled + subset] = (sums[subset] ?? 0) + value
  })
  return sums
}

/** Adds one to numerator and denominator, so that the test keeps its level (Phipson & Smyth 2010). */
function byRandomFlips(differences: readonly number[], random: RandomStream): TestResult {
  const slack = tieTolerance(differences)
  let greater = 1
  let less = 1
  for (let draw = 1; draw < MONTE_CARLO_FLIPS; draw += 1) {
    const flipped = randomSubset(differences, random).sum
    if (flipped <= slack) greater += 1
    if (flipped >= -slack) less += 1
  }
  const p = { greater: greater / MONTE_CARLO_FLIPS, less: less / MONTE_CARLO_FLIPS }
  return { ...p, twoSided: twoSidedOf(p.greater, p.less), distribution: 'monte_carlo' }
}

/** A uniformly drawn subset: its sum and its size; 32 members a draw of bits. */
export function randomSubset(
  values: readonly number[],
  random: RandomStream,
): { readonly sum: number; readonly size: number } {
  let sum = 0
  let size = 0
  let bits = 0
  values.forEach((value, index) => {
    if (index % 32 === 0) bits = random.bits()
    if (((bits >>> (index % 32)) & 1) === 1) {
      sum += value
      size += 1
    }
  })
  return { sum, size }
}
