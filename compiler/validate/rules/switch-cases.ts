// A switch covers the values of what it switches on.
import type { Diagnostic } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import { entryOf, toJson, type LocatedNode } from '../../source/located-node.js'
import { didYouMean } from '../../../runtime/support/did-you-mean.js'
import { formOf, referenceOf } from '../open-values.js'
import { quote } from '../schema-words.js'
import type { ComponentUse } from '../survey.js'
import type { Rule, RuleContext } from './rule.js'

/** Each value has a case (or there is `otherwise`), and each case a value. */
export const switchCases: Rule = (context) =>
  context.survey.components.flatMap((use) => (use.kind === 'switch' ? checkSwitch(use, context) : []))

function checkSwitch({ options, span, scope }: ComponentUse, context: RuleContext): readonly Diagnostic[] {
  const on = options.get('on')
  const cases = options.get('cases')
  const name = on === undefined ? undefined : referenceOf(on)
  const hyperparameter = context.hyperparameters(scope.arm).find(({ key }) => key === name)
  const values = hyperparameter === undefined ? undefined : valuesOf(hyperparameter.value)
  if (values === undefined || name === undefined || cases?.kind !== 'map') return []
  const texts = values.map(String)
  const unreachable = cases.entries.flatMap(({ key, keySpan }) => {
    if (texts.includes(key)) return []
    const message = `the case \`${key}\` is never taken; \`$${name}\` is ${values.map((value) => quote(value)).join(', ')}.`
    return [finding('switch-cases', keySpan, message, { hint: didYouMean(key, texts) ?? 'delete the case' })]
  })
  const missing = texts.filter((text) => entryOf(cases, text) === undefined)
  if (options.has('otherwise') || missing.length === 0 || unreachable.length > 0) return unreachable
  const message = `no case takes ${missing.map((value) => `\`${value}\``).join(', ')} of \`$${name}\`.`
  return [finding('switch-cases', span, message, { hint: 'add the case, or `otherwise: identity`' })]
}

/** The values of a hyperparameter that lists them. */
function valuesOf(node: LocatedNode): readonly (string | number | boolean)[] | undefined {
  const list = formOf(node) === 'choice' ? entryOf(node, 'choice')?.value : node
  const items = list?.kind === 'list' ? list.items : list?.kind === 'scalar' ? [list] : []
  const values = items.map(toJson)
  const plain = values.filter((value): value is string | number | boolean =>
    ['string', 'number', 'boolean'].includes(typeof value),
  )
  return plain.length === values.length && plain.length > 0 ? plain : undefined
}
