// A value listed twice would be drawn twice as often, silently.
import { finding } from '../../source/finding.js'
import { toJson, type LocatedNode } from '../../source/located-node.js'
import { quote } from '../schema-words.js'
import type { Rule } from './rule.js'

/** The values of a choice differ. */
export const duplicateChoice: Rule = ({ survey }) =>
  survey.openValues.flatMap(({ form, body, name }) => {
    if (form !== 'choice' || body.kind !== 'list') return []
    const first = new Map<string, LocatedNode>()
    return body.items.flatMap((item) => {
      const value = toJson(item)
      const key = JSON.stringify(value)
      const earlier = first.get(key)
      if (earlier === undefined) first.set(key, item)
      if (earlier === undefined || typeof value === 'object') return []
      return [
        finding('duplicate-choice', item.span, `${name} lists ${quote(value)} twice.`, {
          hint: 'delete one of the two',
          related: { message: 'it stands here first', span: earlier.span },
        }),
      ]
    })
  })
