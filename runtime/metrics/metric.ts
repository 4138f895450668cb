// The contract of metrics: folds of model outputs and targets into one number, on the host, in double precision.
import type { Definition } from '../../schemas/definition.js'

/** Outputs of a model for some examples. */
export interface Outputs {
  /** Row-major [n, width]: class scores before any softmax, or one real prediction an example. */
  readonly values: ArrayLike<number>
  /** Scores an example; a width of 1 with a class target is the score of class 1 against class 0. */
  readonly width: number
  /** Mean loss over these examples, where the procedure knows it. */
  readonly loss?: number
  /** Data rows [n, width] beside samples [n, width], in no order: what samples should be like. Present where a model draws samples. */
  readonly data?: ArrayLike<number>
}

/** What layers showed under one name, over all layers and steps of a training so far. */
export interface ObservedRange {
  readonly count: number
  readonly sum: number
  readonly lowest: number
  readonly highest: number
}

/** What is known before any example: constants of the model, and what its training has shown. */
export interface MetricFacts {
  readonly parameters?: number
  readonly flops?: number
  readonly trainedNumbers?: number
  /** By the name of the observation. */
  readonly observed?: Readonly<Record<string, ObservedRange>>
}

/** A running value. */
export interface Accumulator {
  /** Takes up examples; targets are class codes or reals, one an example. Batches may be of any size. */
  add(outputs: Outputs, targets: ArrayLike<number>): void
  /** The value so far; NaN where it is not defined (no example, one class alone for auroc). */
  value(): number
}

/** What a metric reads. */
export type MetricNeed = 'scores' | 'predictions' | 'loss' | 'samples' | 'model' | 'training'

export interface MetricDefinition extends Definition {
  readonly role: 'metric'
  /** Which way is better. */
  readonly direction: 'maximize' | 'minimize'
  /** Range that values cannot leave, where both ends are finite. */
  readonly bounds?: readonly [number, number]
  /** `scores`: a class target; `predictions`: a real target; `loss`: either; `samples`: a model that draws them, and classes of the data; `model`: no examples at all; `training`: what layers showed. */
  readonly needs: MetricNeed
  /** With `training`: the name under which layers show it. */
  readonly observes?: string
  start(facts?: MetricFacts): Accumulator
}
