// Draws configurations as a sampler would: a space in which (nearly) none can be built or satisfies the constraints is refused.
import { PlanError, type Diagnostic } from '../../../schemas/diagnostic.js'
import { estimateAcceptance, randomStream, type Acceptance } from '../../../runtime/catalogue.js'
import { finding } from '../../source/finding.js'
import { spanAtPlace } from '../place.js'
import { printSpace } from '../print.js'
import type { Check, CheckedSpace } from './check.js'

/** Draws of the first look, and of the second where the first found nothing. */
const draws = { first: 200, second: 2000 } as const

/**
 * Accepted draws that settle the first look: 3 of at most 200 are more than the rare share, whatever the others would be, so
 * stopping at them changes no answer.
 */
const enough = 3

/** Share of accepted draws below which samplers would search mostly in vain. */
const rare = 0.01

export const unsatisfiableSpace: Check = ({ spaces, experiment }) =>
  spaces.flatMap((checked) => {
    const stream = randomStream(experiment.seed, 'check', 'acceptance')
    try {
      const first = estimateAcceptance(
        checked.space,
        stream,
        draws.first,
        mayBreak(checked) ? undefined : enough,
      )
      const found = first.accepted >= enough ? first : estimateAcceptance(checked.space, stream, draws.second)
      return judge(found, checked)
    } catch (error) {
      if (error instanceof PlanError) return [absent(error, checked)]
      throw error
    }
  })

/** A walk that cannot go on: a hyperparameter is read where its `when` keeps it away. */
function absent({ message }: PlanError, { node }: CheckedSpace): Diagnostic {
  const [, said = message, at] = /^(.*) \((\S+:\d+:\d+)\)\.?$/.exec(message) ?? []
  return finding('absent-value', spanAtPlace(node, at), lowerFirst(said), {
    hint: 'give the hyperparameter a value under every condition under which it is read',
  })
}

/** Whether some walks may meet a name without a value; more draws find more of those, so none is spared then. */
const mayBreak = ({ space, node }: CheckedSpace): boolean =>
  space.hyperparameters.some(({ when }) => when !== undefined) || printSpace(node).includes('shared')

function judge(found: Acceptance, { node }: CheckedSpace): readonly Diagnostic[] {
  const [cause] = found.rejections
  if (cause === undefined || found.accepted / found.draws >= rare) return []
  const span = spanAtPlace(node, cause.at)
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

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
