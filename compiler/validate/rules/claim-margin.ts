// "Not worse" and "equivalent" mean nothing until it is said how much does not matter.
import { finding } from '../../source/finding.js'
import { claimsOf } from '../written-claims.js'
import type { Rule } from './rule.js'

/** Sentences of `not worse` and `equivalent` have a margin, those of `better` none. Maps are checked by the options of their kind. */
export const claimMargin: Rule = (context) =>
  claimsOf(context).flatMap(({ node, parts }) => {
    if (node.kind === 'map') return []
    const { claim, margin } = parts
    if ((claim === 'not_worse' || claim === 'equivalent') && margin === undefined) {
      const words = claim === 'not_worse' ? 'not worse' : 'equivalent'
      const message = `the claim \`${words}\` has no margin; expected how large a difference does not matter.`
      return [finding('claim-margin', node.span, message, { hint: 'end with `within 0.01`' })]
    }
    if (claim !== 'better' || margin === undefined) return []
    const message = 'the claim `better` has a margin; superiority is claimed without one.'
    return [finding('claim-margin', node.span, message, { hint: 'claim `not_worse`, or delete the margin' })]
  })
