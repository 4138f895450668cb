// What all activations share: reals in, reals of the same shape out, no parameters.
import type { LayerCost, LayerUse } from '../../space/module-tree.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import type { Options } from '../options.js'
import type { LayerContext } from './layer.js'
import { rejectInput } from './window.js'

/** An activation as the catalogue sees it. */
export interface Activation<Kind extends string> {
  readonly role: 'layer'
  readonly kind: Kind
  readonly summary: string
  readonly options: Readonly<Record<never, never>>
  readonly required: readonly []
  readonly reference?: string
  output(options: Options, input: Signal): Signal
  cost(options: Options, input: Signal): LayerCost
  build(use: LayerUse, input: Value, context: LayerContext): Value
}

/** An activation without options, from its formula. */
export const pointwise = <const Kind extends string>(
  kind: Kind,
  summary: string,
  apply: (x: Value, graph: Builder) => Value,
  reference?: string,
): Activation<Kind> => ({
  role: 'layer',
  kind,
  summary,
  options: {},
  required: [],
  ...(reference === undefined ? {} : { reference }),
  output: (_options, input): Signal => pointwiseOutput(kind, input),
  cost: (_options, input): LayerCost => pointwiseCost(input),
  build: (_use, input, context): Value => apply(input, context.graph),
})

/** The input's own shape. @throws Rejection for category codes */
export const pointwiseOutput = (kind: string, input: Signal): Signal =>
  input.type === 'real' ? input : rejectInput(kind, 'reals', input)

/** One operation an entry. */
export const pointwiseCost = (input: Signal): LayerCost => ({ parameters: 0, flops: sizeOf(input.shape) })
