// A parametrization may not go with an optimizer, and knows nothing of parameters that are computed from others.
import type { Catalogue, Optimizer, Parametrization } from '../../../runtime/catalogue.js'
import type { Definition } from '../../../schemas/definition.js'
import type { Diagnostic } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import type { ComponentNode, ValueNode } from '../nodes.js'
import type { Check } from './check.js'

export const parametrizationRefuses: Check = ({ spaces, catalogue }) =>
  spaces.flatMap(({ node: { training } }) => {
    const parametrizations = alternatives(training.options['parametrization'])
    return parametrizations.flatMap((written): readonly Diagnostic[] => [
      ...alternatives(training.options['optimizer']).flatMap((optimizer) =>
        judge(written, optimizer, catalogue),
      ),
      ...(training.options['reparametrize'] === undefined ? [] : [besideReparametrization(written)]),
    ])
  })

/** The components that an option may be. */
function alternatives(value: ValueNode | undefined): readonly ComponentNode[] {
  if (value?.kind === 'choice') return value.values.flatMap(alternatives)
  return value?.kind === 'component' ? [value] : []
}

function judge(
  written: ComponentNode,
  optimizer: ComponentNode,
  catalogue: Catalogue,
): readonly Diagnostic[] {
  const parametrization = catalogue.parametrization.get(written.component)
  const definition = catalogue.optimizer.get(optimizer.component)
  if (!isParametrization(parametrization) || !isOptimizer(definition)) return []
  const problem = parametrization.refuses(definition)
  if (problem === undefined) return []
  const adaptive = [...catalogue.optimizer.values()]
    .filter((each) => isOptimizer(each) && parametrization.refuses(each) === undefined)
    .map(({ kind }) => `\`${kind}\``)
  const message = `\`${written.component}\` does not go with \`${optimizer.component}\`, which ${problem}.`
  return [
    finding('parametrization-refuses', optimizer.span, message, {
      hint: `it goes with ${adaptive.join(', ')}`,
    }),
  ]
}

const besideReparametrization = ({ component, span }: ComponentNode): Diagnostic =>
  finding(
    'parametrization-refuses',
    span,
    `\`${component}\` is written beside \`reparametrize\`, whose parameters it has no factors for.`,
    { hint: 'leave one of the two out' },
  )

const isParametrization = (definition: Definition | undefined): definition is Parametrization =>
  definition !== undefined && 'refuses' in definition && 'partOf' in definition

const isOptimizer = (definition: Definition | undefined): definition is Optimizer =>
  definition !== undefined && 'stepScalars' in definition
