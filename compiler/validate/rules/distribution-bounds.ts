// The bounds of a distribution must leave room between them.
import { finding } from '../../source/finding.js'
import { distributionsOf } from '../written-distributions.js'
import type { Rule } from './rule.js'

/** low < high; a deviation is positive. */
export const distributionBounds: Rule = (context) =>
  distributionsOf(context).flatMap(({ form, value, numbers }) => {
    if (numbers === undefined) return []
    const { first, second } = numbers
    if (form === 'normal') {
      if (second > 0) return []
      const message = `\`normal\` has the deviation ${String(second)}; expected a number above 0.`
      return [finding('distribution-bounds', value.body.span, message, { hint: 'write `[mean, deviation]`' })]
    }
    if (first < second) return []
    const message = `\`${form}\` goes from ${String(first)} to ${String(second)}; expected the lower bound first.`
    const hint =
      first === second ? `write ${String(first)} alone` : `write \`[${String(second)}, ${String(first)}]\``
    return [finding('distribution-bounds', value.body.span, message, { hint })]
  })
