// Zero mean and unit variance.
import { laneConstant, valuesByLane } from './lanes.js'
import type { PrepareDefinition } from './prepare.js'
import { columnsOption, isRescalable, numbersIn, refuseCategory } from './step-options.js'

/**
 * x ↦ (x − mean) / deviation, over present training values (deviation with denominator n; 1 where a column is constant). An image
 * has a mean and a deviation a channel. Missing stays missing.
 */
export const standardize = {
  role: 'prepare',
  kind: 'standardize',
  summary: 'Shifts and divides numbers to mean 0 and standard deviation 1 on the training rows.',
  options: { columns: { ...columnsOption, 'x-shorthand': true } },
  required: [],
  refuses: (column) => refuseCategory(column),
  takes: (column) => isRescalable(column),
  becomes: (column) => ({ ...column, indicator: false }),
  fit: (column) => {
    const moments = valuesByLane(column).map(momentsOf)
    return {
      means: moments.map(({ mean }) => mean),
      deviations: moments.map(({ deviation }) => deviation),
    }
  },
  build: ({ type, value }, fitted, _, graph) => {
    const means = laneConstant(graph, type.shape, numbersIn(fitted, 'means'))
    const deviations = laneConstant(graph, type.shape, numbersIn(fitted, 'deviations'))
    return graph.divide(graph.subtract(value, means), deviations)
  },
} as const satisfies PrepareDefinition

function momentsOf(values: Float64Array): { readonly mean: number; readonly deviation: number } {
  if (values.length === 0) return { mean: 0, deviation: 1 }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const deviation = Math.sqrt(squares / values.length)
  // Rounding leaves a constant column with a deviation of about 1e-16 of its size.
  return { mean, deviation: deviation > 1e-12 * Math.abs(mean) && deviation > 0 ? deviation : 1 }
}
