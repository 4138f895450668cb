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

/** A specification as it is written, overrides applied; `root` is absent where it cannot be read. */
export interface ReadSpecification {
  readonly diagnostics: readonly Diagnostic[]
  readonly files: ReadonlyMap<string, SourceFile>
  readonly root: LocatedMap | undefined
}

/** Reads the specification at `path`; validates nothing. */
export function readSpecification(path: string, settings: CheckSettings): ReadSpecification {
  const { isComponent } = settings.validator
  const { root, files, diagnostics } = loadSpecification(path, { read: settings.read, isComponent })
  if (root === undefined) return { diagnostics: sortFindings(diagnostics), files, root: undefined }
  const changed = applyOverrides(root, settings.overrides ?? [])
  const all = new Map([...files, ...changed.files.map((file) => [file.path, file] as const)])
  return { diagnostics: changed.diagnostics, files: all, root: changed.root }
}

/** Checks the specification at `path`. */
export function checkSpecification(path: string, settings: CheckSettings): Checked {
  const { root, files, diagnostics } = readSpecification(path, settings)
  return root === undefined
    ? { diagnostics, files, specification: undefined }
    : checkRead({ path, root, files }, diagnostics, settings)
}

/** Checks a specification that was read. */
export function checkRead(
  specification: SoundSpecification,
  reading: readonly Diagnostic[],
  settings: CheckSettings,
): Checked {
  const { root, files } = specification
  const found: Diagnostic[] = [...reading]
  if (!hasErrors(found)) found.push(...validate(root, settings.validator))
  for (const phase of settings.later ?? []) {
    if (hasErrors(found)) break
    found.push(...phase(specification))
  }
  return {
    diagnostics: sortFindings(found),
    files,
    specification: hasErrors(found) ? undefined : specification,
  }
}

/** Whether anything found is an error. */
export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ severity }) => severity === 'error')
