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
import { constructorsOf } from './space/constructors-of.js'
import * as combinators from './space/combinators/index.js'
import * as layers from './model/layers/index.js'
import * as initializers from './model/initializers/index.js'
import * as losses from './model/losses/index.js'
import * as optimizers from './model/optimizers/index.js'
import * as schedules from './model/schedules/index.js'
import * as samplers from './samplers/index.js'
import * as schedulers from './schedulers/index.js'
import * as protocols from './protocols/index.js'
import * as procedures from './procedures/index.js'
import type { Configuration } from './space/decision.js'
import type { ComponentOf } from './space/typed.js'

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
  readonly source: Experiment['source']
  readonly tasks: readonly DataDeclaration[]
  readonly arms: readonly Arm[]
  readonly objective: readonly Objective[]
  readonly fidelity?: NonNullable<Experiment['fidelity']>
  readonly protocol: ComponentOf<'protocol'>
  readonly claims?: readonly ClaimDeclaration[]
  readonly guarantees?: Experiment['guarantees']
  readonly slots: number
  readonly order: Experiment['order']
  readonly refit: Experiment['refit']
  readonly resources?: Experiment['resources']
  readonly report?: NonNullable<Experiment['report']>
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
  return { experiment: { claims: [], guarantees: [], resources: {}, ...parts }, stages }
}

// Constructors of the catalogue's members, by role; a test holds them complete.
export const {
  choice,
  denseBlock,
  optional,
  parallel,
  permutation,
  repeat,
  residual,
  sequence,
  shared,
  splitCombine,
  switch_,
} = constructorsOf(combinators)
export const {
  affine,
  averagePool2d,
  batchNorm,
  conv2d,
  dropout,
  elu,
  embedding,
  flatten,
  gelu,
  globalAveragePool,
  globalMaxPool,
  hardSigmoid,
  hardSwish,
  hardTanh,
  identity,
  layerNorm,
  leakyRelu,
  maxPool2d,
  mish,
  relu,
  selu,
  sigmoid,
  silu,
  softplus,
  softsign,
  tanh,
} = constructorsOf(layers)
export const { fill, gaussian, heNormal, heUniform, lecunNormal, ones, xavierNormal, xavierUniform, zeros } =
  constructorsOf(initializers)
export const { binaryCrossEntropy, crossEntropy, huber, mse } = constructorsOf(losses)
export const { adam, adamw, momentum, nesterov, rmsprop, sgd } = constructorsOf(optimizers)
export const { constant, cosine, plateau, step, warmup } = constructorsOf(schedules)
export const { grid, mcts, random, smbo } = constructorsOf(samplers)
export const { full } = constructorsOf(schedulers)
export const { holdout, twoPhase } = constructorsOf(protocols)
export const { supervised } = constructorsOf(procedures)
