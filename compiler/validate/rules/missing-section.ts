// What a run cannot do without: which sections those are depends on the procedure.
import { finding } from '../../source/finding.js'
import { valueOf } from '../../source/located-node.js'
import { listWords } from '../schema-words.js'
import { isNative, readsData, type ArmView, type Rule, type RuleContext } from './rule.js'

/** Every arm has, of its own or from the specification, the sections that its procedure needs. */
export const missingSection: Rule = (context) => {
  const reported = new Set<string>()
  return context.arms.flatMap((arm) => {
    const missing = needs(arm, context).filter(
      ([section]) => valueOf(arm.merged, section) === undefined && !reported.has(section),
    )
    const [first] = missing
    if (first === undefined) return []
    for (const [section] of missing) reported.add(section)
    const span = arm.entry?.keySpan ?? context.root.entries[0]?.keySpan ?? context.root.span
    const owner = arm.entry === undefined ? 'the specification' : `the arm \`${arm.name}\``
    const names = missing.map(([section]) => section)
    const which = names.length === 1 ? `, which says ${first[1]}` : ''
    const message = `${owner} has no ${listWords(names)}${which}.`
    const hint = `add ${names.map((name) => `\`${name}:\``).join(', ')}`
    return [finding('missing-section', span, message, { hint })]
  })
}

type Need = readonly [section: string, purpose: string]

function needs(arm: ArmView, context: RuleContext): readonly Need[] {
  const fixed = valueOf(arm.merged, 'fixed') !== undefined
  const tuned: readonly Need[] = fixed ? [] : [['budget', 'how many trials each arm may spend']]
  const data: readonly Need[] =
    valueOf(arm.merged, 'tasks') === undefined ? [['data', 'what it is trained on']] : []
  const native: readonly Need[] = [
    ...data,
    ['space', 'what the model is made of'],
    ['train', 'how it is trained'],
  ]
  const own = isNative(arm, context) ? native : readsData(arm, context) ? data : []
  return [...own, ['objective', 'what tuning improves'], ...tuned]
}
