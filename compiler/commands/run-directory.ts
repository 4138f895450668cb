// Run directories: where a run goes by default, and making one that is whole or not there at all.
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { runFiles } from '../../runtime/run.js'
import { writeWhole } from '../../runtime/store/atomic-file.js'
import { SpecError } from '../../schemas/diagnostic.js'
import type { ExperimentNode } from '../ir/nodes.js'

/** The folder given, or `runs/<name>-<digest8>-s<seed>` below the working directory. */
export function runDirectoryFor(out: unknown, { name, seed, source }: ExperimentNode, cwd: string): string {
  if (typeof out === 'string') return resolve(cwd, out)
  return join(cwd, 'runs', `${name}-${source.resolvedSha256.slice(0, 8)}-s${seed}`)
}

/**
 * Puts the plan into a run directory, new or the same as before.
 * @throws SpecError `other-specification` where the directory belongs to another plan, `not-a-run` where it holds other things
 */
export function openRunDirectory(directory: string, plan: string, cwd: string): void {
  const file = join(directory, runFiles.plan)
  const shown = relative(cwd, directory) || '.'
  if (existsSync(file)) {
    if (readFileSync(file, 'utf8') === plan) return
    throw new SpecError('other-specification', `'${shown}' holds a run of another specification`, {
      hint: 'choose another folder with --out, or leave --out away',
    })
  }
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    throw new SpecError('not-a-run', `'${shown}' is not empty and holds no run`, {
      hint: 'choose another folder with --out',
    })
  }
  mkdirSync(directory, { recursive: true })
  writeWhole(file, plan)
}

/** The folder of a run named on the command line. @throws SpecError `no-such-run` where it is none */
export function existingRun(word: string, cwd: string): string {
  const directory = resolve(cwd, word)
  if (existsSync(join(directory, runFiles.plan))) return directory
  throw new SpecError('no-such-run', `'${word}' is no run directory: it holds no ${runFiles.plan}`, {
    hint: '`espalier ls` lists the runs of this project',
  })
}

/** The folder of a finished run. @throws SpecError `no-such-run`, `not-finished` */
export function finishedRun(word: string, cwd: string): string {
  const directory = existingRun(word, cwd)
  if (existsSync(join(directory, runFiles.result))) return directory
  throw new SpecError('not-finished', `the run '${word}' has no result yet`, {
    hint: `go on with: espalier resume ${word}`,
  })
}

/** Where the paths of a run's specification are read from: noted when the run is made, since a run may lie anywhere. */
const rootFile = 'root.txt'

/** Notes the project root of a run; a machine's own path, so never part of plan or result. */
export const noteRoot = (directory: string, root: string): void =>
  writeWhole(join(directory, rootFile), `${root}\n`)

/** The project root that was noted, if it is still there. */
export function rootOfRun(directory: string): string | undefined {
  const file = join(directory, rootFile)
  const root = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return root !== '' && existsSync(root) ? root : undefined
}
