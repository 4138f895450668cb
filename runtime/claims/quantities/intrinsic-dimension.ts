// `on: { intrinsic_dimension: { metric, baseline } }`: how many trained numbers a task takes.
import type { JsonObject } from '../../../schemas/json.js'
import type { ResultMeasurement } from '../../../schemas/result.js'
import { bestOf, searches, type Cell } from '../../statistics/tidy-rows.js'
import type { Quantity } from './quantity.js'

/** What says how many numbers a trial trained. */
const size = 'trained_numbers'

/** A trial: how many numbers it trained, and how good it was. */
interface Point {
  readonly size: number
  readonly value: number
}

/**
 * The least number of trained numbers with which a trial reaches floor + share·(baseline − floor), interpolated between it and the next smaller
 * one on the logarithm of the size; the smallest one itself where that reaches it. The baseline is a point of the curve too, so that a search
 * that never reaches it counts with something between its largest trial and the whole model. A failed trial leaves the cell without a value.
 */
export const intrinsicDimension: Quantity = {
  kind: 'intrinsic_dimension',
  phase: 'tune',
  summary:
    'The least number of trained numbers whose tuning value reaches a share of what an arm that trains all of them reaches; fewer are better.',
  direction: 'minimize',
  reads: [size],
  options: {
    baseline: {
      type: ['string', 'object'],
      description: 'The arm that trains all weights, or a map from each arm of the claim to its own.',
      additionalProperties: { type: 'string' },
    },
    share: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.9,
      description: 'The share of the way from the floor to the baseline that is to be reached.',
    },
    floor: { type: 'number', default: 0, description: 'The value of a model that is not trained.' },
  },
  required: ['baseline'],
  arms: (options) => baselines(options).flat(),
  describe: (metric, { share = 0.9 }) =>
    `trained numbers that reach ${String(share)} of the baseline's tuning ${metric}`,
  cells: ({ arm, rows, rowsOf, metric, direction, options }) => {
    const { share = 0.9, floor = 0 } = options
    const whole = new Map(
      curves(rowsOf(baselineOf(arm, options)), metric).map(({ cell, points }) => [nameOf(cell), points]),
    )
    return curves(rows, metric).map(({ cell, points }) => {
      const best = bestPoint(whole.get(nameOf(cell)) ?? [], direction)
      const known = points.every((point) => point !== undefined) ? points : []
      if (best === undefined || known.length === 0) return { ...cell, value: undefined }
      const bar = Number(floor) + Number(share) * (best.value - Number(floor))
      const above = ({ value }: Point): number => (direction === 'maximize' ? value - bar : bar - value)
      return { ...cell, value: crossing([...known, best], above) }
    })
  },
}

/** The arm that all are compared with, or pairs of an arm and the one that it is compared with. */
const baselines = ({ baseline }: JsonObject): readonly (readonly string[])[] =>
  typeof baseline === 'object' && baseline !== null
    ? Object.entries(baseline).map(([arm, other]) => [arm, String(other)])
    : [[String(baseline)]]

const baselineOf = (arm: string, options: JsonObject): string => {
  const pairs = baselines(options)
  return (pairs.find(([own, other]) => other === undefined || own === arm) ?? []).at(-1) ?? ''
}

const nameOf = ({ task, replicate, fold }: Cell): string => JSON.stringify([task, replicate, fold])

/** Trials of each search; undefined where one has no value. */
const curves = (
  rows: readonly ResultMeasurement[],
  metric: string,
): readonly { readonly cell: Cell; readonly points: readonly (Point | undefined)[] }[] => {
  const sizes = searches(rows, size)
  return searches(rows, metric).map(({ cell, values }, search) => ({
    cell,
    points: values.map((value, trial) => {
      const trained = sizes[search]?.values[trial]
      return value === undefined || trained === undefined ? undefined : { size: trained, value }
    }),
  }))
}

/** The baseline: its best value, at its largest size. */
function bestPoint(
  points: readonly (Point | undefined)[],
  direction: 'maximize' | 'minimize',
): Point | undefined {
  const value = bestOf(
    points.map((point) => point?.value),
    direction,
  )
  return value === undefined
    ? undefined
    : { size: Math.max(...points.map((point) => point?.size ?? 0)), value }
}

/** Where the way from one size to the next first gets to `above` ≥ 0. */
function crossing(points: readonly Point[], above: (point: Point) => number): number | undefined {
  const ordered = [...points].sort((a, b) => a.size - b.size)
  const place = ordered.findIndex((point) => above(point) >= 0)
  const [below, reached] = [ordered[place - 1], ordered[place]]
  if (reached === undefined || below === undefined) return reached?.size
  const share = above(below) / (above(below) - above(reached))
  return below.size * (reached.size / below.size) ** share
}
