// Configurations to try first count as trials.
import { finding } from '../../source/finding.js'
import { entryOf, numberOf, valueOf } from '../../source/located-node.js'
import type { Rule } from './rule.js'

/** No more configurations are enqueued than the budget has trials. */
export const enqueueOverBudget: Rule = ({ arms }) =>
  arms.flatMap(({ merged }) => {
    const enqueue = entryOf(merged, 'enqueue')
    const trials = valueOf(valueOf(merged, 'budget'), 'trials')
    const budget = numberOf(trials)
    if (enqueue?.value.kind !== 'list' || budget === undefined || trials === undefined) return []
    const count = enqueue.value.items.length
    if (count <= budget) return []
    const message = `${String(count)} configurations are enqueued, but the budget is ${String(budget)} trial${budget === 1 ? '' : 's'}.`
    const related = { message: 'the budget stands here', span: trials.span }
    return [
      finding('enqueue-over-budget', enqueue.keySpan, message, {
        hint: 'raise the budget or shorten the list',
        related,
      }),
    ]
  })
