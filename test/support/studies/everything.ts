// Whole runs of `test/support/specs/everything.yaml` through the built command line, killed or not.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('../../..', import.meta.url).pathname
const specification = 'test/support/specs/everything.yaml'

/** Digest of the result, from the run's last line; undefined where the run did not end by itself. */
export interface CommandEnd {
  readonly digest: string | undefined
  readonly output: string
}

export interface RunningCommand {
  readonly process: number
  readonly ended: Promise<CommandEnd>
  kill(signal: NodeJS.Signals): void
}

/** Starts or resumes the run of a directory. */
export function runEverything(directory: string, workers: number): RunningCommand {
  const script = join(root, 'dist/compiler/bin.js')
  const child = spawn(
    process.execPath,
    [script, 'run', specification, '--out', directory, '--workers', String(workers)],
    { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)))
  const ended = new Promise<CommandEnd>((resolve) => {
    child.on('close', () => resolve({ digest: /^result ([0-9a-f]{64})$/m.exec(output)?.[1], output }))
  })
  return { process: child.pid ?? 0, ended, kill: (signal) => void child.kill(signal) }
}

/** Child processes of a process. */
export function childrenOf(parent: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8')
    return text.split(' ').filter(Boolean).map(Number)
  } catch {
    return []
  }
}
