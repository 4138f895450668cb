// Leak rule: tuning towards a number that is to be reported.
import type { LeakRule } from './leak-rule.js'

const code = 'evaluation-as-objective'

/** The objective is computed on selecting rows: no tuning unit is even told which rows are measured. */
export const evaluationAsObjective: LeakRule = {
  code,
  summary: 'The objective is a measurement on evaluation rows.',
  check: ({ arms, objective }) => {
    const named = objective.find((metric) => /^(evaluation|evaluate|test|measure)[._]/.test(metric))
    const told = arms
      .flatMap((arm) => arm.cells)
      .some(({ tuning }) => tuning.folds.some((fold) => fold.measure !== undefined))
    if (named === undefined && !told) {
      const statement =
        'Trials get their value on selecting rows; tuning units do not hold the measured rows.'
      return { rule: code, status: 'proved', statement }
    }
    return {
      rule: code,
      status: 'violated',
      message: `the objective ${named === undefined ? 'of a tuning unit' : `'${named}'`} is measured on evaluation rows`,
      hint: 'name the metric alone, for example `maximize: accuracy`: in tuning it is measured on selecting rows',
    }
  },
}
