// Which configurations were selected, by arm and replicate; choices that all of them share are said once.
import type { JsonObject } from '../../schemas/json.js'
import type { Result } from '../../schemas/result.js'
import { showValue } from './numbers.js'
import type { Table } from './table.js'

/** One row a selection: where, which trial, and its choices. */
export function selectedTable({ arms }: Result): Table {
  const selections = Object.entries(arms).flatMap(([arm, { selected }]) =>
    selected.map((selection) => ({ arm, ...selection })),
  )
  const several = (values: readonly unknown[]): boolean => new Set(values).size > 1
  const tasks = several(selections.map(({ task }) => task))
  const folds = several(selections.map(({ fold }) => fold))
  return {
    title: 'Selected configurations',
    columns: [
      { title: 'arm', align: 'left' },
      ...(tasks ? [{ title: 'task', align: 'left' as const }] : []),
      { title: 'replicate', align: 'right' },
      ...(folds ? [{ title: 'fold', align: 'right' as const }] : []),
      { title: 'trial', align: 'right' },
      { title: 'configuration', align: 'left' },
    ],
    rows: selections.map(({ arm, task, replicate, fold, trial, configuration }) => [
      arm,
      ...(tasks ? [task] : []),
      String(replicate),
      ...(folds ? [String(fold)] : []),
      trial === null ? '–' : String(trial),
      configuration === null ? 'none: no trial had a value' : showConfiguration(configuration),
    ]),
  }
}

/** "learning_rate 0.003, optimizer adam": choices in their own order. */
export function showConfiguration(configuration: JsonObject): string {
  const choices = Object.entries(configuration)
  if (choices.length === 0) return 'nothing was open'
  return choices.map(([path, value]) => `${path} ${showValue(value)}`).join(', ')
}
