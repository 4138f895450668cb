// The contract of layers: shapes and cost for the space (LayerDefinition), and a forward graph built from tensor operators.
// Layouts are channels first; the leading axis of every value is the batch.
import type { LayerDefinition, LayerUse } from '../../space/module-tree.js'
import type { Shape } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import type { Initializer } from '../initializers/initializer.js'
import * as initializers from '../initializers/index.js'
import { componentOption, type Options } from '../options.js'
import type { Definition } from '../../../schemas/definition.js'

/** A parameter that a layer asks for. */
export interface ParameterDeclaration {
  readonly shape: Shape
  readonly fanIn: number
  readonly fanOut: number
  readonly initializer: { readonly definition: Initializer; readonly options: Options }
  /** First values for a training seed, where they are computed instead of drawn by the initializer. */
  readonly start?: (seed: number) => Float32Array
}

/** What a layer finds while its graph is built. Names are the layer's own; the context knows scope and path. */
export interface LayerContext {
  /** Whether the graph trains (batch statistics, dropout) or infers. */
  readonly training: boolean
  /** Operators; what is built with them names this layer as its origin. */
  readonly graph: Builder
  /** A trained parameter; uses of one scope get the same value. */
  parameter(name: string, declaration: ParameterDeclaration): Value
  /** A number carried along but not trained (running statistics), as it was before this step. */
  state(name: string, shape: Shape, start: number): Value
  /** The value of a state after this step; training only. */
  update(name: string, value: Value): void
  /** An `x-scale` option as a float32 scalar: a graph input in training, a constant in an exported model. */
  scalar(option: string): Value
  /** A number of this training step that a metric may ask for (a scalar); built only where one does. */
  observe(name: string, measure: () => Value): void
  /** The level of noise that was added to each row, [N] or one for all [1]; absent where none is added. */
  readonly level?: Value
  /** Fresh draws, uniform in [0, 1), keyed by (training seed, path of the layer, step, element). */
  uniform(shape: readonly number[]): Value
}

/** A layer. */
export interface Layer extends LayerDefinition {
  /** Forward graph of one use: input [N, …use.input.shape] → [N, …use.output.shape]. */
  build(use: LayerUse, input: Value, context: LayerContext): Value
}

/** Schema of a layer's `initializer` option. */
export const initializerSchema = <const Default extends string>(standard: Default) =>
  ({
    'x-role': 'initializer',
    default: standard,
    description: 'How the weights are drawn before training.',
    'x-open': true,
  }) as const

/** Schema of a layer's `freeze` option; the walk over the model reads it, no layer need. */
export const freezeSchema = {
  type: 'boolean',
  description: 'Whether its parameters keep their first values; running statistics go on.',
  'x-open': true,
} as const

/** The initializer that a use of a layer asks for. */
export const initializerOption = (
  definition: Definition,
  options: Options,
): ParameterDeclaration['initializer'] =>
  componentOption<Initializer>(definition, options, 'initializer', initializers)

/** A parameter that starts at zero: biases and shifts. */
export const zeroParameter = (shape: Shape): ParameterDeclaration => filled(shape, initializers.zeros)

/** A parameter that starts at one: gains. */
export const oneParameter = (shape: Shape): ParameterDeclaration => filled(shape, initializers.ones)

const filled = (shape: Shape, definition: Initializer): ParameterDeclaration => ({
  shape,
  fanIn: 1,
  fanOut: 1,
  initializer: { definition, options: {} },
})
