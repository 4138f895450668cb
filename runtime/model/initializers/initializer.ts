// The contract of initializers: first values of a parameter, drawn on the host from a stream of its own.
// The stream is named by (training seed, 'initialize', scope of the parameter), never by the trial: common random numbers.
import type { Definition } from '../../../schemas/definition.js'
import type { RandomStream } from '../../support/random.js'
import { sizeOf, type Shape } from '../../support/shape.js'
import type { Options } from '../options.js'

/** What an initializer is told about a parameter. */
export interface InitializerTarget {
  readonly shape: Shape
  /** Inputs that feed one output entry. */
  readonly fanIn: number
  /** Outputs that one input entry feeds. */
  readonly fanOut: number
}

/** A rule that fills a parameter before training. */
export interface Initializer extends Definition {
  readonly role: 'initializer'
  /** Row-major values of the target's shape. */
  draw(options: Options, target: InitializerTarget, random: RandomStream): Float32Array
}

/** Entries uniform in [−bound, bound). */
export function drawUniform(shape: Shape, bound: number, random: RandomStream): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, () => bound * ((2 * random.bits()) / 4294967296 - 1))
}

/** Entries normal with mean 0 and the given deviation. */
export function drawNormal(shape: Shape, deviation: number, random: RandomStream): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, () => deviation * random.normal())
}
