// Files of the project that trainings depend on without our reading them: the program that a command runs, what it says it reads.
// Their content is part of what is trained, and a run whose files have changed is another run.
import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
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
  const files = procedures.flatMap(of)
  return {
    files: Object.fromEntries(files),
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

function digestOfFile(file: string): string | undefined {
  try {
    return statSync(file).isFile() ? digestOfBytes(readFileSync(file)) : undefined
  } catch {
    return undefined
  }
}
