// `espalier compare`: finished runs side by side.
import { relative } from 'node:path'
import { compareResults } from '../../runtime/report/compare.js'
import { readResult } from '../../runtime/run.js'
import { tableLines } from '../../runtime/report/writers/text.js'
import { SpecError } from '../../schemas/diagnostic.js'
import { exits, type Command } from './command.js'
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
  const comparison = compareResults(results)
  if (call.options['json'] === true) terminal.out(`${JSON.stringify(comparison, undefined, 2)}\n`)
  else {
    const tables = comparison.tables.map((table) => `${table.title}\n${tableLines(table).join('\n')}\n`)
    terminal.out(`${[...comparison.remarks, '', ...tables].join('\n')}`)
  }
  return exits.done
}
