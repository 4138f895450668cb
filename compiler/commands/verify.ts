// `espalier verify`: a finished run against itself: digest, models, measurements, summaries and claims, computed again.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readResult, runFiles } from '../../runtime/run.js'
import type { Verification } from '../../runtime/report/verify.js'
import { pinnedFiles } from '../../runtime/study/lock-file.js'
import { tidy } from '../../runtime/report/result.js'
import { verifyResult } from '../../runtime/report/verify.js'
import { readJournal } from '../../runtime/store/journal.js'
import { outcomeOf } from '../../runtime/store/outcome.js'
import { replay } from '../../runtime/store/replay.js'
import { concludeFrom } from '../../runtime/study/conclusions.js'
import { loadPlan } from '../../runtime/study/load-plan.js'
import { digestOfBytes } from '../../runtime/support/digest.js'
import { exits, type Call, type Command, type Exit, type Terminal } from './command.js'
import { allowsCode, codeFilesOfPlan } from './own-code.js'
import { finishedRun } from './run-directory.js'

/** Exits 3 when anything does not hold. */
export const command: Command = async (terminal, call) => {
  const directory = finishedRun(call.words[0] ?? '.', terminal.cwd)
  const pinned = pinnedFiles(directory)
  const digestOfFile = digester(directory)
  // A plan that was edited is not executed, and neither is its code.
  const edited = Object.keys(pinned).filter((file) => digestOfFile(file) !== pinned[file])
  if (edited.length > 0) {
    return print(
      terminal,
      call,
      edited.map((file) => ({ check: `${file} is unchanged`, holds: false, found: 'it was edited' })),
    )
  }
  await codeFilesOfPlan(join(directory, runFiles.plan), allowsCode(call))
  const { experiment } = await loadPlan(join(directory, runFiles.plan))
  const outcome = outcomeOf(replay(readJournal(directory)))
  const verifications = verifyResult({
    result: readResult(directory),
    recorded: outcome.measurements.map(tidy),
    conclude: (rows) => concludeFrom(experiment, outcome.seed, rows),
    digestOfFile,
    pinned,
  })
  return print(terminal, call, verifications)
}

const digester =
  (directory: string) =>
  (file: string): string | undefined => {
    const path = join(directory, file)
    return existsSync(path) ? digestOfBytes(readFileSync(path)) : undefined
  }

function print(terminal: Terminal, call: Call, verifications: readonly Verification[]): Exit {
  if (call.options['json'] === true) terminal.out(`${JSON.stringify(verifications, undefined, 2)}\n`)
  else {
    for (const { check, holds, found } of verifications) {
      terminal.out(`${holds ? 'ok    ' : 'FAILED'}  ${check}${found === undefined ? '' : `: ${found}`}\n`)
    }
  }
  return verifications.every(({ holds }) => holds) ? exits.done : exits.failed
}
