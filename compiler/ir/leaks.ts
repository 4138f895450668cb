// The rules against leaks, over the rows and seeds that a run will really use: violations, waivers, and what is proved.
import {
  checkLeaks,
  type LeakFinding,
  type PretrainedFile,
  type ProcedureDefinition,
} from '../../runtime/catalogue.js'
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import type { ModelDescriptor } from '../../schemas/model-descriptor.js'
import { finding } from '../source/finding.js'
import type { CheckContext } from './checks/check.js'
import { modelFile } from './models.js'
import type { ComponentNode, ExperimentNode, WaiverNode } from './nodes.js'

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
  const { experiment, tasks, cells, models, frozen } = context
  const found = checkLeaks({
    tasks:
      tasks.length === 0
        ? [{ name: experiment.name, data: undefined }]
        : tasks.map(({ node, data }) => ({ name: node.name, data })),
    arms: experiment.arms.map(({ name, budget, fixed, space }) => ({
      name,
      trials: fixed === undefined ? budget.trials : 0,
      fixed: fixed !== undefined,
      cells,
      pretrained: [
        ...pretrainedOf(space.training, models.get(name)),
        ...(frozen.get(name) ?? []).map(({ file, described }) => fileOf(file, described)),
      ],
    })),
    objective: experiment.objective.map(({ metric }) => metric),
  })
  const judged = found.map((each) => judge(enforced(each, context), context))
  return {
    diagnostics: [
      ...judged.flatMap(({ diagnostics }) => diagnostics),
      ...idleWaivers(found, experiment.allow),
    ],
    guarantees: [...judged.flatMap(({ guarantees }) => guarantees), ...otherWaivers(found, experiment.allow)],
  }
}

/** What is known of the file of an arm that is one. */
function pretrainedOf(
  training: ComponentNode,
  described: ReadonlyMap<string, ModelDescriptor> | undefined,
): readonly PretrainedFile[] {
  const file = modelFile(training)
  return file === undefined ? [] : [fileOf(file, described ?? new Map())]
}

/** What a file says of its rows; tasks of which it says nothing are left out. */
const fileOf = (
  file: string,
  described: ReadonlyMap<string, Pick<ModelDescriptor, 'seen' | 'seenInPart'>>,
): PretrainedFile => ({
  file,
  seen: new Map([...described].flatMap(([task, { seen }]) => (seen === undefined ? [] : [[task, seen]]))),
  inPart: [...described.values()].some(({ seenInPart }) => seenInPart === true),
})

/** Rules about rows, which hold as far as whoever trains keeps to its rows. */
const aboutRows: ReadonlySet<string> = new Set([
  'duplicate-rows',
  'overlapping-groups',
  'overlapping-rows',
  'overlapping-times',
  'selection-on-evaluation',
  'stopping-on-selection',
])

/**
 * What is proved of row sets is a proof for procedures that see nothing else. One that is told of its own rows alone is held to them;
 * what it fits on them is its author's word.
 */
function enforced(found: LeakFinding, { experiment, catalogue }: CheckContext): Judging {
  const ways = experiment.arms.map(({ space }) => {
    const definition = catalogue.procedure.get(space.training.component) as ProcedureDefinition | undefined
    return definition?.keepsToRows
  })
  const weakest = (['declared', 'enforced'] as const).find((way) => ways.includes(way))
  return weakest === undefined ? found : statusOf(found, weakest)
}

type Judging = LeakFinding | { readonly rule: string; readonly status: 'enforced' | 'declared' }

function statusOf(found: LeakFinding, status: 'enforced' | 'declared'): Judging {
  if (found.status !== 'proved') return found
  if (aboutRows.has(found.rule)) return { rule: found.rule, status }
  return found.rule === 'fitting-outside-training' ? { ...found, status: 'declared' } : found
}

interface Judged {
  readonly diagnostics: readonly Diagnostic[]
  readonly guarantees: readonly Guarantee[]
}

function judge(found: Judging, context: CheckContext): Judged {
  const { experiment, tasks } = context
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
  const span = guilty[rule]?.(context, found) ?? tasks[0]?.node.pools?.span
  return {
    diagnostics: [finding(rule, span ?? experiment.protocol.span, found.message, { hint: found.hint })],
    guarantees: [],
  }
}

/** Where the fault stands, of rules that are not about pools. */
const guilty: Readonly<Record<string, (context: CheckContext, found: Violation) => Span | undefined>> = {
  'unequal-budgets': ({ experiment }) => oddBudget(experiment),
  'pretrained-on-evaluation': ({ experiment, frozen }, { file }) =>
    experiment.arms.find(({ space }) => modelFile(space.training) === file)?.space.training.options['file']
      ?.span ?? [...frozen.values()].flat().find((use) => use.file === file)?.span,
}

type Violation = Extract<LeakFinding, { status: 'violated' }>

/** The budget that is unlike that of the first arm. */
const oddBudget = ({ arms }: ExperimentNode): Span | undefined =>
  arms.find(({ budget, fixed }) => fixed === undefined && budget.trials !== arms[0]?.budget.trials)?.budget
    .span

/** Waivers of checks that are no leak rules: the report prints them too. */
const otherWaivers = (found: readonly LeakFinding[], allow: readonly WaiverNode[]): readonly Guarantee[] =>
  allow
    .filter(({ rule }) => !found.some((each) => each.rule === rule))
    .map(({ rule, because }) => ({ rule, status: 'waived', because }))

/** Waivers of rules that hold anyway. */
const idleWaivers = (found: readonly LeakFinding[], allow: readonly WaiverNode[]): readonly Diagnostic[] =>
  allow.flatMap(({ rule, span }) => {
    const holds = found.some((each) => each.rule === rule && each.status !== 'violated')
    const message = `'${rule}' is waived, but nothing violates it`
    return holds
      ? [finding('idle-waiver', span, message, { severity: 'note', hint: 'remove the waiver' })]
      : []
  })
