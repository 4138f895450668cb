// Leak rule: an arm that is a model file was trained on a row that it is measured on.
import type { LeakArm, LeakCase, LeakFinding, LeakRule } from './leak-rule.js'
import { measuredRows, showCell, showRow } from './row-sets.js'

const code = 'pretrained-on-evaluation'

/** No model file has seen a measured row, by the fingerprints that it carries. */
export const pretrainedOnEvaluation: LeakRule = {
  code,
  summary: 'A model file was trained on a row that it is measured on.',
  concerns: ({ arms }) => arms.some(({ pretrained }) => pretrained !== undefined),
  check: (leakCase) => {
    const found = leakCase.arms.flatMap((arm) => violationOf(arm, leakCase) ?? [])
    if (found[0] !== undefined) return found[0]
    const silent = leakCase.arms.find((arm) => !tellsRows(arm))?.pretrained
    return silent === undefined
      ? {
          rule: code,
          status: 'proved',
          statement:
            'No measured row is among those that a model file was trained on (fingerprints compared).',
        }
      : {
          rule: code,
          status: 'declared',
          statement: `'${silent.file}' does not say which rows it was trained on; its author vouches for them.`,
        }
  },
}

const tellsRows = ({ pretrained, cells }: LeakArm): boolean =>
  pretrained === undefined || cells.every(({ tuning }) => pretrained.seen.has(tuning.task))

function violationOf({ name, pretrained, cells }: LeakArm, leakCase: LeakCase): LeakFinding | undefined {
  for (const cell of pretrained === undefined ? [] : cells) {
    const seen = new Set(pretrained?.seen.get(cell.tuning.task))
    const row = measuredRows(cell)
      .flatMap((rows) => [...rows])
      .find((each) => seen.has(each))
    const data = leakCase.tasks.find((task) => task.name === cell.tuning.task)?.data
    if (row === undefined || data === undefined) continue
    return {
      rule: code,
      status: 'violated',
      message: `${showRow(data, row)} is measured in ${showCell(cell, leakCase)}, and the model '${pretrained?.file ?? ''}' of arm '${name}' was trained on it`,
      hint: 'measure on rows that are newer than the model (`pools: { …, by: time }`), or deploy with `deploy: { refit: tune }`',
      rows: [row],
    }
  }
  return undefined
}
