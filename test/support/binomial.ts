// The exact binomial distribution: bands for counts of rejections in calibration tests.
import { logGamma } from '../../runtime/statistics/incomplete-beta.js'

/** P(X = k) for X binomial. */
export function binomialProbability(k: number, trials: number, p: number): number {
  const ways = logGamma(trials + 1) - logGamma(k + 1) - logGamma(trials - k + 1)
  return Math.exp(ways + k * Math.log(p) + (trials - k) * Math.log1p(-p))
}

/** The least and greatest count that a central band of this level holds. */
export function binomialBand(trials: number, p: number, level: number): readonly [number, number] {
  const tail = (1 - level) / 2
  let low = 0
  let high = trials
  for (let sum = binomialProbability(0, trials, p); sum <= tail; low += 1) {
    sum += binomialProbability(low + 1, trials, p)
  }
  for (let sum = binomialProbability(trials, trials, p); sum <= tail; high -= 1) {
    sum += binomialProbability(high - 1, trials, p)
  }
  return [low, high]
}
