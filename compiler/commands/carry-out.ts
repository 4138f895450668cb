// What `run` and `resume` share: the study with its signals and progress, then the final words and the exit code.
import { availableParallelism } from 'node:os'
import { join, relative } from 'node:path'
import { runDirectory, runFiles } from '../../runtime/run.js'
import { plainStyle, writeText } from '../../runtime/report/writers/text.js'
import { writeJson } from '../../runtime/report/writers/json.js'
import type { Device } from '../../runtime/study/numerics.js'
import { SpecError } from '../../schemas/diagnostic.js'
import type { Result } from '../../schemas/result.js'
import { exits, type Call, type Exit, type Terminal } from './command.js'
import { createDisplay } from './live-progress.js'

/** Carries a run directory out and prints its result; an interrupted run says how to go on. */
export async function carryOut(
  terminal: Terminal,
  call: Call,
  directory: string,
  root: string,
): Promise<Exit> {
  const stop = new AbortController()
  let exit: Exit = exits.interrupted
  const onSignal = (signal: NodeJS.Signals): void => {
    exit = signal === 'SIGTERM' ? exits.terminated : exits.interrupted
    stop.abort()
  }
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal)
  const display = createDisplay(terminal, call)
  try {
    const workers = workersOf(call)
    const device = deviceOf(call)
    const report = await runDirectory(directory, {
      root,
      workers,
      device,
      signal: stop.signal,
      onProgress: display.show,
    })
    display.close()
    if (report.result === undefined) return sayInterrupted(terminal, directory, exit)
    if (!report.isFresh) terminal.err('this run was complete already; nothing was done\n')
    return sayResult(terminal, call, directory, report.result)
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}

function sayInterrupted(terminal: Terminal, directory: string, exit: Exit): Exit {
  terminal.err(`interrupted; go on with: espalier resume ${relative(terminal.cwd, directory) || '.'}\n`)
  return exit
}

function sayResult(terminal: Terminal, call: Call, directory: string, result: Result): Exit {
  const report = relative(terminal.cwd, join(directory, runFiles.report))
  terminal.err(`report: ${report}\n`)
  terminal.out(call.options['json'] === true ? writeJson(result) : `${writeText(result, plainStyle)}\n`)
  return exitOf(result, call)
}

/** 4 for a refuted claim, 5 for an undecided one, where asked; exploratory claims fail nothing. */
export function exitOf({ claims }: Result, { options }: Call): Exit {
  const asked = options['fail-on'] ?? options['failOn'] ?? (options['ci'] === true ? 'refuted' : undefined)
  const outcomes = claims.filter(({ exploratory }) => !exploratory).map(({ outcome }) => outcome)
  if (asked !== undefined && outcomes.includes('refuted')) return exits.refuted
  return asked === 'undecided' && outcomes.includes('undecided') ? exits.undecided : exits.done
}

/** As asked, else one a core and at most four. */
function workersOf({ options }: Call): number {
  const asked = options['workers']
  if (asked === undefined) return Math.min(4, availableParallelism())
  const count = Number(asked)
  if (Number.isInteger(count) && count >= 1 && count <= 256) return count
  throw new SpecError(
    'bad-workers',
    `--workers got '${String(asked)}', expected a whole number from 1 to 256`,
  )
}

/** `auto` is the cpu until a device proves faster there; resolved once and locked. */
function deviceOf({ options }: Call): Device {
  const asked = options['device']
  return asked === 'webgpu' || asked === 'cuda' ? asked : 'cpu'
}
