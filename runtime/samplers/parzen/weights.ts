// How much each observation counts in a Parzen estimator.

/**
 * Linear forgetting (hyperopt, Optuna): the newest `keep` observations weigh 1, the older ones a ramp from 1/n to 1. Oldest first.
 * Then the prior with its own weight. The weights are normalised; without observations the prior stands alone.
 */
export function forgettingWeights(count: number, keep: number, prior: number): Float64Array {
  const weights = new Float64Array(count + 1).fill(1)
  const old = Math.max(0, count - keep)
  const rise = old > 1 ? (1 - 1 / count) / (old - 1) : 0
  for (let index = 0; index < old; index += 1) weights[index] = 1 / count + rise * index
  weights[count] = count === 0 ? 1 : prior
  let sum = 0
  for (const weight of weights) sum += weight
  return weights.map((weight) => weight / sum)
}
