// What a run cannot do without: which sections those are depends on the procedure.
import { finding } from '../../source/finding.js'
import { valueOf } from '../../source/located-node.js'
import { isNative, type ArmView, type Rule } from './rule.js'

/** Every arm has, of its own or from the specification, the sections that its procedure needs. */
export const missingSection: Rule = (context) => {
  const reported = new Set<string>()
  return context.arms.flatMap((arm) =>
    needs(arm).flatMap(([section, purpose]) => {
      if (valueOf(arm.merged, section) !== undefined || reported.has(section)) return []
      reported.add(section)
      const span = context.root.entries[0]?.keySpan ?? context.root.span
      const missing = arm.entry === undefined ? 'the specification' : `the arm \`${arm.name}\``
      const message = `${missing} has no \`${section}\`, which says ${purpose}.`
      return [
        finding('missing-section', arm.entry?.keySpan ?? span, message, { hint: `add \`${section}:\`` }),
      ]
    }),
  )
}

function needs(arm: ArmView): readonly (readonly [section: string, purpose: string])[] {
  const fixed = valueOf(arm.entry?.value, 'fixed') !== undefined
  const tuned = [['budget', 'how many trials each arm may spend']] as const
  const always = [['objective', 'what tuning improves']] as const
  const native = [
    ['space', 'what the model is made of'],
    ['train', 'how it is trained'],
  ] as const
  const data =
    valueOf(arm.merged, 'tasks') === undefined ? ([['data', 'what it is trained on']] as const) : []
  return [...(isNative(arm) ? [...data, ...native] : []), ...always, ...(fixed ? [] : tuned)]
}
