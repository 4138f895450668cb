// Hyperparameters are chosen in listed order, so one may use only those before it.
import { finding } from '../../source/finding.js'
import type { Rule } from './rule.js'

/** A hyperparameter does not use a later one. Circles are reported by `cyclic-reference`. */
export const lateReference: Rule = (context) =>
  context.mentions.flatMap(({ name, span, scope }) => {
    const { hyperparameter } = scope
    if (hyperparameter === undefined || hyperparameter === name) return []
    const listed = context.hyperparameters(scope.arm)
    const own = listed.findIndex(({ key }) => key === hyperparameter)
    const other = listed.findIndex(({ key }) => key === name)
    const target = listed[other]
    if (target === undefined || other < own || reaches(context, scope.arm, name, hyperparameter)) return []
    const message = `\`${hyperparameter}\` uses \`${name}\`, which is listed after it; hyperparameters are chosen in listed order.`
    return [
      finding('late-reference', span, message, {
        hint: `move \`${name}\` above \`${hyperparameter}\``,
        related: { message: `\`${name}\` is listed here`, span: target.keySpan },
      }),
    ]
  })

/** Whether one hyperparameter depends on another, at whatever distance. */
export function reaches(
  context: Parameters<Rule>[0],
  arm: string | undefined,
  from: string,
  to: string,
  seen = new Set<string>(),
): boolean {
  if (seen.has(from)) return false
  seen.add(from)
  const used = context.mentions
    .filter(({ scope }) => scope.hyperparameter === from && (scope.arm === undefined || scope.arm === arm))
    .map(({ name }) => name)
  return used.includes(to) || used.some((name) => reaches(context, arm, name, to, seen))
}
