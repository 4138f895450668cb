// The course of a search: the best value after each trial, summed up over the searches of an arm.
// Owns the figures for the table and for the picture.
import type { Result } from '../../schemas/result.js'
import { searches } from '../statistics/tidy-rows.js'
import { decimalsFor, showNumber } from './numbers.js'
import { columnsOf, type Table } from './table.js'

/** Best value after each trial: median over searches, with the middle half as a band. */
export interface Course {
  readonly arm: string
  readonly searches: number
  readonly points: readonly {
    readonly trial: number
    readonly low: number
    readonly middle: number
    readonly high: number
  }[]
}

/** One course an arm that searched; searches count from the trial that first had a value. */
export function coursesOf({ arms, measurements, objective }: Result): readonly Course[] {
  const [first] = objective
  if (first === undefined) return []
  return Object.keys(arms).flatMap((arm) => {
    const rows = measurements.filter((row) => row.arm === arm)
    const runs = searches(rows, first.metric).map(({ values }) => bestAfterEach(values, first.direction))
    const longest = Math.max(0, ...runs.map(({ length }) => length))
    if (longest === 0) return []
    const points = Array.from({ length: longest }, (_, index) => {
      const reached = runs
        .map((run) => run[Math.min(index, run.length - 1)])
        .filter((value) => value !== undefined)
      return reached.length === 0
        ? []
        : [
            {
              trial: index + 1,
              low: quantile(reached, 0.25),
              middle: quantile(reached, 0.5),
              high: quantile(reached, 0.75),
            },
          ]
    }).flat()
    return [{ arm, searches: runs.length, points }]
  })
}

/** Best values at a few milestones. */
export function courseTable(result: Result): Table {
  const courses = coursesOf(result)
  const longest = Math.max(0, ...courses.map(({ points }) => points.at(-1)?.trial ?? 0))
  const milestones = [
    ...new Set([1, 0.25, 0.5, 1].map((share, index) => (index === 0 ? 1 : Math.ceil(share * longest)))),
  ]
  return {
    title: 'Search',
    caption: `Best ${result.objective[0]?.metric ?? 'value'} so far, median over searches [middle half], on the rows that select.`,
    columns: columnsOf(
      'arm',
      milestones.map((trial) => `after ${trial}`),
    ),
    rows: courses.map(({ arm, points }) => [
      arm,
      ...milestones.map((milestone) => {
        const point = points.find(({ trial }) => trial === milestone)
        return point === undefined ? '–' : showPoint(point)
      }),
    ]),
  }
}

function showPoint({ low, middle, high }: Course['points'][number]): string {
  const decimals = decimalsFor({ level: 0.5, low, high, method: 'quantile' }, middle)
  return `${showNumber(middle, decimals)} [${showNumber(low, decimals)}, ${showNumber(high, decimals)}]`
}

function bestAfterEach(
  values: readonly (number | undefined)[],
  direction: 'maximize' | 'minimize',
): readonly (number | undefined)[] {
  let best: number | undefined
  return values.map((value) => {
    const improves =
      best === undefined || (direction === 'maximize' ? (value ?? best) > best : (value ?? best) < best)
    if (value !== undefined && improves) best = value
    return best
  })
}

/** Linear between order statistics. */
function quantile(values: readonly number[], p: number): number {
  const sorted = Float64Array.from(values).sort()
  const place = p * (sorted.length - 1)
  const lower = sorted[Math.floor(place)] ?? Number.NaN
  const upper = sorted[Math.ceil(place)] ?? Number.NaN
  return lower + (upper - lower) * (place - Math.floor(place))
}
