// A Parzen estimator: a weighted mixture of product kernels over the columns that are modelled together.
import type { RandomStream } from '../../support/random.js'
import { categoricalKernels } from './categorical-kernels.js'
import type { Column } from './column.js'
import type { Group, Kernels } from './kernels.js'
import { negligible } from './kernels.js'
import { latticeKernels, realKernels } from './numeric-kernels.js'
import type { Settings } from './settings.js'
import { forgettingWeights } from './weights.js'

// Taken out of the global object once, as hot loops do it.
const { exp, log } = Math

/** A density over points; a point has one coordinate a column, in their order. */
export interface Mixture {
  /** Draws a component by its weight, then every coordinate from it. */
  draw(random: RandomStream): readonly number[]
  /** log Σ_k w_k Π_d K_kd(x_d) */
  logDensity(point: readonly number[]): number
}

/**
 * The mixture over `columns` of a group of trials and the prior. With one column this is the independent estimator of Bergstra et al. 2011, with
 * several the multivariate one (Falkner et al. 2018; Optuna).
 */
export function mixtureOf(columns: readonly Column[], group: Group, settings: Settings): Mixture {
  const count = group.rows.length
  const weights = forgettingWeights(count, settings.forgetAfter, settings.priorWeight)
  const kernels = columns.map((column) => kernelsOf(column, group, columns.length, settings))
  const logPeaks = weights.map(log)
  for (const kernel of kernels) kernel.addPeaks(logPeaks)
  const logPrior = log(weights[count] ?? 1)
  const sums = new Float64Array(weights.length)
  const logDensity = (point: readonly number[]): number => {
    let floor = logPrior - negligible
    kernels.forEach((kernel, column) => (floor += kernel.prior(point[column] ?? 0)))
    sums.set(logPeaks)
    kernels.forEach((kernel, column) => kernel.takeLacks(point[column] ?? 0, sums, floor))
    return logOfSum(sums)
  }
  const alone = columns.length === 1 && columns[0]?.axis.kind !== 'real'
  return {
    draw: (random) => {
      const component = pickComponent(weights, random)
      return kernels.map((kernel) => kernel.draw(component, random))
    },
    // Candidates of a single finite column meet again and again.
    logDensity: alone ? rememberingFirst(logDensity) : logDensity,
  }
}

function kernelsOf(column: Column, group: Group, dimensions: number, settings: Settings): Kernels {
  const { axis } = column
  const shape = { bandwidth: settings.bandwidth, dimensions }
  switch (axis.kind) {
    case 'real':
      return realKernels(column, axis, group, shape)
    case 'lattice':
      return latticeKernels(column, axis, group, shape)
    case 'categories':
      return categoricalKernels(column, axis, group, settings.priorWeight)
  }
}

function rememberingFirst(density: Mixture['logDensity']): Mixture['logDensity'] {
  const known = new Map<number | undefined, number>()
  return (point) => {
    const [first] = point
    const value = known.get(first) ?? density(point)
    known.set(first, value)
    return value
  }
}

function pickComponent(weights: Float64Array, random: RandomStream): number {
  let left = random.uniform()
  for (let k = 0; k < weights.length - 1; k += 1) {
    left -= weights[k] ?? 0
    if (left < 0) return k
  }
  return weights.length - 1
}

function logOfSum(terms: Float64Array): number {
  let greatest = -Infinity
  for (const term of terms) if (term > greatest) greatest = term
  let sum = 0
  for (const term of terms) if (term - greatest > -negligible) sum += exp(term - greatest)
  return greatest + log(sum)
}
