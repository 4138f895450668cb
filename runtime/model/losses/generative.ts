// The contract of losses without targets: they run the model themselves, on data to which noise of some level was added, and what they
// train draws samples from noise. Shares the role of other losses, so that optimizers, schedules, averages and groups are the same.
import type { Definition } from '../../../schemas/definition.js'
import type { Signal } from '../../support/shape.js'
import type { RandomStream } from '../../support/random.js'
import type { Builder, Value } from '../../tensor/graph.js'
import type { UpdatePosition } from '../averaging/averaging.js'
import type { Options } from '../options.js'
import type { Loss, Target } from './loss.js'

/** What runs a model: training and sampling. */
export interface ModelContext {
  readonly graph: Builder
  /** The model on x [N, …] with a level of noise for each row [N] or for all [1], in the shape of x; by its own weights or by its teacher's. */
  model(x: Value, levels: Value, weights?: 'own' | 'teacher'): Value
}

/** What a loss finds while the graph of a training step is built. */
export interface GenerativeContext extends ModelContext {
  /** Numbers of this batch, one a row [N], that the host drew: those of `drawn`. */
  drawn(name: string): Value
  /** Standard normal entries in the shape of x, keyed by training seed and step; a stream of its own for each name. */
  normal(name: string): Value
}

/** A loss that needs no targets. */
export interface GenerativeLoss extends Definition {
  readonly role: 'loss'
  readonly target: 'none'
  readonly outputs: 'samples'
  /** Why it cannot train a model of these outputs and inputs with these options, in one sentence. */
  refuses(output: Signal, target: Target, options: Options, input: Signal): string | undefined
  /** Names of what the host draws for each row of a batch. */
  readonly drawn: readonly string[]
  /** The draws for a batch of so many rows at an update. */
  draw(
    options: Options,
    position: UpdatePosition,
    rows: number,
    random: RandomStream,
  ): Readonly<Record<string, Float32Array>>
  /** Whether a moving average of the weights is kept as a teacher. */
  hasTeacher(options: Options): boolean
  /** Share in [0, 1] by which the teacher goes towards the weights after an update. */
  teacherShare(options: Options, position: UpdatePosition): number
  /** Loss of each row [N] of x [N, …]. */
  rows(options: Options, x: Value, context: GenerativeContext): Value
  /** Calls of the model that a sample takes; each is given noise of its own. */
  calls(options: Options): number
  /** Samples from standard normal noises, one a call, each in the shape of the data [N, …]. */
  sample(options: Options, noises: readonly Value[], context: ModelContext): Value
}

/** Either kind of loss. */
export type AnyLoss = Loss | GenerativeLoss

/** Whether a loss needs no targets. */
export const isGenerative = (loss: AnyLoss): loss is GenerativeLoss => loss.target === 'none'

/** Numbers that a loss holds for each row of a batch to compare it with others. */
export const comparedBy = (
  { definition, options }: { readonly definition: AnyLoss; readonly options: Options },
  batch: number,
): number => (isGenerative(definition) ? 0 : (definition.compares?.(options, batch) ?? 0))
