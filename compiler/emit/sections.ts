// The sections of a plan beside its spaces: data, samplers, arms, protocol, claims, and the plan itself.
import type { Json } from '../../schemas/json.js'
import type { ArmNode, ClaimNode, DataNode, ExperimentNode } from '../ir/nodes.js'
import { call, list, object, type Code } from './layout.js'
import { literal } from './literal.js'
import { codeEntries } from './own-code.js'
import { library, type PlanContext } from './plan-context.js'
import { quote } from './text.js'
import { emitComponent } from './values.js'

type Entry = readonly [string, Code]

/** What the compiler found out about a rule of fairness, for the plan to state. */
export interface GuaranteeStatement {
  readonly rule: string
  readonly status: 'proved' | 'enforced' | 'declared' | 'waived'
  readonly because?: string
}

/** `dataset({ … })` for one task. */
export function emitData(data: DataNode, digest: string, context: PlanContext): Code {
  const { name, dataset, file, windows, target, columns, group, time, prepare, pools } = data
  const shares = pools === undefined ? undefined : withoutSpan(pools)
  const facts = written({ name, dataset, file, windows, target, columns, group, time })
  return call(library(context, 'dataset'), [
    object([
      ...facts,
      ['prepare', list(prepare.map((step) => emitComponent(step, context)))],
      ...written({ pools: shares }),
      ['digest', quote(digest)],
    ]),
  ])
}

/** Samplers by arm, each written once; and how arms name them. */
export function emitSamplers(context: PlanContext): {
  readonly code: Code
  readonly nameOf: (arm: ArmNode) => string
} {
  const { arms } = context.experiment
  const codes = arms.map(({ name, sampler }) => [name, emitComponent(sampler, context)] as const)
  return { code: object(codes), nameOf: ({ name }) => member('samplers', name) }
}

/** `arm('mcts', { … })` */
export function emitArm(
  arm: ArmNode,
  names: { readonly space: string; readonly sampler: string },
  context: PlanContext,
): Code {
  const enqueued = arm.enqueue.map(({ configuration }) => literal(configuration))
  return call(library(context, 'arm'), [
    quote(arm.name),
    object([
      names.space === 'space' ? 'space' : ['space', names.space],
      ['sampler', names.sampler],
      ['scheduler', emitComponent(arm.scheduler, context)],
      ['trials', String(arm.budget.trials)],
      ...(enqueued.length === 0 ? [] : [['enqueue', list(enqueued)] as const]),
      ...(arm.fixed === undefined ? [] : [['fixed', literal(arm.fixed.configuration)] as const]),
    ]),
  ])
}

/** `claim('id', 'statement', { … })` */
export function emitClaim(claim: ClaimNode, context: PlanContext): Code {
  const { id, statement, exploratory, ...facts } = withoutSpan(claim)
  return call(library(context, 'claim'), [
    quote(id),
    quote(statement),
    object(written({ ...facts, ...(exploratory ? { exploratory } : {}) })),
  ])
}

/** The stages, visible, in the order in which a handle of one makes the next possible. */
const stages = [
  'async (run) => {',
  '  const prepared = await run.prepare()',
  '  const tuned = await run.tune(prepared)',
  '  const selected = await run.select(tuned)',
  '  const measured = await run.evaluate(selected)',
  '  const concluded = await run.claim(measured)',
  '  await run.deploy(selected, concluded)',
  '}',
].join('\n')

/** `plan({ … }, async (run) => { … })` */
export function emitPlan(
  experiment: ExperimentNode,
  names: { readonly tasks: Code; readonly claims: boolean },
  guarantees: readonly GuaranteeStatement[],
  context: PlanContext,
): Code {
  const { name, description, seed, source, objective, fidelity, slots, order, deploy, resources, report } =
    experiment
  const goals = objective.map(({ direction, metric }) => call(library(context, direction), [quote(metric)]))
  const range = fidelity === undefined ? undefined : withoutSpan(fidelity)
  return call(library(context, 'plan'), [
    object([
      ...written({ name, description, seed, source }),
      names.tasks === 'tasks' ? 'tasks' : ['tasks', names.tasks],
      'arms',
      ['objective', list(goals)],
      ...written({ fidelity: range }),
      'protocol',
      ...(names.claims ? ['claims'] : []),
      ...(guarantees.length === 0
        ? []
        : [['guarantees', list(guarantees.map((each) => object(written({ ...each }))))] as const]),
      ...written({ slots, order, refit: deploy.refit }),
      ...(Object.keys(resources).length === 0 ? [] : written({ resources })),
      ...(Object.keys(report).length === 0 ? [] : written({ report })),
      ...codeEntries(context.code, experiment),
    ]),
    stages,
  ])
}

/** Entries whose values are there, as literals. */
const written = (values: Readonly<Record<string, Json | undefined | object>>): readonly Entry[] =>
  Object.entries(values).flatMap(([key, value]): readonly Entry[] =>
    value === undefined ? [] : [[key, literal(value as Json)]],
  )

function withoutSpan<T extends { readonly span: unknown }>(node: T): Omit<T, 'span'> {
  const { span, ...rest } = node
  return span === undefined ? node : rest
}

const member = (object_: string, name: string): string =>
  /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? `${object_}.${name}` : `${object_}[${quote(name)}]`
