// A definition that nothing uses is probably misspelled where it should be used.
import { finding } from '../../source/finding.js'
import type { Rule } from './rule.js'

/** Every definition is used. */
export const unusedDefinition: Rule = (context) => {
  const used = new Set(
    context.survey.definitionUses
      .filter(({ name, scope }) => scope.definition !== name)
      .map(({ name }) => name),
  )
  const parts = [undefined, ...context.arms.map(({ name }) => name)].flatMap((arm) => [
    ...context.parts(arm).values(),
  ])
  return parts.flatMap(({ name, entry }) => {
    if (used.has(name)) return []
    return [
      finding('unused-definition', entry.keySpan, `nothing uses the definition \`${name}\`.`, {
        severity: 'warning',
        hint: `use \`${name}\` in the space, or delete it`,
      }),
    ]
  })
}
