// Facts about data that spaces read (`$data.classes`), the signal that enters the model, and what preparation cannot treat.
import { dataFacts, planPreparation, prepareStep, type Catalogue } from '../../runtime/catalogue.js'
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { finding } from '../source/finding.js'
import type { DataNode } from './nodes.js'
import { plainOptions } from './plain-options.js'

/** What a space knows of the data. */
export interface SpaceFacts {
  /** By dotted name. */
  readonly facts: Readonly<Record<string, number>>
  readonly input?: {
    readonly shape: readonly number[]
    readonly type: 'real' | 'code'
    readonly vocabulary?: number
  }
}

/** Facts of a procedure that has no data of ours. */
export const noFacts: SpaceFacts = { facts: {} }

/** Facts of one task: classes, rows, and the shape of one prepared example. */
export function factsOf(data: DataDescriptor, declared: DataNode, catalogue: Catalogue): SpaceFacts {
  const preparation = preparationOf(data, declared, catalogue)
  return { facts: dataFacts(data, preparation), input: preparation.input }
}

/** Columns that no step can treat, at the step or at the section. */
export const preparationFindings = (
  data: DataDescriptor,
  declared: DataNode,
  catalogue: Catalogue,
): readonly Diagnostic[] =>
  preparationOf(data, declared, catalogue).findings.map(({ code, message, hint, step }) => {
    const written = step === undefined ? undefined : declared.prepare[step]
    return finding(code, written?.span ?? declared.places['prepare'] ?? declared.span, message, { hint })
  })

const preparationOf = (
  data: DataDescriptor,
  { prepare }: DataNode,
  catalogue: Catalogue,
): ReturnType<typeof planPreparation> =>
  planPreparation(
    data.columns,
    prepare.map((step) => prepareStep(step.component, plainOptions(step), catalogue)),
  )
