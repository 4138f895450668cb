// Only rules that exist, and that may be waived, can be waived.
import { finding } from '../../source/finding.js'
import { textOf, valueOf } from '../../source/located-node.js'
import { didYouMean } from '../../../runtime/support/did-you-mean.js'
import { listWords } from '../schema-words.js'
import type { Rule } from './rule.js'

/** `allow:` names rules that may be waived. */
export const unknownRule: Rule = ({ root, waivable }) => {
  const allow = valueOf(root, 'allow')
  return (allow?.kind === 'list' ? allow.items : []).flatMap((item) => {
    const rule = valueOf(item, 'rule')
    const name = textOf(rule)
    if (rule === undefined || name === undefined || waivable.includes(name)) return []
    const hint =
      didYouMean(name, waivable) ??
      `rules that can be waived are ${listWords(waivable).replace(' or ', ' and ')}`
    return [finding('unknown-rule', rule.span, `\`${name}\` is not a rule that can be waived.`, { hint })]
  })
}
