// Leak rule: rows that stop a training early are the rows that give it its value.
import type { LeakRule } from './leak-rule.js'
import { declared } from './opaque.js'
import { clash, openCells, rowsOf, showCell, showRow } from './row-sets.js'

const code = 'stopping-on-selection'

/** In each fold the stopping rows are apart from the selecting ones: stopping at the best moment for a row flatters on that row. */
export const stoppingOnSelection: LeakRule = {
  code,
  summary: 'Early stopping looks at rows that also select.',
  check: (leakCase) => {
    for (const { cell, data } of openCells(leakCase)) {
      for (const fold of cell.tuning.folds) {
        const unit = { ...cell.tuning, folds: [fold] }
        const found = clash(rowsOf([unit], ['stop']), rowsOf([unit], ['select']))
        if (found === undefined) continue
        return {
          rule: code,
          status: 'violated',
          message: `${showRow(data, found[1])} both stops and selects in ${showCell(cell, leakCase)}`,
          hint: 'give early stopping rows of its own: `rows: { train: 0.7, select: 0.2, stop: 0.1 }`',
          rows: found,
        }
      }
    }
    return (
      declared(code, leakCase) ?? {
        rule: code,
        status: 'proved',
        statement: 'No row that stops a training gives a trial its value (row sets compared).',
      }
    )
  },
}
