// Leak rule: a row that was seen in tuning or fitted on is measured, or a trial selects on a row that it trained on.
import type { LeakCase, LeakFinding, LeakRule } from './leak-rule.js'
import { declared } from './opaque.js'
import {
  clash,
  measuredRows,
  openCells,
  rowsOf,
  seenRows,
  showCell,
  showRow,
  type OpenCell,
} from './row-sets.js'

const code = 'overlapping-rows'

/** No row is on both sides: tuning and measuring, training and selecting. */
export const overlappingRows: LeakRule = {
  code,
  summary: 'A row is in the tuning pool and in the evaluation pool, or trains and selects in one fold.',
  check: (leakCase) => {
    const cells = openCells(leakCase)
    for (const open of cells) {
      const found = betweenPools(open, leakCase) ?? insideTuning(open, leakCase)
      if (found !== undefined) return found
    }
    return (
      declared(code, leakCase) ?? {
        rule: code,
        status: 'proved',
        statement: `In each of ${cells.length} replicates no measured row was seen in tuning or fitted on, and no selecting row trains (row sets compared).`,
      }
    )
  },
}

function betweenPools({ cell, data }: OpenCell, leakCase: LeakCase): LeakFinding | undefined {
  const found = clash(seenRows(cell), measuredRows(cell))
  if (found === undefined) return undefined
  return {
    rule: code,
    status: 'violated',
    message: `${showRow(data, found[1])} is in the tuning pool and in the evaluation pool of ${showCell(cell, leakCase)}`,
    hint: 'give both pools rows of their own: fractions that sum to 1 at most',
    rows: found,
  }
}

function insideTuning({ cell, data }: OpenCell, leakCase: LeakCase): LeakFinding | undefined {
  for (const fold of cell.tuning.folds) {
    const unit = { ...cell.tuning, folds: [fold] }
    const found = clash(rowsOf([unit], ['train']), rowsOf([unit], ['select', 'stop']))
    if (found === undefined) continue
    return {
      rule: code,
      status: 'violated',
      message: `${showRow(data, found[1])} both trains and judges a trial of ${showCell(cell, leakCase)}`,
      hint: 'let `train`, `stop` and `select` sum to 1 at most',
      rows: found,
    }
  }
  return undefined
}
