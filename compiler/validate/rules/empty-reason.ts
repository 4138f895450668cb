// A waiver is printed at the top of the report with its reason.
import { finding } from '../../source/finding.js'
import { textOf, valueOf } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** `because` says something. */
export const emptyReason: Rule = ({ root }) => {
  const allow = valueOf(root, 'allow')
  return (allow?.kind === 'list' ? allow.items : []).flatMap((item) => {
    const because = valueOf(item, 'because')
    const text = textOf(because)
    if (because === undefined || text === undefined || text.trim().length >= SHORTEST) return []
    const message = `the waiver gives ${text.trim() === '' ? 'no reason' : `the reason \`${text}\``}; expected why the rule may be broken here.`
    return [
      finding('empty-reason', because.span, message, {
        hint: 'write a sentence that a reader of the report accepts',
      }),
    ]
  })
}

/** Characters of a reason at least. Chosen here: shorter ones are "ok" and "todo". */
const SHORTEST = 8
