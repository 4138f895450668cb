// `check` as a function.
import { analyse } from '../analyse.js'
import { hasErrors } from '../check.js'
import { nameSpecification } from './name.js'
import type { Checked, Specification, SpecificationOptions } from './options.js'

/** All that is found in a specification. */
export async function check(specification: Specification, options: SpecificationOptions): Promise<Checked> {
  const { path, settings } = nameSpecification(specification, options)
  const { diagnostics } = await analyse(path, settings)
  return { diagnostics, ok: !hasErrors(diagnostics) }
}
