// A hyperparameter that nothing uses still costs trials.
import { finding } from '../../source/finding.js'
import { textOf, valueOf, walk } from '../../source/located-node.js'
import { namesAt } from '../mentions.js'
import type { Rule } from './rule.js'

/** Every hyperparameter is used somewhere; a foreign procedure may use all of them. */
export const unusedHyperparameter: Rule = (context) => {
  // A misspelt use would make its hyperparameter look unused.
  const misspelt = context.mentions.some(
    ({ name, scope }) => !name.includes('.') && !namesAt(context, scope).includes(name),
  )
  if (misspelt) return []
  if (context.arms.some(({ merged }) => valueOf(merged, 'procedure') !== undefined)) return []
  const used = new Set(context.mentions.map(({ name }) => name))
  const texts = [...walk(context.root)].flatMap(({ node }) => textOf(node) ?? [])
  const listed = [undefined, ...context.arms.map(({ name }) => name)].flatMap((arm) =>
    context.hyperparameters(arm),
  )
  return [...new Set(listed)].flatMap(({ key, keySpan }) => {
    if (used.has(key) || texts.some((text) => text.includes(`\${${key}}`))) return []
    return [
      finding(
        'unused-hyperparameter',
        keySpan,
        `nothing uses the hyperparameter \`${key}\`, yet it is chosen in every trial.`,
        {
          severity: 'warning',
          hint: `refer to it with \`$${key}\`, or delete it`,
        },
      ),
    ]
  })
}
