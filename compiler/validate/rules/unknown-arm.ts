// A claim is about arms that exist.
import { finding } from '../../source/finding.js'
import { quantityArms } from '../../../runtime/catalogue.js'
import type { Json } from '../../../schemas/json.js'
import { didYouMean } from '../../../runtime/support/did-you-mean.js'
import { listWords } from '../schema-words.js'
import { claimsOf } from '../written-claims.js'
import type { Rule } from './rule.js'

/** Claims name arms of the specification. */
export const unknownArm: Rule = (context) => {
  const names = context.arms.map(({ name }) => name)
  const only = context.arms.every(({ entry }) => entry === undefined)
  return claimsOf(context).flatMap(({ parts, spanOf }) =>
    namedArms(parts).flatMap(({ part, name }) => {
      if (names.includes(name)) return []
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

/** Arms that a claim names, and in which part. */
function namedArms(
  parts: Readonly<Record<string, Json>>,
): readonly { readonly part: string; readonly name: string }[] {
  const sides = ['arm', 'than'].flatMap((part) => {
    const name = parts[part]
    return typeof name === 'string' ? [{ part, name }] : []
  })
  const { on } = parts
  const read = isFields(on)
    ? Object.entries(on).flatMap(([kind, options]) => (isFields(options) ? quantityArms(kind, options) : []))
    : []
  return [...sides, ...read.map((name) => ({ part: 'on', name }))]
}

const isFields = (value: Json | undefined): value is Readonly<Record<string, Json>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
