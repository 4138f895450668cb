// A definition inside itself is a grammar; a grammar without a depth has no end.
import { finding } from '../../source/finding.js'
import type { Survey } from '../survey.js'
import type { Rule } from './rule.js'

/** Definitions that reach themselves state a depth. */
export const recursionWithoutDepth: Rule = (context) => {
  const reported = new Set<string>()
  return context.survey.definitionUses.flatMap(({ name, span, scope }) => {
    const { definition, arm } = scope
    if (definition === undefined || !leadsTo(context.survey, name, definition)) return []
    const parts = context.parts(arm)
    const circle = [...parts.values()].filter(
      (part) =>
        part.name === definition ||
        (leadsTo(context.survey, part.name, definition) && leadsTo(context.survey, definition, part.name)),
    )
    const part = parts.get(definition)
    if (part === undefined || circle.some(({ depth }) => depth !== undefined) || reported.has(definition))
      return []
    reported.add(definition)
    return [
      finding(
        'recursion-without-depth',
        span,
        `\`${definition}\` stands inside itself, but no depth ends it.`,
        {
          hint: `add \`depth: 3\` to \`${definition}\``,
          related: { message: `\`${definition}\` is defined here`, span: part.entry.keySpan },
        },
      ),
    ]
  })
}

/** Whether a use of one definition leads to a use of another. */
function leadsTo(survey: Survey, from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true
  if (seen.has(from)) return false
  seen.add(from)
  return survey.definitionUses.some(
    ({ name, scope }) => scope.definition === from && leadsTo(survey, name, to, seen),
  )
}
