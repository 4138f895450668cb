// `${name}` in the texts of a command stands for something that a trial has.
import type { ProcedureDefinition } from '../../../runtime/catalogue.js'
import { didYouMean } from '../../../runtime/support/did-you-mean.js'
import { finding } from '../../source/finding.js'
import { textOf, valueOf, walk, type LocatedNode } from '../../source/located-node.js'
import { listWords } from '../schema-words.js'
import { foreignProcedure, type Rule } from './rule.js'

/** Every `${name}` below `procedure:` is a hyperparameter of the arm, or a name that the procedure gives. */
export const unknownInterpolation: Rule = (context) => {
  const reported = new Set<LocatedNode>()
  return context.arms.flatMap((arm) => {
    const procedure = valueOf(arm.merged, 'procedure')
    const definition = context.catalogue.procedure.get(foreignProcedure(arm, context) ?? '')
    const own = (definition as ProcedureDefinition | undefined)?.interpolates
    if (procedure === undefined || own === undefined) return []
    const hyperparameters = context.hyperparameters(arm.name).map(({ key }) => key)
    const known = [...hyperparameters, ...own]
    return [...walk(procedure)].flatMap(({ node }) => {
      const names = [...(textOf(node) ?? '').matchAll(/\$\{([\w.-]+)\}/g)].map(([, name]) => name ?? '')
      const name = names.find((each) => !known.includes(each))
      if (name === undefined || reported.has(node)) return []
      reported.add(node)
      const hint = didYouMean(name, known) ?? `names are ${listWords(known).replace(' or ', ' and ')}`
      return [
        finding('unknown-interpolation', node.span, `\`\${${name}}\` stands for nothing in a trial.`, {
          hint,
        }),
      ]
    })
  })
}
