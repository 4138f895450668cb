// Files of the project that trainings depend on without our reading them: the program that a command runs, what it says it reads.
// Their content is part of what is trained, and a run whose files have changed is another run.
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { StoreError } from '../../schemas/diagnostic.js'
import type { Json } from '../../schemas/json.js'
import type { Experiment } from '../experiment.js'
import type { ProcedureDefinition } from '../procedures/procedure.js'
import { codeOf } from '../support/pin.js'
import { digestOfBytes } from '../support/digest.js'
import { procedureOf } from './roles.js'
import type { Played } from './roles.js'

/** Digests of files, by the paths that the specification gives them. */
export interface Inputs {
  readonly files: Readonly<Record<string, string>>
  /** Those of one procedure, as a part of what is digested; nothing where it has none. */
  of(procedure: Played<ProcedureDefinition>): { readonly inputs?: Json }
  /** Reads again what may have changed. @throws StoreError `inputs-changed`: what was trained meanwhile is nobody's result */
  check(): void
}

/** A procedure as far as its files go. */
type Naming = Pick<Played<ProcedureDefinition>, 'definition' | 'options'>

/** Reads the files that the procedures of an experiment name; names without a file are passed over. */
export const readInputs = (experiment: Experiment, root: string): Inputs =>
  readInputsOf(experiment.arms.map(procedureOf), root, experiment)

/** The same for procedures by themselves. */
export function readInputsOf(
  procedures: readonly Naming[],
  root: string,
  code: Pick<Experiment, 'functions'> = {},
): Inputs {
  const known = new Map<string, string | undefined>()
  const digest = (path: string): string | undefined => {
    if (!known.has(path)) known.set(path, digestOfFile(resolve(root, path)))
    return known.get(path)
  }
  const of = ({ definition, options }: Naming): readonly (readonly [string, string])[] =>
    [...new Set(definition.inputs?.(options) ?? [])].flatMap((path) => {
      const found = digest(path)
      return found === undefined ? [] : [[path, found] as const]
    })
  const files = new Map(procedures.flatMap(of))
  const stamps = new Map([...files.keys()].map((path) => [path, stampOf(resolve(root, path))]))
  return {
    files: Object.fromEntries(files),
    check: () => {
      for (const [path, stamp] of stamps) {
        const file = resolve(root, path)
        if (stampOf(file) !== stamp && digestOfFile(file) !== files.get(path)) throw inputChanged(path)
      }
    },
    of: (procedure) => {
      const own = [...of(procedure), ...functionCalled(procedure, code)]
      return own.length === 0 ? {} : { inputs: Object.fromEntries(own) }
    },
  }
}

/** The code of the function that a procedure calls. */
function functionCalled(
  { definition, options }: Played<ProcedureDefinition>,
  { functions = {} }: Pick<Experiment, 'functions'>,
): readonly (readonly [string, string])[] {
  const name = definition.kind === 'function' ? String(options['call']) : ''
  const code = Object.hasOwn(functions, name) ? codeOf(functions[name]).code : undefined
  return code === undefined ? [] : [[`function ${name}`, code]]
}

/** What a study says that is asked to go on with other files. */
export const inputChanged = (path: string): StoreError =>
  new StoreError('inputs-changed', `'${path}' has changed since this run began`, {
    hint: 'choose another directory with --out, or put the file back as it was and run again',
  })

/** Differs wherever a file was written. */
function stampOf(file: string): string | undefined {
  const facts = statSync(file, { throwIfNoEntry: false })
  return facts === undefined ? undefined : `${facts.size} ${facts.mtimeMs} ${facts.ctimeMs} ${facts.ino}`
}

function digestOfFile(file: string): string | undefined {
  try {
    return statSync(file).isFile() ? digestOfBytes(readFileSync(file)) : undefined
  } catch {
    return undefined
  }
}
