// What rules say where the data are not ours to look at.
import type { LeakCase, LeakFinding } from './leak-rule.js'

/** A `declared` finding when no task has data that we hold; else nothing. */
export function declared(rule: string, { tasks }: LeakCase): LeakFinding | undefined {
  if (tasks.some(({ data }) => data !== undefined)) return undefined
  return {
    rule,
    status: 'declared',
    statement:
      'The procedure brings its own data, so row sets were not compared; its author vouches for them.',
  }
}
