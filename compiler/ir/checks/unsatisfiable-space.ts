// Draws configurations as a sampler would: a space in which (nearly) none can be built or satisfies the constraints is refused.
import type { Diagnostic, Span } from '../../../schemas/diagnostic.js'
import { estimateAcceptance, randomStream, type Acceptance } from '../../../runtime/catalogue.js'
import { finding } from '../../source/finding.js'
import { placeOf } from '../instantiate.js'
import type { ComponentNode, SpaceNode } from '../nodes.js'
import { valuesBelow } from '../scope-types.js'
import type { Check, CheckedSpace } from './check.js'

/** Draws of the first look, and of the second where the first found nothing. */
const draws = { first: 200, second: 2000 } as const

/** Share of accepted draws below which samplers would search mostly in vain. */
const rare = 0.01

export const unsatisfiableSpace: Check = ({ spaces, experiment }) =>
  spaces.flatMap((checked) => {
    const stream = randomStream(experiment.seed, 'check', 'acceptance')
    const first = estimateAcceptance(checked.space, stream, draws.first)
    const found = first.accepted > 2 ? first : estimateAcceptance(checked.space, stream, draws.second)
    return judge(found, checked)
  })

function judge(found: Acceptance, { node }: CheckedSpace): readonly Diagnostic[] {
  const [cause] = found.rejections
  if (cause === undefined || found.accepted / found.draws >= rare) return []
  const span = spanOf(cause.at, node)
  const because = `most often because ${lowerFirst(cause.message)}`
  if (found.accepted === 0) {
    return [
      finding(
        'unsatisfiable-space',
        span,
        `none of ${found.draws} configurations drawn from the space can be used, ${because}`,
        { hint: 'widen the choices, or loosen what refuses them' },
      ),
    ]
  }
  const message = `only ${found.accepted} of ${found.draws} configurations drawn from the space can be used, ${because}`
  return [finding('rarely-satisfied-space', span, message, { severity: 'warning' })]
}

/** The place of a rejection as a span: of the constraint, or of the component that stands there. */
function spanOf(at: string | undefined, node: SpaceNode): Span {
  const constraint = node.constraints.find(({ span }) => placeOf(span) === at)
  if (constraint !== undefined) return constraint.span
  return (node.model === undefined ? undefined : spanBelow(node.model, at)) ?? node.span
}

function spanBelow(component: ComponentNode, at: string | undefined): Span | undefined {
  if (placeOf(component.span) === at) return component.span
  for (const value of valuesBelow(component)) {
    const inside = value.kind === 'component' ? [value] : valuesBelow(value)
    for (const each of inside) {
      const found = each.kind === 'component' ? spanBelow(each, at) : undefined
      if (found !== undefined) return found
    }
  }
  return undefined
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
