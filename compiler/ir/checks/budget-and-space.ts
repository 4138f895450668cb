// How the budget compares with the space: worth knowing, never wrong.
import { count } from '../../../runtime/catalogue.js'
import { finding } from '../../source/finding.js'
import type { Check } from './check.js'

export const budgetAndSpace: Check = ({ spaces }) =>
  spaces.flatMap(({ space, arms }) => {
    // Counting may have to enumerate: only spaces smaller than the budget are of interest.
    const counted = count(space, Math.max(...arms.map(({ budget }) => budget.trials)))
    if (counted.kind !== 'exact') return []
    return arms.flatMap(({ name, budget, fixed }) => {
      if (fixed !== undefined || counted.count >= BigInt(budget.trials)) return []
      const message = `arm '${name}' may try ${budget.trials} configurations, but its space has only ${counted.count}`
      return [finding('budget-exceeds-space', budget.span, message, { severity: 'note' })]
    })
  })
