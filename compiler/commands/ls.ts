// `espalier ls`: the runs of a folder, one line each.
import { existsSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { readResult, runFiles } from '../../runtime/run.js'
import { tableLines } from '../../runtime/report/writers/text.js'
import { columnsOf } from '../../runtime/report/table.js'
import { readRunState } from '../../runtime/store/run-state.js'
import { exits, type Command } from './command.js'

interface Line {
  readonly run: string
  readonly name: string
  readonly status: string
  readonly trials: number
  readonly claims: string
}

/** Runs whose records cannot be read are listed as such; one bad run hides no other. */
export const command: Command = async (terminal, call) => {
  const folder = resolve(terminal.cwd, call.words[0] ?? 'runs')
  const lines = (existsSync(folder) ? readdirSync(folder).sort() : [])
    .map((entry) => join(folder, entry))
    .filter((directory) => existsSync(join(directory, runFiles.plan)))
    .map((directory) => describe(directory, relative(terminal.cwd, directory) || '.'))
  if (call.options['json'] === true) terminal.out(`${JSON.stringify(lines, undefined, 2)}\n`)
  else if (lines.length === 0) terminal.err(`no runs in ${relative(terminal.cwd, folder) || '.'}\n`)
  else terminal.out(`${tableOf(lines).join('\n')}\n`)
  return exits.done
}

function describe(directory: string, run: string): Line {
  try {
    const state = readRunState(directory)
    const trials = [...state.searches.values()].reduce((sum, search) => sum + search.trials.size, 0)
    return { run, name: state.started?.name ?? '', status: state.status, trials, claims: claimsOf(directory) }
  } catch {
    return { run, name: '', status: 'unreadable', trials: 0, claims: '' }
  }
}

function claimsOf(directory: string): string {
  if (!existsSync(join(directory, runFiles.result))) return ''
  const outcomes = readResult(directory).claims.map(({ outcome }) => outcome)
  return [...new Set(outcomes)]
    .map((outcome) => `${outcomes.filter((each) => each === outcome).length} ${outcome}`)
    .join(', ')
}

const tableOf = (lines: readonly Line[]): readonly string[] =>
  tableLines({
    title: 'Runs',
    columns: columnsOf('run', ['status', 'trials', 'claims']),
    rows: lines.map(({ run, status, trials, claims }) => [run, status, String(trials), claims]),
  })
