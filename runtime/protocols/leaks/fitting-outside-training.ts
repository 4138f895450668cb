// Leak rule: statistics fitted on rows that do not train.
import type { LeakRule } from './leak-rule.js'
import { declared } from './opaque.js'
import { openCells, rowsOf } from './row-sets.js'

const code = 'fitting-outside-training'

/**
 * Preparation is fitted by `fit(columns, rows)` with the training rows of the fold and nothing else: the other row sets are not
 * among its arguments. What is left to check is that each fold has training rows.
 */
export const fittingOutsideTraining: LeakRule = {
  code,
  summary: 'A statistic (normalization, vocabulary, class weights) is fitted outside the training rows.',
  check: (leakCase) => {
    const cells = openCells(leakCase)
    const empty = cells.find(({ cell }) =>
      rowsOf([cell.tuning, ...cell.evaluation], ['train']).some((rows) => rows.length === 0),
    )
    if (empty !== undefined) {
      return {
        rule: code,
        status: 'violated',
        message: `a fold of replicate ${empty.cell.tuning.replicate + 1} has no training rows to fit preparation on`,
        hint: 'give `train` a larger fraction',
      }
    }
    return (
      declared(code, leakCase) ?? {
        rule: code,
        status: 'proved',
        statement:
          'Preparation and parameters are fitted on the training rows of each fold alone (by construction: no other rows reach them).',
      }
    )
  },
}
