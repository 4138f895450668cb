// Checking a specification, phase by phase; the next phase starts only where the one before found no error:
//
//   file ──read──▶ located tree ──compose──▶ one tree ──validate──▶ sound specification ──later phases──▶ …
//          source            includes              language, rules               space, shapes, budgets, leaks
//
// Pure: files come through `read`, nothing else is touched.
import type { Diagnostic } from '../schemas/diagnostic.js'
import { loadSpecification } from './source/includes.js'
import type { LocatedMap } from './source/located-node.js'
import type { ReadFile } from './source/project.js'
import { applyOverrides, type Override } from './source/overrides.js'
import type { SourceFile } from './source/source-file.js'
import { validate, type Validator } from './validate/validate.js'
import { sortFindings } from './validate/sort-findings.js'

/** A phase after validation: findings about a sound specification. */
export type LaterPhase = (specification: SoundSpecification) => readonly Diagnostic[]

/** A specification that validation found no error in. */
export interface SoundSpecification {
  /** Relative to the project root. */
  readonly path: string
  /** With its includes; arms are still overrides. */
  readonly root: LocatedMap
  readonly files: ReadonlyMap<string, SourceFile>
}

export interface CheckSettings {
  readonly read: ReadFile
  readonly validator: Validator
  /** Values of the command line, over what is written. */
  readonly overrides?: readonly Override[]
  /** In order; each runs only where no error was found before it. */
  readonly later?: readonly LaterPhase[]
}

/** All that was found, and the specification where it is sound. */
export interface Checked {
  readonly diagnostics: readonly Diagnostic[]
  /** Every file that was read, for printing. */
  readonly files: ReadonlyMap<string, SourceFile>
  readonly specification: SoundSpecification | undefined
}

/** Checks the specification at `path`. */
export function checkSpecification(path: string, settings: CheckSettings): Checked {
  const { validator } = settings
  const { root, files, diagnostics } = loadSpecification(path, {
    read: settings.read,
    isComponent: validator.isComponent,
  })
  if (root === undefined) return { diagnostics: sortFindings(diagnostics), files, specification: undefined }
  const changed = applyOverrides(root, settings.overrides ?? [])
  const all = new Map([...files, ...changed.files.map((file) => [file.path, file] as const)])
  const specification: SoundSpecification = { path, root: changed.root, files: all }
  const found: Diagnostic[] = [...changed.diagnostics]
  if (!hasErrors(found)) found.push(...validate(changed.root, validator))
  for (const phase of settings.later ?? []) {
    if (hasErrors(found)) break
    found.push(...phase(specification))
  }
  return {
    diagnostics: sortFindings(found),
    files: all,
    specification: hasErrors(found) ? undefined : specification,
  }
}

/** Whether anything found is an error. */
export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ severity }) => severity === 'error')
