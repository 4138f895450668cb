// A choice needs something to choose.
import { finding } from '../../source/finding.js'
import { toJson } from '../../source/located-node.js'
import { describeValue } from '../schema-words.js'
import type { Rule } from './rule.js'

/** A choice is a list of at least one value. */
export const emptyChoice: Rule = ({ survey }) =>
  survey.openValues.flatMap(({ form, body, name }) => {
    if (form !== 'choice') return []
    if (body.kind !== 'list') {
      const message = `${name} is a choice of ${describeValue(toJson(body))}; expected a list of values.`
      return [finding('empty-choice', body.span, message, { hint: 'write `{ choice: [a, b] }`' })]
    }
    if (body.items.length > 0) return []
    return [
      finding('empty-choice', body.span, `${name} is a choice among no values.`, {
        hint: 'list at least one value',
      }),
    ]
  })
