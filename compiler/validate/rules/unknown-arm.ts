// A claim is about arms that exist.
import { finding } from '../../source/finding.js'
import { didYouMean } from '../../../runtime/support/did-you-mean.js'
import { listWords } from '../schema-words.js'
import { claimsOf } from '../written-claims.js'
import type { Rule } from './rule.js'

/** Claims name arms of the specification. */
export const unknownArm: Rule = (context) => {
  const names = context.arms.map(({ name }) => name)
  const only = context.arms.every(({ entry }) => entry === undefined)
  return claimsOf(context).flatMap(({ parts, spanOf }) =>
    ['arm', 'than'].flatMap((part) => {
      const name = parts[part]
      if (typeof name !== 'string' || names.includes(name)) return []
      const known = only
        ? 'without `arms:` there is one arm, `default`'
        : `arms are ${listWords(names).replace(' or ', ' and ')}`
      return [
        finding('unknown-arm', spanOf(part), `there is no arm \`${name}\`.`, {
          hint: didYouMean(name, names) ?? known,
        }),
      ]
    }),
  )
}
