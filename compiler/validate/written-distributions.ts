// Distributions as written: their two numbers, for the rules about them.
import { numberOf, type LocatedNode } from '../source/located-node.js'
import type { Form, OpenValue } from './survey.js'
import type { RuleContext } from './rules/rule.js'

/** A distribution with what stands between its brackets. */
export interface WrittenDistribution {
  readonly form: Exclude<Form, 'choice' | 'expr' | 'const'>
  readonly value: OpenValue
  /** Present where it is a list of two numbers. */
  readonly numbers:
    { readonly first: number; readonly second: number; readonly nodes: readonly LocatedNode[] } | undefined
}

/** All distributions of a specification. */
export const distributionsOf = ({ survey }: RuleContext): readonly WrittenDistribution[] =>
  survey.openValues.flatMap((value) => {
    const { form } = value
    if (form === 'choice' || form === 'expr' || form === 'const') return []
    return [{ form, value, numbers: twoNumbers(value.body) }]
  })

function twoNumbers(node: LocatedNode): WrittenDistribution['numbers'] {
  if (node.kind !== 'list' || node.items.length !== 2) return undefined
  const [first, second] = node.items.map(numberOf)
  return first === undefined || second === undefined ? undefined : { first, second, nodes: node.items }
}
