// Hyperparameters that need each other can never be chosen.
import { finding } from '../../source/finding.js'
import { reaches } from './late-reference.js'
import type { Rule } from './rule.js'

/** No hyperparameter depends on itself. */
export const cyclicReference: Rule = (context) =>
  context.mentions.flatMap(({ name, span, scope }) => {
    const { hyperparameter, arm } = scope
    if (hyperparameter === undefined) return []
    if (name === hyperparameter) {
      return [
        finding('cyclic-reference', span, `\`${name}\` uses itself.`, {
          hint: 'use an earlier hyperparameter',
        }),
      ]
    }
    if (!reaches(context, arm, name, hyperparameter)) return []
    const message = `\`${hyperparameter}\` uses \`${name}\`, which in turn needs \`${hyperparameter}\`.`
    return [finding('cyclic-reference', span, message, { hint: 'make one of them independent' })]
  })
