// A Parzen estimator: a weighted mixture of product kernels over the columns that are modelled together.
import type { RandomStream } from '../../support/random.js'
import { categoricalKernels } from './categorical-kernels.js'
import type { Column } from './column.js'
import type { Kernels } from './kernels.js'
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
 * The mixture over `columns` of the trials `rows` (oldest first, each of which met all columns) and the prior. With one column this is the
 * independent estimator of Bergstra et al. 2011, with several the multivariate one (Falkner et al. 2018; Optuna).
 */
export function mixtureOf(columns: readonly Column[], rows: readonly number[], settings: Settings): Mixture {
  const weights = forgettingWeights(rows.length, settings.forgetAfter, settings.priorWeight)
  const logWeights = weights.map(log)
  const kernels = columns.map((column) => kernelsOf(column, rows, columns.length, settings))
  // Log-densities that may be positive come first, so that what is left to add never raises a sum that was given up.
  const order = kernels
    .map((kernel, column) => ({ kernel, column }))
    .sort((a, b) => Number(a.kernel.discrete) - Number(b.kernel.discrete))
  const sums = new Float64Array(weights.length)
  return {
    draw: (random) => {
      const component = pickComponent(weights, random)
      return kernels.map((kernel) => kernel.draw(component, random))
    },
    logDensity: (point) => {
      let floor = (logWeights[rows.length] ?? 0) - negligible
      for (const { kernel, column } of order) floor += kernel.prior(point[column] ?? 0)
      sums.set(logWeights)
      for (const { kernel, column } of order) kernel.add(point[column] ?? 0, sums, floor)
      return logOfSum(sums)
    },
  }
}

function kernelsOf(column: Column, rows: readonly number[], dimensions: number, settings: Settings): Kernels {
  const { axis } = column
  const shape = { bandwidth: settings.bandwidth, dimensions }
  switch (axis.kind) {
    case 'real':
      return realKernels(column, axis, rows, shape)
    case 'lattice':
      return latticeKernels(column, axis, rows, shape)
    case 'categories':
      return categoricalKernels(column, axis, rows, settings.priorWeight)
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
