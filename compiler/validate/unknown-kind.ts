// A kind that is not in the catalogue: one code a role, and the nearest kind, or the role where the word does belong.
import type { Role } from '../../schemas/definition.js'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { finding } from '../source/finding.js'
import { kindsOf, type WrittenComponent } from './component.js'
import { didYouMean } from '../../runtime/support/did-you-mean.js'
import { listWords, ROLES, withArticle } from './schema-words.js'
import type { Place, Walking } from './walking.js'

/** The finding for a kind that no definition of the role has. */
export function unknownKind(
  role: Role,
  written: WrittenComponent,
  place: Place,
  walking: Walking,
): Diagnostic {
  const { catalogue } = walking
  const own = [...kindsOf(catalogue, role), ...(role === 'layer' ? walking.parts(place.scope).keys() : [])]
  const other = (Object.keys(ROLES) as Role[]).find(
    (each) => each !== role && catalogue[each].has(written.kind),
  )
  const noun = withArticle(ROLES[role])
  if (other !== undefined) {
    const is = withArticle(ROLES[other])
    return finding(CODES[role], written.span, `\`${written.kind}\` is ${is}; expected ${noun}.`, {
      hint: `${ROLES[role]}s are ${listWords(own).replace(' or ', ' and ')}`,
    })
  }
  const known =
    own.length === 0
      ? 'there is none'
      : `there ${own.length === 1 ? 'is' : 'are'} ${listWords(own).replace(' or ', ' and ')}`
  return finding(CODES[role], written.span, `\`${written.kind}\` is not ${noun}.`, {
    hint: didYouMean(written.kind, own) ?? known,
  })
}

/** The code for an unknown kind of each role. */
const CODES: Readonly<Record<Role, string>> = {
  averaging: 'unknown-averaging',
  claim: 'unknown-claim',
  combinator: 'unknown-layer',
  group: 'unknown-group',
  initializer: 'unknown-initializer',
  layer: 'unknown-layer',
  loss: 'unknown-loss',
  metric: 'unknown-metric',
  optimizer: 'unknown-optimizer',
  parametrization: 'unknown-parametrization',
  prepare: 'unknown-prepare',
  procedure: 'unknown-procedure',
  protocol: 'unknown-protocol',
  reparametrization: 'unknown-reparametrization',
  sampler: 'unknown-sampler',
  schedule: 'unknown-schedule',
  scheduler: 'unknown-scheduler',
}
