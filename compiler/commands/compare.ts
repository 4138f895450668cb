// `espalier compare`: finished runs side by side.
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { compareResults, type Comparison, type NamedResult } from '../../runtime/report/compare.js'
import { readResult, runFiles } from '../../runtime/run.js'
import { columnsOf } from '../../runtime/report/table.js'
import { tableLines } from '../../runtime/report/writers/text.js'
import { SpecError } from '../../schemas/diagnostic.js'
import { exits, type Command } from './command.js'
import { differingSettings } from './plan-settings.js'
import { finishedRun } from './run-directory.js'

/** @throws SpecError `too-few-runs` for one run alone, `not-finished` for a run without a result */
export const command: Command = async (terminal, call) => {
  if (call.words.length < 2)
    throw new SpecError('too-few-runs', 'one run was given, at least two were expected')
  const directories = call.words.map((word) => finishedRun(word, terminal.cwd))
  const results = directories.map((directory) => ({
    name: relative(terminal.cwd, directory) || '.',
    result: readResult(directory),
  }))
  const comparison = withSettings(compareResults(results), results, directories)
  if (call.options['json'] === true) terminal.out(`${JSON.stringify(comparison, undefined, 2)}\n`)
  else {
    const tables = comparison.tables.map((table) => `${table.title}\n${tableLines(table).join('\n')}\n`)
    terminal.out(`${[...comparison.remarks, '', ...tables].join('\n')}`)
  }
  return exits.done
}

/** The comparison with a table of the settings in which the plans differ, first. */
function withSettings(
  comparison: Comparison,
  results: readonly NamedResult[],
  directories: readonly string[],
): Comparison {
  const files = directories.map((directory) => join(directory, runFiles.plan))
  const plans = files.map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : ''))
  const rows = differingSettings(plans).map(({ place, values }) => [
    place,
    ...values.map((value) => value ?? '–'),
  ])
  if (rows.length === 0) return comparison
  const columns = columnsOf(
    'setting',
    results.map(({ name }) => name),
  )
  return { ...comparison, tables: [{ title: 'Settings that differ', columns, rows }, ...comparison.tables] }
}
