// A claim written as a map says what it claims, of whom, and on what.
import type { Diagnostic } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import { valueOf, type LocatedMap } from '../../source/located-node.js'
import { didYouMean } from '../did-you-mean.js'
import { propertiesOf } from '../schema-marks.js'
import { CLAIM_WORDS, claimNodes } from '../written-claims.js'
import type { Rule, RuleContext } from './rule.js'

/** Maps have exactly one claim, the other arm of a comparison, a metric, and no key that means nothing. */
export const claimForm: Rule = (context) =>
  claimNodes(context).flatMap((node) =>
    node.kind === 'map' ? [...formOf(node), ...unknownKeys(node, knownKeys(context))] : [],
  )

function formOf(node: LocatedMap): readonly Diagnostic[] {
  const words = CLAIM_WORDS.filter((word) => valueOf(node, word) !== undefined)
  const threshold = valueOf(node, 'arm') !== undefined
  const [word] = words
  if (words.length + (threshold ? 1 : 0) !== 1) {
    const message =
      words.length === 0
        ? 'the claim says nothing of any arm; expected one of the keys `better`, `not_worse`, `equivalent` or `arm`.'
        : `the claim has ${[...words, ...(threshold ? ['arm'] : [])].map((each) => `\`${each}\``).join(' and ')}; expected one of them.`
    return [
      finding('claim-form', node.span, message, { hint: 'write `{ better: a, than: b, on: accuracy }`' }),
    ]
  }
  const needed = word === undefined ? ['on'] : ['than', 'on']
  const missing = needed
    .filter((key) => valueOf(node, key) === undefined)
    .map((key) =>
      finding('claim-form', node.span, `the claim has no \`${key}\`.`, { hint: `add \`${key}: …\`` }),
    )
  const bounds = ['at_least', 'at_most'].filter((key) => valueOf(node, key) !== undefined)
  if (word === undefined && bounds.length === 0) {
    const message = 'the claim compares an arm with no threshold.'
    return [
      ...missing,
      finding('claim-form', node.span, message, { hint: 'add `at_least: …` or `at_most: …`' }),
    ]
  }
  return missing
}

function unknownKeys(node: LocatedMap, known: readonly string[]): readonly Diagnostic[] {
  return node.entries.flatMap(({ key, keySpan }) =>
    known.includes(key)
      ? []
      : [finding('unknown-key', keySpan, `a claim has no key \`${key}\`.`, { hint: didYouMean(key, known) })],
  )
}

/** Keys of the language, and options that kinds of claims declare. */
const knownKeys = ({ language, catalogue }: RuleContext): readonly string[] => [
  ...propertiesOf(language('claim')).keys(),
  ...[...catalogue.claim.values()].flatMap(({ options }) => Object.keys(options)),
]
