// Missing entries filled in.
import { DataError } from '../../data/data-error.js'
import { laneConstant, lanesOf, valuesByLane } from './lanes.js'
import type { ColumnType, FittingColumn, PrepareDefinition, StepOptions } from './prepare.js'
import { columnsOption, numberIn, numbersIn } from './step-options.js'

/**
 * Missing numbers become the mean, median, most frequent or a given value of the training rows; missing categories the most
 * frequent, or the given label, which is added to the categories if it is new. Ties: the smallest value, the first label.
 */
export const impute = {
  role: 'prepare',
  kind: 'impute',
  summary: 'Fills missing entries in with a statistic of the training rows, or with a constant.',
  options: {
    strategy: {
      enum: ['mean', 'median', 'most_frequent', 'constant'],
      default: 'mean',
      'x-shorthand': true,
      description: 'What fills a gap. Categories take the most frequent label, or the constant.',
    },
    value: {
      type: ['number', 'string'],
      default: 0,
      description: 'The constant, for `strategy: constant`; a label for categories.',
    },
    columns: columnsOption,
  },
  required: [],
  refuses: (column, options) =>
    column.kind === 'real' && isConstant(options) && typeof options['value'] === 'string'
      ? `holds numbers, and '${options['value']}' is none`
      : undefined,
  takes: (column, options) => column.mayMiss && !(isConstant(options) && misfits(column, options)),
  becomes: (column, options) => ({ ...column, mayMiss: false, categories: labelsAfter(column, options) }),
  fit: (column, options) =>
    column.type.kind === 'category'
      ? { code: codeFor(column, options) }
      : { fills: fillsFor(column, options) },
  build: ({ type, value }, fitted, _, graph) => {
    if (type.kind === 'category') return graph.where(graph.less(value, 0), numberIn(fitted, 'code', 0), value)
    return graph.where(graph.isNan(value), laneConstant(graph, type.shape, numbersIn(fitted, 'fills')), value)
  },
} as const satisfies PrepareDefinition

const isConstant = (options: StepOptions): boolean => options['strategy'] === 'constant'

/** Without `columns:` a numeric constant is meant for numbers, a label for categories. */
const misfits = (column: ColumnType, options: StepOptions): boolean =>
  (typeof options['value'] === 'string') !== (column.kind === 'category')

function labelsAfter(column: ColumnType, options: StepOptions): readonly string[] {
  if (column.kind === 'real' || !isConstant(options)) return column.categories
  const label = String(options['value'] ?? 0)
  return column.categories.includes(label) ? column.categories : [...column.categories, label]
}

function codeFor({ type, values }: FittingColumn, options: StepOptions): number {
  if (isConstant(options)) return labelsAfter(type, options).indexOf(String(options['value'] ?? 0))
  const present = Array.from(values).filter((code) => code >= 0)
  return present.length === 0 ? nothingToFillFrom(type) : mostFrequent(present)
}

function fillsFor(column: FittingColumn, options: StepOptions): readonly number[] {
  const { strategy } = options
  if (isConstant(options)) {
    return new Array<number>(lanesOf(column.type.shape)).fill(numberIn(options, 'value', 0))
  }
  return valuesByLane(column).map((values) => {
    if (values.length === 0) return nothingToFillFrom(column.type)
    if (strategy === 'median') return median(values)
    if (strategy === 'most_frequent') return mostFrequent(values)
    return values.reduce((sum, value) => sum + value, 0) / values.length
  })
}

function nothingToFillFrom(type: ColumnType): never {
  throw new DataError(
    'nothing-to-impute-from',
    'prepare',
    `column '${type.name}' has no value on the training rows to fill its gaps with`,
    'use `impute: { strategy: constant, value: … }`, or leave the column out',
  )
}

function median(values: Float64Array): number {
  const sorted = values.slice().sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2
}

function mostFrequent(values: Iterable<number>): number {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const ranked = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b)
  return ranked[0]?.[0] ?? 0
}
