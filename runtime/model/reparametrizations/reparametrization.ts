// The contract of reparametrizations: a parameter of a layer computed from other parameters, through which gradients flow.
import type { Definition } from '../../../schemas/definition.js'
import type { RandomStream } from '../../support/random.js'
import { sizeOf, type Shape } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import type { Options } from '../options.js'

/** First values of what stands behind a parameter, computed on the host when a training begins. */
export type Start = (first: FirstValues) => Float32Array

/** What first values are computed from. */
export interface FirstValues {
  /** Values that the layer's own initializer draws for the parameter. */
  readonly target: Float32Array
  /** A stream of this value's own. */
  readonly random: RandomStream
  /** The stream of the same value behind another parameter, by that parameter's name. */
  streamOf(target: string): RandomStream
}

/** The parameter that is replaced. */
export interface Target {
  readonly name: string
  readonly shape: Shape
}

/** What a reparametrization finds while its graph is built. Names are its own; the context knows the parameter's. */
export interface ReparametrizationContext {
  readonly graph: Builder
  readonly target: Target
  /** All parameters that it replaces in the model, in the order in which the model asks for them. */
  readonly targets: readonly Target[]
  /** A parameter that is trained in place of the target. */
  trained(name: string, shape: Shape, start: Start): Value
  /** One that all targets share. */
  shared(name: string, shape: Shape, start: Start): Value
  /** A state that all targets share. */
  sharedState(name: string, shape: Shape, start: Start): Value
  /** A value computed for all targets together: built for the first that asks. */
  once(name: string, make: () => Value): Value
  /** A value that is carried along, not trained, as it was before this step. */
  state(name: string, shape: Shape, start: Start): Value
  /** The value of a state after this step; ignored outside of training. */
  update(name: string, value: Value): void
  /** An `x-scale` option. */
  scalar(option: string): Value
}

/** A reparametrization. Its option `of` holds the patterns of the parameters that it replaces. */
export interface Reparametrization extends Definition {
  readonly role: 'reparametrization'
  /** Axes that a parameter must have: those with fewer (biases, gains) are left alone, whatever names them. Absent: any. */
  readonly minimumAxes?: number
  /** Why it cannot replace so many entries of parameters in all, in one sentence. Absent: it takes any. */
  refuses?(options: Options, entries: number): string | undefined
  /** Work of a step that no two trainings share, in multiply-adds of a product of matrices. Absent: too little to count. */
  work?(options: Options, entries: number): number
  /** The parameter, of the target's shape. */
  build(options: Options, context: ReparametrizationContext): Value
}

/** The layer's own first values. */
export const ownValues: Start = ({ target }) => target

/** Rows and columns of a weight read as a matrix: kernels `[O, I, …]` are O rows, matrices stay. */
export function matrixShape({ shape }: Target): readonly [number, number] {
  const [rows = 1, ...others] = shape
  return [rows, sizeOf(others)]
}
