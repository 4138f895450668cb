// An arm is neither better nor worse than itself.
import { finding } from '../../source/finding.js'
import { claimsOf } from '../written-claims.js'
import type { Rule } from './rule.js'

/** The two arms of a comparison differ. */
export const claimAgainstItself: Rule = (context) =>
  claimsOf(context).flatMap(({ parts, spanOf }) => {
    const { arm, than } = parts
    if (typeof arm !== 'string' || arm !== than) return []
    return [
      finding('claim-against-itself', spanOf('than'), `the claim compares \`${arm}\` with itself.`, {
        hint: 'name another arm',
      }),
    ]
  })
