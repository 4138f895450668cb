// Several objectives are several metrics.
import type { Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import type { Rule } from './rule.js'

/** No metric is an objective twice. */
export const duplicateObjective: Rule = ({ survey }) => {
  const first = new Map<string, Span>()
  return survey.metrics.flatMap(({ name, span, direction }) => {
    if (direction === undefined) return []
    const earlier = first.get(name)
    if (earlier === undefined) first.set(name, span)
    if (earlier === undefined) return []
    const related = { message: 'it stands here first', span: earlier }
    return [
      finding('duplicate-objective', span, `\`${name}\` is an objective twice.`, {
        hint: 'delete one',
        related,
      }),
    ]
  })
}
