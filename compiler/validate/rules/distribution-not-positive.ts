// A logarithm has no zero.
import { finding } from '../../source/finding.js'
import { distributionsOf } from '../written-distributions.js'
import type { Rule } from './rule.js'

/** Bounds of logarithmic distributions are above 0. */
export const distributionNotPositive: Rule = (context) =>
  distributionsOf(context).flatMap(({ form, numbers }) => {
    if (numbers === undefined || (form !== 'log_uniform' && form !== 'log_int')) return []
    const [low] = numbers.nodes
    if (numbers.first > 0 || low === undefined) return []
    const message = `\`${form}\` begins at ${String(numbers.first)}; a logarithmic range begins above 0.`
    const plain = form === 'log_int' ? 'int' : 'uniform'
    return [
      finding('distribution-not-positive', low.span, message, {
        hint: `raise the bound, or use \`${plain}\``,
      }),
    ]
  })
