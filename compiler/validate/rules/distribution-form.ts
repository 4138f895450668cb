// A distribution is two numbers.
import { finding } from '../../source/finding.js'
import { toJson } from '../../source/located-node.js'
import { describeValue } from '../schema-words.js'
import { distributionsOf } from '../written-distributions.js'
import type { Rule } from './rule.js'

/** `[low, high]`, or `[mean, deviation]` for `normal`. */
export const distributionForm: Rule = (context) =>
  distributionsOf(context).flatMap(({ form, value, numbers }) => {
    if (numbers !== undefined) return []
    const expected = form === 'normal' ? '[mean, deviation]' : '[low, high]'
    const message = `\`${form}\` is given ${describeValue(toJson(value.body))}; expected two numbers, \`${expected}\`.`
    const many = value.body.kind === 'list' && value.body.items.length > 2
    return [
      finding('distribution-form', value.body.span, message, {
        hint: many ? 'write `{ choice: […] }` to choose among listed values' : undefined,
      }),
    ]
  })
