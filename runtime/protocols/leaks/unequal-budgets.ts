// Leak rule: arms that may try more than others.
import type { LeakRule } from './leak-rule.js'

const code = 'unequal-budgets'

/** All tuned arms have the same number of trials; `fixed` arms have none. */
export const unequalBudgets: LeakRule = {
  code,
  summary: 'Arms are tuned with different numbers of trials.',
  check: ({ arms }) => {
    const tuned = arms.filter((arm) => !arm.fixed)
    const [first] = tuned
    const other = tuned.find((arm) => arm.trials !== first?.trials)
    if (first !== undefined && other !== undefined) {
      return {
        rule: code,
        status: 'violated',
        message: `arm '${first.name}' has ${first.trials} trials, arm '${other.name}' ${other.trials}`,
        hint: 'give all arms one `budget`',
      }
    }
    const statement = `Each of ${tuned.length} tuned arms has ${first?.trials ?? 0} trials a replicate.`
    return { rule: code, status: 'proved', statement }
  },
}
