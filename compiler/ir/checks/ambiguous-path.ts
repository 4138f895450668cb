// Two decisions under one path could not be told apart in a configuration.
import { finding } from '../../source/finding.js'
import { decisionsOf } from '../decisions.js'
import type { Check } from './check.js'

export const ambiguousPath: Check = ({ spaces, catalogue }) =>
  spaces.flatMap(({ node }) => {
    const first = new Map<string, ReturnType<typeof decisionsOf>[number]>()
    return decisionsOf(node, catalogue).flatMap((decision) => {
      const before = first.get(decision.path)
      if (before === undefined) {
        first.set(decision.path, decision)
        return []
      }
      return [
        finding(
          'ambiguous-path',
          decision.span,
          `two choices are called '${decision.path}'; each needs a name of its own`,
          {
            hint: 'give one of the components a `name:`, or rename the hyperparameter',
            related: { message: 'the other choice', span: before.span },
          },
        ),
      ]
    })
  })
