// What reductions share: result shapes, and bringing reduced axes back for gradients.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Attributes, Builder, OnnxNode, OnnxScope, OperatorDefinition, Use, Value } from '../graph.js'
import { tensorOf } from '../tensor.js'
import type { Axis, TensorType } from '../tensor-type.js'
import { tensorType } from '../tensor-type.js'
import type { Domain } from './elementwise.js'
import { checkElements } from './elementwise.js'
import { at, onlyLane, shifted } from './lanes.js'

/** Axes (counted from the start, at least one) and whether they stay with length 1. */
export type ReductionAttributes = { readonly axes: readonly number[]; readonly keep: boolean }

/** A reduction in its own words; the batch rule names the builder's function. */
export interface ReductionRule {
  readonly kind: string
  readonly onnx: string
  readonly domain: Domain
  readonly gradient: NonNullable<OperatorDefinition<ReductionAttributes>['gradient']>
  readonly batch: (x: Value, axes: readonly number[], keep: boolean, g: Builder) => Value
}

/** Definition of a reduction whose ONNX form takes its axes as an input. */
export function reduction(rule: ReductionRule): OperatorDefinition<ReductionAttributes> {
  return {
    kind: rule.kind,
    infer: (inputs, attributes) => {
      checkElements(inputs, rule.domain)
      return [inferReduction(at(inputs, 0), attributes)]
    },
    gradient: rule.gradient,
    batch: ({ attributes: { axes, keep } }, lanes, _width, g) => [
      rule.batch(onlyLane(lanes), shifted(axes), keep, g),
    ],
    onnx: ({ inputs, attributes }, scope) =>
      encodeReduction(rule.onnx, attributes, at(inputs, 0).type.shape.length, scope),
  }
}

/** The upstream gradient with the reduced axes back, as long as those of x. */
export function spreadBack(use: Use<Attributes & ReductionAttributes>, upstream: Value, g: Builder): Value {
  const x = at(use.inputs, 0)
  return g.expand(withAxes(use, upstream, g), x.type.shape)
}

/** A reduced value (result or upstream gradient) with the reduced axes back at length 1. */
export function withAxes(use: Use<Attributes & ReductionAttributes>, value: Value, g: Builder): Value {
  const { axes, keep } = use.attributes
  if (keep) return value
  const { shape } = at(use.inputs, 0).type
  return g.reshape(value, keptShape(shape, axes))
}

/** What a largest or smallest entry gets: those that equal the result share the upstream gradient equally. */
export function shareOfEqual(use: Use<Attributes & ReductionAttributes>, upstream: Value, g: Builder): Value {
  const x = at(use.inputs, 0)
  const chosen = g.cast(g.equal(x, withAxes(use, at(use.outputs, 0), g)), x.type.element)
  const share = g.divide(withAxes(use, upstream, g), g.reduceSum(chosen, use.attributes.axes, true))
  return g.multiply(chosen, share)
}

const keptShape = (shape: readonly Axis[], axes: readonly number[]): readonly Axis[] =>
  shape.map((length, axis) => (axes.includes(axis) ? 1 : length))

function inferReduction(input: TensorType, { axes, keep }: ReductionAttributes): TensorType {
  const rank = input.shape.length
  if (axes.length === 0 || axes.some((axis) => axis < 0 || axis >= rank)) {
    throw new GraphError('axis-out-of-range', `axes [${axes.join(',')}] do not fit a tensor of rank ${rank}`)
  }
  const shape = keep ? keptShape(input.shape, axes) : input.shape.filter((_, axis) => !axes.includes(axis))
  return tensorType(input.element, shape)
}

/**
 * The ONNX nodes of a reduction that takes its axes as an input. Axes at the end first, then the others: one reduction
 * around an axis that stays takes more than twice as long.
 */
export function encodeReduction(
  kind: string,
  { axes, keep }: ReductionAttributes,
  rank: number,
  scope: OnnxScope,
): readonly OnnxNode[] {
  const { inputs, outputs } = scope
  const list = (some: readonly number[]): string => scope.constant(tensorOf('int64', [some.length], some))
  const attributes = { keepdims: Number(keep) }
  const last = axes.filter((axis, index) => axis === rank - axes.length + index)
  const others = axes.filter((axis) => !last.includes(axis))
  if (last.length === 0 || others.length === 0) {
    return [{ operator: kind, inputs: [...inputs, list(axes)], outputs, attributes }]
  }
  const partial = scope.fresh()
  return [
    { operator: kind, inputs: [...inputs, list(last)], outputs: [partial], attributes },
    { operator: kind, inputs: [partial, list(others)], outputs, attributes },
  ]
}
