// A plan holds one space; tasks whose data look different would need one each.
import { finding } from '../../source/finding.js'
import { factsOf } from '../facts.js'
import type { Check } from './check.js'

/** Facts that may differ: no space depends on how many rows there are, unless it asks. */
const free: ReadonlySet<string> = new Set(['data.rows'])

export const tasksDiffer: Check = ({ tasks, facts, catalogue }) =>
  tasks.flatMap(({ node, data }) => {
    if (data === undefined) return []
    const own = factsOf(data, node, catalogue)
    return Object.entries(own.facts).flatMap(([name, value]) => {
      const shared = facts.facts[name]
      if (free.has(name) || shared === value) return []
      return [
        finding(
          'tasks-differ',
          node.span,
          `'${name}' is ${value} in task '${node.name}' and ${shared ?? 'unknown'} in task '${tasks[0]?.node.name ?? ''}'; one space serves all tasks only where it is the same`,
          { hint: 'split the tasks into several specifications' },
        ),
      ]
    })
  })
