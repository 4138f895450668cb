// The command line under test: in this process with a terminal that records, or the built program in a process of its own.
import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { main } from '../../compiler/cli.js'

/** What a call printed, and how it exited. */
export interface Ended {
  readonly exit: number
  readonly out: string
  readonly err: string
}

/** Runs a command line in this process; a space separates words. */
export async function espalier(cwd: string, ...words: readonly string[]): Promise<Ended> {
  let out = ''
  let err = ''
  const exit = await main(words, {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    live: false,
    colour: false,
    columns: 80,
    cwd,
    environment: {},
  })
  return { exit, out, err }
}

/** A folder that is a project, with files by path; gone after `remove`. */
export function projectWith(files: Readonly<Record<string, string>>): {
  readonly folder: string
  readonly remove: () => void
} {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'espalier-test-')))
  for (const [path, text] of Object.entries({ 'package.json': '{}', ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** Everything in a folder, to see that nothing was written. */
export const contentOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true }).map(String).sort()

/** Recorded results: depth decides, so a configuration's accuracy is known. */
export const recordedResults = 'depth,accuracy\n1,0.70\n2,0.80\n4,0.90\n'

/** A specification that trains nothing: it looks results up. `claims` and arms may be laid on top. */
export const tableSpecification = (more = ''): string => `espalier: 1
name: looked-up
seed: 1
procedure: { table: { file: recorded.csv } }
hyperparameters:
  depth: { choice: [1, 2, 4] }
objective: { maximize: accuracy }
budget: { trials: 2 }
protocol:
  two_phase: { replicates: 6 }
${more}`

/** Two untuned arms whose order is known. */
export const knownArms = `arms:
  shallow: { fixed: { depth: 1 } }
  deep: { fixed: { depth: 4 } }
`

/** A project of the table specification. */
export const tableProject = (more = '') =>
  projectWith({ 'spec.yaml': tableSpecification(more), 'recorded.csv': recordedResults })
