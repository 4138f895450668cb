// To the range from 0 to 1, or another.
import { laneConstant, lanesOf, valuesByLane } from './lanes.js'
import type { Fitted, FittingColumn, PrepareDefinition } from './prepare.js'
import { columnsOption, isRescalable, numberIn, numbersIn, refuseCategory } from './step-options.js'

/**
 * x ↦ (x − low) / (high − low), low and high over present training values (of all channels of an image together); a constant
 * column becomes 0. With `by: b`: x ↦ x / b, and nothing is fitted. Other rows may fall outside 0…1. With `to: [l, h]` the result r
 * becomes l + (h − l)·r.
 */
export const scale = {
  role: 'prepare',
  kind: 'scale',
  summary: 'Brings numbers into 0…1 by the range on the training rows, or divides them by a given number.',
  options: {
    by: {
      type: 'number',
      exclusiveMinimum: 0,
      'x-shorthand': true,
      description: 'Divisor to use in place of the range on the training rows: 255 for bytes.',
    },
    to: {
      type: 'array',
      items: { type: 'number' },
      minItems: 2,
      maxItems: 2,
      description: 'What 0 and 1 become: [-1, 1] for models that add noise. Absent: they stay.',
    },
    columns: columnsOption,
  },
  required: [],
  refuses: (column, options) => {
    const [low, high] = endsOf(options['to'])
    return low < high ? refuseCategory(column) : `cannot be scaled to ${String(low)}…${String(high)}`
  },
  takes: (column) => isRescalable(column),
  becomes: (column) => ({ ...column, indicator: false }),
  fit: (column, options) => {
    const by = numberIn(options, 'by', 0)
    const lanes = lanesOf(column.type.shape)
    const range = by > 0 ? { lows: filled(lanes, 0), widths: filled(lanes, by) } : rangeOf(column)
    return between(range, options['to'])
  },
  build: ({ type, value }, fitted, _, graph) => {
    const lows = laneConstant(graph, type.shape, numbersIn(fitted, 'lows'))
    const widths = laneConstant(graph, type.shape, numbersIn(fitted, 'widths'))
    return graph.divide(graph.subtract(value, lows), widths)
  },
} as const satisfies PrepareDefinition

function endsOf(to: unknown): readonly [number, number] {
  const [low, high]: readonly unknown[] = Array.isArray(to) ? to : []
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : [0, 1]
}

interface Ranges {
  readonly lows: readonly number[]
  readonly widths: readonly number[]
}

/** The ranges whose ends become these two numbers instead of 0 and 1. */
function between({ lows, widths }: Ranges, to: unknown): Ranges & Fitted {
  const [low, high] = endsOf(to)
  if (low === 0 && high === 1) return { lows, widths }
  const narrowed = widths.map((width) => width / (high - low))
  return { lows: lows.map((start, lane) => start - low * (narrowed[lane] ?? 1)), widths: narrowed }
}

const filled = (length: number, value: number): readonly number[] => new Array<number>(length).fill(value)

function rangeOf(column: FittingColumn): Ranges {
  const { shape } = column.type
  const ranges = valuesByLane(column).map(range)
  const whole: Range = [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))]
  const used = shape.length > 1 ? ranges.map(() => whole) : ranges
  return {
    lows: used.map(([low]) => (Number.isFinite(low) ? low : 0)),
    widths: used.map(([low, high]) => (high > low ? high - low : 1)),
  }
}

type Range = readonly [low: number, high: number]

/** Smallest and largest; ±∞ of nothing. */
function range(values: Float64Array): Range {
  const none = Infinity
  let low = none
  let high = -none
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}
