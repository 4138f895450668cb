// Run directories: where a run goes by default, and making one that is whole or not there at all.
import { existsSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { makeFolders } from '../../runtime/support/make-folders.js'
import { runFiles } from '../../runtime/run.js'
import { differingSettings } from './plan-settings.js'
import { historyOf } from '../../runtime/store/history.js'
import { writeWhole } from '../../runtime/store/atomic-file.js'
import { journalFile, readJournal } from '../../runtime/store/journal.js'
import { digestOfBytes } from '../../runtime/support/digest.js'
import { SpecError } from '../../schemas/diagnostic.js'
import { noteOrigin, type Origin } from './origin.js'
import { copyCode, type CodeFile } from './own-code.js'

/** What names a run. */
interface Named {
  readonly plan: string
  readonly inputs: Readonly<Record<string, string>>
  readonly experiment: { readonly name: string; readonly seed: number }
}

/**
 * The folder given, or `runs/<name>-<digest8>-s<seed>` below the working directory. The digest is the plan's: a folder
 * holds exactly one plan, so an edit that leaves the experiment as it was (a comment) must not lead to an older one's folder. A
 * program's files count too: once they are edited, it is another run.
 */
export function runDirectoryFor(out: unknown, { plan, inputs, experiment }: Named, cwd: string): string {
  if (typeof out === 'string') return resolve(cwd, out)
  const { name, seed } = experiment
  const whole = Object.keys(inputs).length === 0 ? plan : `${plan}${JSON.stringify(inputs)}`
  return join(cwd, 'runs', `${name}-${digestOfBytes(whole).slice(0, 8)}-s${seed}`)
}

/**
 * Looks at a run directory without touching it: true where it is still to be made.
 * @throws SpecError `other-specification` where it belongs to another plan, `not-a-run` where it holds other things or is a file
 */
export function checkRunDirectory(directory: string, plan: string, cwd: string): boolean {
  const file = join(directory, runFiles.plan)
  const shown = relative(cwd, directory) || '.'
  const hint = 'choose another folder with --out'
  if (existsSync(directory) && !statSync(directory).isDirectory()) {
    throw new SpecError('not-a-run', `'${shown}' is a file, a folder for the run was expected`, { hint })
  }
  if (existsSync(file)) {
    if (readFileSync(file, 'utf8') === plan) return false
    if (historyOf(directory).some((past) => holds(join(past, runFiles.plan), plan))) {
      throw new SpecError('extended-run', `'${shown}' was this run, and has been extended since`, {
        hint: `look at it with: espalier show ${shown}, or ${hint}`,
      })
    }
    throw new SpecError(
      'other-specification',
      `'${shown}' holds a run of another specification, or its ${runFiles.plan} was edited: ${changesIn(file, plan)}`,
      {
        hint: `${hint}, or leave --out away: in a folder beside it, what was trained there is reused. More trials alone: espalier resume ${shown} --extend trials=N`,
      },
    )
  }
  if (existsSync(directory) && readdirSync(directory).length > 0) {
    throw new SpecError('not-a-run', `'${shown}' is not empty and holds no run`, { hint })
  }
  return true
}

/** The first settings that changed, as a reader of the specification knows them. */
function changesIn(file: string, plan: string): string {
  const changed = differingSettings([readFileSync(file, 'utf8'), plan])
  const [first] = changed
  if (first === undefined) return 'it says the same, in other words or places'
  const shown = changed
    .slice(0, 3)
    .map(
      ({ place, values: [before = 'nothing', now = 'nothing'] }) =>
        `${place} was ${brief(before)}, now ${brief(now)}`,
    )
  const more = changed.length - shown.length
  return `${shown.join('; ')}${more === 0 ? '' : `; and ${String(more)} more`}`
}

const brief = (value: string): string => (value.length > 40 ? `${value.slice(0, 39)}…` : value)

const holds = (file: string, text: string): boolean => existsSync(file) && readFileSync(file, 'utf8') === text

/** Makes a run directory with its plan and its code, and notes the project root in it; gives what `discardRun` needs. */
export function makeRunDirectory(directory: string, { plan, code, root, origin }: Content): Made {
  const first = makeFolders(directory)
  const made = { first }
  try {
    noteRoot(directory, root)
    if (origin !== undefined) noteOrigin(directory, origin)
    copyCode(code, directory)
    writeWhole(join(directory, runFiles.plan), plan)
    return made
  } catch (error) {
    discardRun(directory, made)
    throw error
  }
}

/** What a new run directory is given. */
interface Content {
  readonly code: readonly CodeFile[]
  readonly plan: string
  readonly root: string
  /** Absent for a run of a plan. */
  readonly origin?: Origin | undefined
}

/** What was made for a run: the topmost folder that was not there before. */
export interface Made {
  readonly first: string | undefined
}

/** Takes a new run directory away again, unless work was recorded in it: then it can be resumed. */
export function discardRun(directory: string, { first }: Made): void {
  if (hasWork(directory)) return
  if (first !== undefined) rmSync(first, { recursive: true, force: true })
  else
    for (const entry of readdirSync(directory))
      rmSync(join(directory, entry), { recursive: true, force: true })
}

/** Whether any training came to an end; a journal that cannot be read is kept. */
function hasWork(directory: string): boolean {
  if (!existsSync(join(directory, journalFile))) return false
  try {
    return readJournal(directory).some(({ kind }) => kind === 'segment-finished')
  } catch {
    return true
  }
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

/** Notes the project root of a run: a machine's own path, so never part of plan or result. */
const noteRoot = (directory: string, root: string): void => writeWhole(join(directory, rootFile), `${root}\n`)

/** The project root that was noted, if it is still there. */
export function rootOfRun(directory: string): string | undefined {
  const file = join(directory, rootFile)
  const root = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return root !== '' && existsSync(root) ? root : undefined
}
