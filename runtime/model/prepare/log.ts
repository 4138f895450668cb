// Logarithms of skewed numbers.
import { DataError } from '../../data/data-error.js'
import { valuesByLane } from './lanes.js'
import type { PrepareDefinition } from './prepare.js'
import { columnsOption, numberIn, refuseCategory } from './step-options.js'

/**
 * x ↦ ln(x + offset). Other rows may hold numbers below the smallest of the training rows, down to where no logarithm exists;
 * they are taken for that smallest. Missing stays missing.
 */
export const log = {
  role: 'prepare',
  kind: 'log',
  summary: 'Takes the natural logarithm of numbers plus an offset.',
  options: {
    columns: { ...columnsOption, 'x-shorthand': true, description: 'Names of the columns to treat.' },
    offset: { type: 'number', default: 1, description: 'Added first, so that 0 has a logarithm.' },
  },
  required: ['columns'],
  refuses: (column) => refuseCategory(column),
  takes: () => false,
  becomes: (column) => ({ ...column, indicator: false }),
  fit: (column, options) => {
    const offset = numberIn(options, 'offset', 1)
    const smallest = Math.min(
      ...valuesByLane(column).map((lane) =>
        lane.reduce((low, value) => (value < low ? value : low), Infinity),
      ),
    )
    if (smallest === Infinity) return { floor: 1 }
    if (smallest + offset > 0) return { floor: smallest + offset }
    throw new DataError(
      'log-of-nothing',
      'prepare',
      `column '${column.type.name}' goes down to ${smallest}, and ${smallest} + ${offset} has no logarithm`,
      `write \`offset:\` with a number above ${-smallest}`,
    )
  },
  build: ({ value }, fitted, options, graph) => {
    const shifted = graph.add(value, numberIn(options, 'offset', 1))
    const floor = numberIn(fitted, 'floor', 1)
    // Not a maximum: whether that keeps NaN depends on the provider.
    return graph.log(graph.where(graph.less(shifted, floor), floor, shifted))
  },
} as const satisfies PrepareDefinition
