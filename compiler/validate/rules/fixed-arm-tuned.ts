// A fixed arm is an untuned baseline: what belongs to tuning has no meaning there.
import { finding } from '../../source/finding.js'
import { entryOf } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** An arm with `fixed:` has no sampler, scheduler, budget or queue of its own. */
export const fixedArmTuned: Rule = ({ arms }) =>
  arms.flatMap(({ name, entry }) => {
    const fixed = entryOf(entry?.value, 'fixed')
    if (fixed === undefined) return []
    return ['sampler', 'scheduler', 'budget', 'enqueue'].flatMap((key) => {
      const tuned = entryOf(entry?.value, key)
      if (tuned === undefined) return []
      const message = `the arm \`${name}\` is fixed, so it is not tuned; \`${key}\` has no meaning in it.`
      const related = { message: '`fixed` stands here', span: fixed.keySpan }
      return [finding('fixed-arm-tuned', tuned.keySpan, message, { hint: `delete \`${key}\``, related })]
    })
  })
