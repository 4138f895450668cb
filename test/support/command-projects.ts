// Projects whose trainings are programs, run through the built command line, and a look at what is left running afterwards.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from '../../schemas/result.js'
import { projectWith } from './command-line.js'
import type { Ended } from './command-line.js'

const bin = join(import.meta.dirname, '../../dist/compiler/bin.js')

/** A call of the built command line that is under way. */
export interface Call {
  readonly child: ChildProcess
  readonly ended: Promise<Ended & { readonly signal: string | null }>
}

/** Starts the built command line in a process group of its own, as a shell does. */
export function startBuilt(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Call {
  const child = spawn(process.execPath, [bin, ...words], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let [out, err] = ['', '']
  child.stdout.on('data', (text) => (out += String(text)))
  child.stderr.on('data', (text) => (err += String(text)))
  return {
    child,
    ended: new Promise((resolve) =>
      child.on('close', (code, signal) => resolve({ exit: code ?? -1, signal, out, err })),
    ),
  }
}

/** Runs `spec.yaml` of a project into `runs/<name>`. */
export const runProject = (
  folder: string,
  name: string,
  more: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Call =>
  startBuilt(
    folder,
    ['run', 'spec.yaml', '--out', join('runs', name), '--progress', 'none', ...more],
    environment,
  )

/** The result of a run of a project. */
export const resultOf = (folder: string, name: string): Result =>
  JSON.parse(readFileSync(join(folder, 'runs', name, 'result.json'), 'utf8')) as Result

/** Folders of the trainings of a run, absolute. */
export function trialFolders(folder: string, name: string): readonly string[] {
  const commands = join(folder, 'runs', name, 'commands')
  return existsSync(commands) ? readdirSync(commands).map((each) => join(commands, each)) : []
}

/** Command lines of living processes that hold a text. */
export function processesWith(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((id) => {
      try {
        const state = readFileSync(`/proc/${id}/stat`, 'latin1').replace(/^.*\) /s, '')[0]
        const line = readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
        return state !== 'Z' && line.includes(text) ? [`${id} ${line}`] : []
      } catch {
        return []
      }
    })
}

/** A project of one specification and one Node program. */
export const programProject = (
  specification: string,
  program: string,
  more: Readonly<Record<string, string>> = {},
) => projectWith({ 'spec.yaml': specification, 'program.mjs': program, ...more })
