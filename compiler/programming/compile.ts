// `compile` as a function.
import { hasErrors } from '../check.js'
import { compile as compileAt } from '../compile.js'
import { versionOf } from '../commands/version.js'
import { nameSpecification } from './name.js'
import type { CompiledPlan, Specification, SpecificationOptions } from './options.js'

/** The plan of a specification, as text. */
export async function compile(
  specification: Specification,
  options: SpecificationOptions,
): Promise<CompiledPlan> {
  const { path, settings } = nameSpecification(specification, options)
  const { diagnostics, plan } = await compileAt(path, { ...settings, version: versionOf() })
  return { diagnostics, plan, ok: !hasErrors(diagnostics) }
}
