// `espalier show`: state and results of a run; readers never disturb the run they look at.
import { existsSync } from 'node:fs'
import { join, relative } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readResult, runFiles } from '../../runtime/run.js'
import { formsSentence } from '../../runtime/report/counts.js'
import { plural } from '../../runtime/report/numbers.js'
import { plainStyle, writeText } from '../../runtime/report/writers/text.js'
import { writeJson } from '../../runtime/report/writers/json.js'
import { readRunState } from '../../runtime/store/run-state.js'
import type { StudyState } from '../../runtime/store/state.js'
import { exits, type Command, type Terminal } from './command.js'
import { existingRun } from './run-directory.js'

/** Milliseconds between two looks at a run that is followed. */
const interval = 1000

/** Looks granted to a run that has ended but whose result is not there: writing it takes a moment. */
const looksForResult = 10

export const command: Command = async (terminal, call) => {
  const directory = existingRun(call.words[0] ?? '.', terminal.cwd)
  if (call.options['follow'] === true) await follow(terminal, directory)
  if (existsSync(join(directory, runFiles.result))) {
    const result = readResult(directory)
    const forms = formsSentence(result)
    const text = `${writeText(result, plainStyle)}\n${forms === undefined ? '' : `form: ${forms}\n`}`
    terminal.out(call.options['json'] === true ? writeJson(result) : text)
    return exits.done
  }
  const state = readRunState(directory)
  const lines = stateLines(state)
  if (call.options['json'] === true)
    terminal.out(`${JSON.stringify({ status: state.status, lines }, undefined, 2)}\n`)
  else terminal.out(`${lines.join('\n')}\n`)
  if (state.status !== 'running') {
    terminal.err(`go on with: espalier resume ${relative(terminal.cwd, directory) || '.'}\n`)
  }
  return exits.done
}

/** Until there is a result, or nobody is left to write one. */
async function follow(terminal: Terminal, directory: string): Promise<void> {
  let shown = ''
  let looks = 0
  while (!existsSync(join(directory, runFiles.result))) {
    const state = readRunState(directory)
    // Nobody writes any more: the caller says how the run stands.
    if (state.status === 'interrupted') return
    if (state.status !== 'running') looks += 1
    if (looks > looksForResult) return
    const lines = stateLines(state).join('\n')
    if (lines !== shown) terminal.err(`${lines}\n`)
    shown = lines
    await pause(interval)
  }
}

/** An unfinished run in lines: status, and a line a search with its trials and ends. */
function stateLines(state: StudyState): readonly string[] {
  const searches = [...state.searches.values()]
  const byArm = new Map<string, { trials: number; ended: number }>()
  for (const { key, trials } of searches) {
    const sum = byArm.get(key.arm) ?? { trials: 0, ended: 0 }
    const ended = [...trials.values()].filter(({ end }) => end !== undefined).length
    byArm.set(key.arm, { trials: sum.trials + trials.size, ended: sum.ended + ended })
  }
  const name = state.started?.name ?? 'a run that has not begun'
  return [
    `${name}: ${state.status}`,
    ...[...byArm].map(
      ([arm, { trials, ended }]) => `  ${arm}: ${ended} of ${plural(trials, 'proposed trial')} ended`,
    ),
    `  ${plural(state.segments.size, 'training')} done, ${plural(state.evaluated.size, 'unit')} evaluated`,
  ]
}
