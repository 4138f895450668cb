// Leak rule: what stops or selects looks at rows that are measured.
import type { LeakRule } from './leak-rule.js'
import { declared } from './opaque.js'
import { clash, measuredRows, openCells, rowsOf, showCell, showRow } from './row-sets.js'

const code = 'selection-on-evaluation'

/** No measured row selects a trial or stops a training, in either phase. */
export const selectionOnEvaluation: LeakRule = {
  code,
  summary: 'A row of the evaluation pool selects a trial or stops a training.',
  check: (leakCase) => {
    for (const { cell, data } of openCells(leakCase)) {
      const judging = [
        ...rowsOf([cell.tuning], ['select', 'stop']),
        ...rowsOf(cell.evaluation, ['select', 'stop']),
      ]
      const found = clash(judging, measuredRows(cell))
      if (found === undefined) continue
      return {
        rule: code,
        status: 'violated',
        message: `${showRow(data, found[1])} selects or stops, and is measured, in ${showCell(cell, leakCase)}`,
        hint: 'take stopping and selecting rows from the tuning pool',
        rows: found,
      }
    }
    return (
      declared(code, leakCase) ?? {
        rule: code,
        status: 'proved',
        statement: 'No measured row selects a trial or stops a training (row sets compared).',
      }
    )
  },
}
