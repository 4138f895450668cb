// What `run` and `resume` share: the study with its signals and progress, then the final words and the exit code.
import { join, relative } from 'node:path'
import { runDirectory, runFiles } from '../../runtime/run.js'
import { placementSentences } from '../../runtime/report/placement-table.js'
import { plainStyle, writeText } from '../../runtime/report/writers/text.js'
import { writeJson } from '../../runtime/report/writers/json.js'
import type { Result } from '../../schemas/result.js'
import type { Notebook } from '../pipelines/notebook.js'
import { exits, type Call, type Exit, type Terminal } from './command.js'
import { listenForSignals } from './interruption.js'
import { createDisplay } from './live-progress.js'
import type { RunSettings } from './run-settings.js'
import { valuelessArms } from './valueless-arms.js'

/** What is carried out, and how. */
export interface CarryOut {
  readonly directory: string
  /** Folder from which paths of the specification are read. */
  readonly root: string
  readonly settings: RunSettings
  readonly notebook: Notebook
}

/** Carries a run directory out and prints its result; an interrupted run says how to go on. */
export async function carryOut(terminal: Terminal, call: Call, carried: CarryOut): Promise<Exit> {
  const { directory, root, settings } = carried
  const interruption = listenForSignals(() => terminal.err('stopping; a second signal ends it at once\n'))
  const display = createDisplay(terminal, call)
  try {
    const { workers, device = 'cpu', acceptNumerics } = settings
    const report = await runDirectory(directory, {
      root,
      workers,
      device,
      acceptNumerics,
      signal: interruption.signal,
      onProgress: display.show,
    })
    display.close()
    if (report.result === undefined) {
      return sayInterrupted(terminal, carried, interruption.exit())
    }
    if (!report.isFresh) terminal.err('this run was complete already; nothing was done\n')
    return sayResult(terminal, call, carried, report.result)
  } finally {
    interruption.close()
  }
}

function sayInterrupted(terminal: Terminal, { directory, notebook }: CarryOut, exit: Exit): Exit {
  const how = `interrupted; go on with: espalier resume ${relative(terminal.cwd, directory) || '.'}`
  notebook.interrupted(how)
  terminal.err(`${how}\n`)
  return exit
}

function sayResult(
  terminal: Terminal,
  call: Call,
  { directory, root, notebook }: CarryOut,
  result: Result,
): Exit {
  const report = join(directory, runFiles.report)
  for (const sentence of placementSentences(result)) terminal.err(`${sentence}\n`)
  terminal.err(`report: ${relative(terminal.cwd, report)}\n`)
  notebook.result(result, report)
  terminal.out(call.options['json'] === true ? writeJson(result) : `${writeText(result, plainStyle)}\n`)
  const lost = valuelessArms(result, directory)
  for (const finding of lost) {
    notebook.failure(root, finding)
    terminal.err(`error ${finding.code}: ${finding.message}\n  hint: ${finding.hint ?? ''}\n`)
  }
  return lost.length > 0 ? exits.failed : exitOf(result, call)
}

/** 4 for a refuted claim, 5 for an undecided one, where asked; exploratory claims fail nothing. */
export function exitOf({ claims }: Result, { options }: Call): Exit {
  const asked = options['fail-on'] ?? options['failOn'] ?? (options['ci'] === true ? 'refuted' : undefined)
  const outcomes = claims.filter(({ exploratory }) => !exploratory).map(({ outcome }) => outcome)
  if (asked !== undefined && outcomes.includes('refuted')) return exits.refuted
  return asked === 'undecided' && outcomes.includes('undecided') ? exits.undecided : exits.done
}
