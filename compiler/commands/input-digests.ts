// Digests of the files that the programs of a specification bring: what tells a run of an edited program from an older one.
import type { ProcedureDefinition } from '../../runtime/procedures/procedure.js'
import { readInputsOf } from '../../runtime/study/inputs.js'
import type { Analysed } from '../analyse.js'
import { plainOptions } from '../ir/plain-options.js'

/** By the paths that the specification gives them. */
export function inputDigests(
  { experiment, context }: Analysed,
  root: string,
): Readonly<Record<string, string>> {
  const procedures = experiment.arms.flatMap(({ space: { training } }) => {
    const definition = context.catalogue.procedure.get(training.component)
    return definition === undefined
      ? []
      : [{ definition: definition as ProcedureDefinition, options: plainOptions(training) }]
  })
  return readInputsOf(procedures, root).files
}
