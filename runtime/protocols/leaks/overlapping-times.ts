// Leak rule: measured rows that are not later than everything that was learnt from.
import type { Rows } from '../protocol.js'
import type { LeakRule } from './leak-rule.js'
import { declared } from './opaque.js'
import { measuredRows, openCells, seenRows, showCell, showRow } from './row-sets.js'

const code = 'overlapping-times'

/** Where the data name a time, all measured rows are later than all rows that were seen in tuning or fitted on. */
export const overlappingTimes: LeakRule = {
  code,
  summary: 'The time span of the tuning pool reaches into that of the evaluation pool.',
  check: (leakCase) => {
    const cells = openCells(leakCase)
    for (const { cell, data } of cells) {
      const { times } = data
      if (times === undefined) continue
      const latest = extreme(seenRows(cell), times, 1)
      const earliest = extreme(measuredRows(cell), times, -1)
      if (latest === undefined || earliest === undefined) continue
      if ((times[latest] ?? 0) < (times[earliest] ?? 0)) continue
      return {
        rule: code,
        status: 'violated',
        message: `${showRow(data, latest)} in the tuning pool of ${showCell(cell, leakCase)} is not earlier than ${showRow(data, earliest)} in its evaluation pool`,
        hint: 'write `by: time` under `pools`',
        rows: [latest, earliest],
      }
    }
    const timed = cells.some(({ data }) => data.times !== undefined)
    const statement = timed
      ? 'Every measured row is later than all rows that were seen in tuning or fitted on (times compared).'
      : 'The data declare no time.'
    return declared(code, leakCase) ?? { rule: code, status: 'proved', statement }
  },
}

/** The row with the largest (sign 1) or smallest (sign −1) time. */
function extreme(sets: readonly Rows[], times: ArrayLike<number>, sign: 1 | -1): number | undefined {
  let found: number | undefined
  for (const rows of sets) {
    for (const row of rows) {
      if (found === undefined || sign * (times[row] ?? 0) > sign * (times[found] ?? 0)) found = row
    }
  }
  return found
}
