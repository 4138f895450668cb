// The contract of parametrizations: how first values and steps of each parameter grow or shrink with the width of a model.
import type { Definition } from '../../../schemas/definition.js'
import type { Shape } from '../../support/shape.js'
import type { Optimizer } from '../optimizers/optimizer.js'
import type { Options } from '../options.js'
import type { ParameterPlace } from '../parameter-pattern.js'

/** A parameter, as parametrizations see it. */
export interface SizedParameter extends ParameterPlace {
  readonly shape: Shape
}

/** What is done to the parameters of one part. */
export interface PartFactors {
  /** What fans are divided by before the initializer is told: then it draws as for the base width. */
  readonly fanIn: number
  readonly fanOut: number
  /** Times the first values so drawn. */
  readonly deviation: number
  /** Times the learning rate of each step. */
  readonly learningRate: number
  /** Times the optimizer's weight decay; absent: it stays what it is. */
  readonly weightDecay?: number
}

/** A rule that sorts parameters into parts of a model and treats each part alike. */
export interface Parametrization extends Definition {
  readonly role: 'parametrization'
  /** Names of the parts. */
  readonly parts: readonly string[]
  /** The part that a parameter belongs to. */
  partOf(options: Options, parameter: SizedParameter): string
  factors(options: Options, part: string, optimizer: Optimizer): PartFactors
  /** Why it does not go with an optimizer, in half a sentence after the optimizer's kind; undefined where it does. */
  refuses(optimizer: Optimizer): string | undefined
}

/** Nothing is changed, whatever the width. */
export const neutral: PartFactors = { fanIn: 1, fanOut: 1, deviation: 1, learningRate: 1 }
