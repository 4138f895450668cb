// How the budget compares with the space: worth knowing, never wrong.
import { gridValues, leaves, specifier, type SearchSpace } from '../../../runtime/catalogue.js'
import { finding } from '../../source/finding.js'
import { decisionsOf } from '../decisions.js'
import type { Check } from './check.js'

/** Ends of the decision tree looked at for one configuration that counts: constraints may refuse most of them. */
const patience = 20

export const budgetAndSpace: Check = ({ spaces, catalogue }) =>
  spaces.flatMap(({ node, space, arms }) => {
    const continuous = decisionsOf(node, catalogue).some(({ domain }) =>
      ['uniform', 'log_uniform', 'normal'].includes(domain.kind),
    )
    const largest = Math.max(...arms.map(({ budget }) => budget.trials))
    const size = continuous ? undefined : sizeUpTo(space, largest)
    if (size === undefined) return []
    return arms.flatMap(({ name, budget, fixed }) => {
      if (fixed !== undefined || size === 0 || size >= budget.trials) return []
      const message = `arm '${name}' may try ${budget.trials} configurations, but its space has only ${size}`
      return [finding('budget-exceeds-space', budget.span, message, { severity: 'note' })]
    })
  })

/** Number of configurations; undefined where there are at least `enough`, or counting them would take long. */
function sizeUpTo(space: SearchSpace, enough: number): number | undefined {
  let found = 0
  let visited = 0
  for (const leaf of leaves(specifier(space), (decision) => gridValues(decision, undefined))) {
    visited += 1
    if ('result' in leaf) found += 1
    if (found >= enough || visited >= enough * patience) return undefined
  }
  return found
}
