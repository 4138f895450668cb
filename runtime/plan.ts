// What a generated plan imports: declarations of data, arms and claims, the plan itself, and a typed constructor for each catalogue member.
import { PlanError } from '../schemas/diagnostic.js'
import type {
  Arm,
  ClaimDeclaration,
  DataDeclaration,
  Experiment,
  Objective,
  Plan,
  Run,
} from './experiment.js'
import { digestOfBytes } from './support/digest.js'
import type { ObjectiveFunction } from './procedures/objective-function.js'
import type { MetricDefinition } from './metrics/metric.js'
import type { Configuration } from './space/decision.js'
import type { ComponentOf } from './space/typed.js'
export * from './members.js'

export {
  computed,
  constraint,
  hyperparameter,
  int,
  logInt,
  logUniform,
  normal,
  oneOf,
  reference,
  searchSpace,
  uniform,
  use,
} from './space/constructors.js'
export { power } from './support/power.js'

/** The data of one task: where they come from, how they are prepared, how they are divided. */
export const dataset = (declaration: DataDeclaration): DataDeclaration => declaration

/** What an arm searches, with what, for how long. */
export interface ArmParts {
  readonly space: Arm['space']
  readonly sampler: ComponentOf<'sampler'>
  readonly scheduler: ComponentOf<'scheduler'>
  readonly trials: number
  readonly enqueue?: readonly Configuration[]
  readonly fixed?: Configuration
}

/** A named variant of the experiment. */
export const arm = (name: string, { enqueue = [], ...parts }: ArmParts): Arm => ({ name, enqueue, ...parts })

/** A hypothesis: `claim('id', 'a better than b on accuracy', { … })`. */
export const claim = (
  id: string,
  statement: string,
  facts: Omit<ClaimDeclaration, 'id' | 'statement' | 'exploratory'> & { readonly exploratory?: boolean },
): ClaimDeclaration => ({ id, statement, exploratory: false, ...facts })

/** `maximize('accuracy')` */
export const maximize = (metric: string): Objective => ({ direction: 'maximize', metric })

/** `minimize('log_loss')` */
export const minimize = (metric: string): Objective => ({ direction: 'minimize', metric })

/** The declared parts of an experiment; what is left out takes the standard of the language. */
export interface PlanParts {
  readonly name: string
  readonly description?: string
  readonly seed: number
  /** What it was compiled from; a plan written by hand is its own source. */
  readonly source?: Experiment['source']
  /** None where the procedure brings its own data. */
  readonly tasks?: readonly DataDeclaration[]
  readonly arms: readonly Arm[]
  readonly objective: readonly Objective[]
  readonly fidelity?: NonNullable<Experiment['fidelity']>
  readonly protocol: ComponentOf<'protocol'>
  readonly claims?: readonly ClaimDeclaration[]
  readonly guarantees?: Experiment['guarantees']
  readonly slots?: number
  readonly order?: Experiment['order']
  readonly refit?: Experiment['refit']
  readonly resources?: Experiment['resources']
  readonly report?: NonNullable<Experiment['report']>
  /** Metrics of the author's own. */
  readonly metrics?: readonly MetricDefinition[]
  /** Functions of the author's own, by the name that a `function` procedure calls. */
  readonly functions?: Readonly<Record<string, ObjectiveFunction>>
  /** Files of user code beside the plan, each with the digest that it was compiled with. */
  readonly code?: NonNullable<Experiment['code']>
}

/**
 * An experiment and its stages: the default export of a plan.
 * @throws PlanError `duplicate-arm` where two arms have one name
 */
export function plan(parts: PlanParts, stages: (run: Run) => Promise<void>): Plan {
  const names = new Set<string>()
  for (const { name } of parts.arms) {
    if (names.has(name)) throw new PlanError('duplicate-arm', `Two arms are called '${name}'.`)
    names.add(name)
  }
  return { experiment: { ...standard, source: sourceOf(parts), ...parts }, stages }
}

/** What the language takes where nothing is written. */
const standard = {
  tasks: [],
  claims: [],
  guarantees: [],
  resources: {},
  slots: 4,
  order: 'virtual',
  refit: 'all',
} as const

/** A plan that was compiled from nothing is told from others by what it declares. */
function sourceOf(parts: PlanParts): Experiment['source'] {
  const { source } = parts
  if (source !== undefined) return source
  const digest = digestOfBytes(
    JSON.stringify(parts, (_, value: unknown) => (typeof value === 'function' ? String(value) : value)),
  )
  return { path: 'plan.ts', bytesSha256: digest, resolvedSha256: digest }
}

/** The stages of every compiled plan, in their order: prepare → tune → select → evaluate → claim → deploy. */
export async function allStages(run: Run): Promise<void> {
  const tuned = await run.tune(await run.prepare())
  const selected = await run.select(tuned)
  const measured = await run.evaluate(selected)
  await run.deploy(selected, await run.claim(measured))
}
