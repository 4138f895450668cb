// What the host draws for the rows of a batch: the gap that each is trained on, and all numbers that follow from it.
import type { RandomStream } from '../../../support/random.js'
import { cumulativeShares, gapOf, type GapDraw } from './gap-draw.js'
import { levelsOf, type LevelRange } from './levels.js'
import { preconditioning } from './preconditioning.js'

/** Where rows are drawn from. */
export interface LevelSetting extends LevelRange {
  readonly sigma: number
  readonly gaps: number
  readonly draw: GapDraw
  /** Whether the loss of a row is divided by the width of its gap: λ(t_i) = 1 / (t_{i+1} − t_i), else 1. */
  readonly inverseGap: boolean
}

const ends = ['lower', 'upper'] as const
const parts = ['level', 'skip', 'out', 'input', 'noise'] as const

/** A number of one end of a row's gap. */
export type EndPart = `${(typeof ends)[number]}_${(typeof parts)[number]}`

/** All that is drawn for a row. */
export const drawNames: readonly (EndPart | 'weight')[] = [
  'weight',
  ...ends.flatMap((end) => parts.map((part): EndPart => `${end}_${part}`)),
]

/** The numbers of so many rows, by name. */
export function drawRows(
  setting: LevelSetting,
  rows: number,
  random: RandomStream,
): Readonly<Record<string, Float32Array>> {
  const levels = levelsOf(setting.gaps, setting)
  const shares = cumulativeShares(levels, setting.draw)
  const drawn: Record<string, Float32Array> = {}
  for (const name of drawNames) drawn[name] = new Float32Array(rows)
  const put = (name: EndPart | 'weight', row: number, value: number): void => {
    const values = drawn[name]
    if (values !== undefined) values[row] = value
  }
  for (let row = 0; row < rows; row += 1) {
    const gap = gapOf(shares, random.uniform())
    const [lower = 0, upper = 0] = levels.subarray(gap, gap + 2)
    put('weight', row, setting.inverseGap ? 1 / (upper - lower) : 1)
    for (const [end, level] of [
      ['lower', lower],
      ['upper', upper],
    ] as const) {
      const { skip, out, input, noise } = preconditioning(level, setting.sigma, setting.lowest)
      put(`${end}_level`, row, level)
      put(`${end}_skip`, row, skip)
      put(`${end}_out`, row, out)
      put(`${end}_input`, row, input)
      put(`${end}_noise`, row, noise)
    }
  }
  return drawn
}
