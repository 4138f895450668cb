// The rules against leaks, over the rows and seeds that a run will really use: violations, waivers, and what is proved.
import { checkLeaks, type LeakFinding } from '../../runtime/catalogue.js'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import { finding } from '../source/finding.js'
import type { CheckContext } from './checks/check.js'
import type { WaiverNode } from './nodes.js'

/** What became of one rule; goes into the plan and the report. */
export interface Guarantee {
  readonly rule: string
  readonly status: 'proved' | 'enforced' | 'declared' | 'waived'
  readonly because?: string
}

/** Findings of all rules, those that `allow:` waives apart. */
export function examineLeaks(context: CheckContext): {
  readonly diagnostics: readonly Diagnostic[]
  readonly guarantees: readonly Guarantee[]
} {
  const { experiment, tasks, cells } = context
  const found = checkLeaks({
    tasks: tasks.map(({ node, data }) => ({ name: node.name, data })),
    arms: experiment.arms.map(({ name, budget, fixed }) => ({
      name,
      trials: fixed === undefined ? budget.trials : 0,
      fixed: fixed !== undefined,
      cells,
    })),
    objective: experiment.objective.map(({ metric }) => metric),
  })
  const judged = found.map((each) => judge(each, context))
  return {
    diagnostics: [
      ...judged.flatMap(({ diagnostics }) => diagnostics),
      ...idleWaivers(found, experiment.allow),
    ],
    guarantees: judged.flatMap(({ guarantees }) => guarantees),
  }
}

interface Judged {
  readonly diagnostics: readonly Diagnostic[]
  readonly guarantees: readonly Guarantee[]
}

function judge(found: LeakFinding, { experiment, tasks }: CheckContext): Judged {
  const { rule, status } = found
  if (status !== 'violated') return { diagnostics: [], guarantees: [{ rule, status }] }
  const waiver = experiment.allow.find((each) => each.rule === rule)
  if (waiver !== undefined) {
    const message = `'${rule}' is waived: ${found.message}`
    return {
      diagnostics: [finding(rule, waiver.span, message, { severity: 'note' })],
      guarantees: [{ rule, status: 'waived', because: waiver.because }],
    }
  }
  const span = tasks[0]?.node.pools?.span ?? experiment.protocol.span
  return { diagnostics: [finding(rule, span, found.message, { hint: found.hint })], guarantees: [] }
}

/** Waivers of rules that hold anyway. */
const idleWaivers = (found: readonly LeakFinding[], allow: readonly WaiverNode[]): readonly Diagnostic[] =>
  allow.flatMap(({ rule, span }) => {
    const holds = found.some((each) => each.rule === rule && each.status !== 'violated')
    const message = `'${rule}' is waived, but nothing violates it`
    return holds
      ? [finding('idle-waiver', span, message, { severity: 'note', hint: 'remove the waiver' })]
      : []
  })
