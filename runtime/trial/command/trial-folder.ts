// The folder of one training: what the program is told, what it says, what it leaves. Index files hold the rows of this training and
// no others, and are taken away when it has ended: while anything is tuned, no file anywhere names a row of the evaluation.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolders } from '../../support/make-folders.js'
import type { RowSets } from '../../protocols/protocol.js'
import type { SegmentRequest } from '../../procedures/procedure.js'

/** Files of a training's folder. */
export interface TrialFolder {
  /** Absolute. */
  readonly path: string
  /** The JSON file that ESPALIER_TRIAL names. */
  readonly trial: string
  /** Index files by purpose: a JSON array of row numbers each. */
  readonly rows: Readonly<Partial<Record<keyof RowSets, string>>>
  /** The state to go on from; absent where the training begins. */
  readonly checkpointIn?: string
  /** Where the state goes; absent where nobody wants it. */
  readonly checkpointOut?: string
  readonly temporary: string
}

const purposes = ['train', 'stop', 'select', 'measure'] as const

/** Makes an empty folder for a request, `commands/<training>@<fidelity>` in the run directory, with its index files. */
export function makeTrialFolder(directory: string, request: SegmentRequest, hasRows: boolean): TrialFolder {
  const path = join(directory, 'commands', `${request.training}@${request.to}`)
  rmSync(path, { recursive: true, force: true })
  const temporary = join(path, 'tmp')
  makeFolders(temporary)
  const { checkpoint, checkpointOut } = request
  return {
    path,
    trial: join(path, 'trial.json'),
    rows: hasRows ? writeRows(join(path, 'rows'), request.rows) : {},
    ...(checkpoint !== undefined && hasState(checkpoint) ? { checkpointIn: checkpoint } : {}),
    ...(checkpointOut === undefined ? {} : { checkpointOut: join(path, 'checkpoint') }),
    temporary,
  }
}

function writeRows(folder: string, rows: RowSets): TrialFolder['rows'] {
  mkdirSync(folder)
  return Object.fromEntries(
    purposes.flatMap((purpose) => {
      const set = rows[purpose]
      if (set === undefined) return []
      const file = join(folder, `${purpose}.json`)
      writeFileSync(file, JSON.stringify([...set]))
      return [[purpose, file] as const]
    }),
  )
}

/**
 * Takes away the index files that trainings left which were killed before their end. Only while none is under way: before anything is
 * tuned and after the last training.
 */
export function removeIndexFiles(directory: string): void {
  const commands = join(directory, 'commands')
  if (!existsSync(commands)) return
  for (const training of readdirSync(commands)) {
    rmSync(join(commands, training, 'rows'), { recursive: true, force: true })
  }
}

/** Moves the state that a program left to where the study keeps it, in one step; an empty file says that it left none. */
export function takeCheckpoint(folder: TrialFolder, request: SegmentRequest): void {
  const target = request.checkpointOut
  if (target === undefined || folder.checkpointOut === undefined) return
  makeFolders(dirname(target))
  rmSync(target, { recursive: true, force: true })
  if (!existsSync(folder.checkpointOut)) writeFileSync(target, '')
  else if (existsSync(target)) return
  else moveTo(folder.checkpointOut, target)
}

/** Renames; copies first where that crosses file systems. */
function moveTo(source: string, target: string): void {
  try {
    renameSync(source, target)
  } catch {
    cpSync(source, `${target}.copy`, { recursive: true })
    renameSync(`${target}.copy`, target)
  }
}

const hasState = (checkpoint: string): boolean => {
  if (!existsSync(checkpoint)) return false
  const facts = statSync(checkpoint)
  return facts.isDirectory() || facts.size > 0
}

/** Leaves artifacts and logs, or nothing. */
export function tidyTrialFolder({ path, temporary }: TrialFolder, keeps: boolean): void {
  if (!keeps) return rmSync(path, { recursive: true, force: true })
  rmSync(join(path, 'rows'), { recursive: true, force: true })
  rmSync(temporary, { recursive: true, force: true })
}

/** Entries that the program itself left at the top of its folder. */
export const artifactsIn = ({ path }: TrialFolder): readonly string[] =>
  readdirSync(path).filter((name) => !own.has(name) && !/^std(out|err)(\.\d+)?\.log$/.test(name))

const own: ReadonlySet<string> = new Set(['trial.json', 'rows', 'tmp', 'checkpoint'])
