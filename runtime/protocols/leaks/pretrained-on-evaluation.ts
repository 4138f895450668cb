// Leak rule: a model file that an arm is, or that its models begin with, was trained on a row that it is measured on.
import type { LeakArm, LeakCase, LeakFinding, LeakRule, PretrainedFile } from './leak-rule.js'
import { measuredRows, showCell, showRow } from './row-sets.js'

const code = 'pretrained-on-evaluation'

/** No model file has seen a measured row, by the fingerprints that it carries. */
export const pretrainedOnEvaluation: LeakRule = {
  code,
  summary: 'A model file was trained on a row that it is measured on.',
  concerns: ({ arms }) => arms.some(({ pretrained = [] }) => pretrained.length > 0),
  check: (leakCase) => {
    const uses = leakCase.arms.flatMap((arm) => (arm.pretrained ?? []).map((model) => ({ arm, model })))
    for (const use of uses) {
      const found = violationOf(use, leakCase)
      if (found !== undefined) return found
    }
    const silent = uses.find((use) => !tellsRows(use))?.model
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

/** A model file in an arm. */
interface Use {
  readonly arm: LeakArm
  readonly model: PretrainedFile
}

const tellsRows = ({ arm, model }: Use): boolean =>
  model.inPart !== true && arm.cells.every(({ tuning }) => model.seen.has(tuning.task))

function violationOf({ arm, model }: Use, leakCase: LeakCase): LeakFinding | undefined {
  for (const cell of arm.cells) {
    const seen = new Set(model.seen.get(cell.tuning.task))
    const row = measuredRows(cell)
      .flatMap((rows) => [...rows])
      .find((each) => seen.has(each))
    const data = leakCase.tasks.find((task) => task.name === cell.tuning.task)?.data
    if (row === undefined || data === undefined) continue
    return {
      rule: code,
      status: 'violated',
      message: `${showRow(data, row)} is measured in ${showCell(cell, leakCase)}, and the model '${model.file}' of arm '${arm.name}' was trained on it`,
      hint: 'measure on rows that are newer than the model (`pools: { …, by: time }`), or deploy with `deploy: { refit: tune }`',
      rows: [row],
      file: model.file,
    }
  }
  return undefined
}
